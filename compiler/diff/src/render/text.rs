//! Differences for the terminal.

use super::{affected, heading, places, versions};
use crate::Diff;

/// A difference in lines for a terminal, without colours, ending with a new line.
pub fn text(diff: &Diff) -> String {
    let mut lines = vec![match diff.grade {
        None => format!("{}: nothing changed in meaning", versions(diff)),
        Some(grade) => format!("{}: {}", versions(diff), grade.words()),
    }];
    for change in &diff.changes {
        lines.push(String::new());
        let direction = change
            .direction
            .map(|direction| format!(", {}", direction.word()));
        lines.push(format!(
            "{}{}: {}",
            change.grade.words(),
            direction.unwrap_or_default(),
            heading(change, str::to_owned)
        ));
        for edit in &change.edits {
            lines.extend(edit.old.iter().map(|old| format!("  - {old}")));
            lines.extend(edit.new.iter().map(|new| format!("  + {new}")));
        }
        let affects = affected(change);
        if !affects.is_empty() {
            let kinds = affects
                .iter()
                .map(|(kind, names)| format!("{kind} {}", names.join(", ")));
            lines.push(format!("  affects {}", kinds.collect::<Vec<_>>().join("; ")));
        }
        lines.extend(places(diff, change, str::to_owned).map(|places| format!("  {places}")));
    }
    if !diff.cohorts.is_empty() {
        lines.push(String::new());
        lines.push(String::from("who is in, all changes taken together:"));
        for verdict in &diff.cohorts {
            lines.push(format!("  {}: {}", verdict.cohort, verdict.direction.word()));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
