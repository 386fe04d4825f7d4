//! What is shown of a study that changed.

use crate::commands::diff::{Sound, coloured, compared};
use crate::failure::Failure;
use crate::revision::StudyAt;
use crate::terminal::Terminal;
use kohort_diff::render;

/// Shows what changed in meaning from one study to another. Where either has errors, that is said instead, and the answer
/// is that nothing was shown.
pub(super) fn show(old: &StudyAt, new: &StudyAt, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
    let mut sides = Vec::new();
    for (side, study) in [("old", old), ("new", new)] {
        match Sound::of(study)? {
            Some(sound) => sides.push(sound),
            None => {
                writeln!(
                    terminal.out,
                    "  the {side} text has errors (`kohort check`), so that only texts are compared"
                )?;
                return Ok(false);
            }
        }
    }
    let [was, is] = sides.as_slice() else {
        return Ok(false);
    };
    let diff = compared(was, is);
    if diff.changes.is_empty() {
        writeln!(terminal.out, "  the meaning is the same")?;
        return Ok(true);
    }
    let text: Vec<String> = render::text(&diff).lines().map(indented).collect();
    coloured(&text.join("\n"), terminal)?;
    Ok(true)
}

fn indented(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!("  {line}")
    }
}
