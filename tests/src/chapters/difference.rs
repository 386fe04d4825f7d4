//! What is expected and what is there, one below the other.

use similar::{ChangeTag, TextDiff};

/// The lines that differ, with `-` for what is expected and `+` for what is there.
pub(super) fn difference(expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    let mut text = String::from("\n    - expected, + found\n");
    for change in diff.iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        text.push_str(&format!("    {sign} {}\n", change.value().trim_end_matches('\n')));
    }
    text
}
