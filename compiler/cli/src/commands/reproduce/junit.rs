//! The results as JUnit's XML, which CI servers show as tests.
//!
//! A study that gives something else is a failed test, one that does not run is one with an error, one without a lock is
//! skipped. Invariant: whatever names and values hold, the text is well-formed XML 1.0.

use super::outcome::{Outcome, Tally, Verdict};
use crate::terminal::Terminal;
use std::io;

/// Shows the results.
pub(super) fn show(tally: &Tally, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let stopped = |outcome: &&Outcome| matches!(outcome.verdict, Verdict::Stopped { .. });
    let errors = tally.studies.iter().filter(stopped).count();
    let failures = tally.studies.iter().filter(|outcome| !outcome.is_fine()).count() - errors;
    let counts = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{}\"",
        tally.studies.len() + tally.unlocked.len(),
        tally.unlocked.len()
    );
    let out = &mut *terminal.out;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"kohort reproduce\" {counts}>")?;
    writeln!(out, "  <testsuite name=\"kohort reproduce\" {counts}>")?;
    for outcome in &tally.studies {
        case(outcome, out)?;
    }
    for file in &tally.unlocked {
        writeln!(
            out,
            "    <testcase classname=\"{0}\" name=\"{0}\">",
            escaped(file)
        )?;
        writeln!(out, "      <skipped message=\"no lock\"/>")?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn case(outcome: &Outcome, out: &mut dyn io::Write) -> io::Result<()> {
    let file = escaped(&outcome.file);
    let name = escaped(outcome.name.as_deref().unwrap_or(&outcome.file));
    write!(out, "    <testcase classname=\"{file}\" name=\"{name}\"")?;
    let notes = outcome.notes();
    if outcome.is_fine() && notes.is_empty() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    if !outcome.is_fine() {
        let tag = match outcome.verdict {
            Verdict::Compared(_) => "failure",
            Verdict::Stopped { .. } => "error",
        };
        let word = outcome.word();
        let lines = escaped(&outcome.lines().join("\n"));
        writeln!(
            out,
            "      <{tag} type=\"{word}\" message=\"{word}\">{lines}</{tag}>"
        )?;
    }
    if !notes.is_empty() {
        writeln!(
            out,
            "      <system-out>{}</system-out>",
            escaped(&notes.join("\n"))
        )?;
    }
    writeln!(out, "    </testcase>")
}

/// A text as content or in quotes. What XML 1.0 cannot hold is shown as what stands for it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            letter if letter.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escaped("a<b & \"c\"\u{1b}\n\u{ffff}>"),
            "a&lt;b &amp; &quot;c&quot;\u{fffd}\n\u{fffd}&gt;"
        );
    }
}
