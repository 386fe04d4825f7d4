//! Differences for the terminal.

use super::{affected, heading, places, versions};
use crate::Diff;
use crate::counts::{Counts, ReasonCount};

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
    lines.extend(diff.counts.iter().flat_map(counts));
    lines.push(String::new());
    lines.join("\n")
}

/// Who moves, source by source.
fn counts(counts: &Counts) -> Vec<String> {
    let plain = str::to_owned;
    let mut lines = Vec::new();
    for source in &counts.sources {
        lines.push(String::new());
        lines.push(format!("who moves in {}", source.title(plain)));
        for cohort in &source.cohorts {
            let was = cohort.was.as_ref().map(|was| format!(" (was {was})"));
            let was = was.unwrap_or_default();
            lines.push(format!("  cohort {}{was}: {}", cohort.cohort, cohort.sentence()));
            let out = cohort
                .go_out_by
                .iter()
                .map(|reason| ("go out by", reason.out(plain), reason));
            let came = cohort.come_in_by.iter();
            let came = came.map(|reason| ("come in, kept out before by", reason.out_before(plain), reason));
            let rows: Vec<_> = out.chain(came).collect();
            let what = rows.iter().map(|(what, ..)| what.len()).max().unwrap_or_default();
            let by = rows
                .iter()
                .map(|(_, by, _)| by.chars().count())
                .max()
                .unwrap_or_default();
            let right = rows
                .iter()
                .map(|(.., reason)| reason.cell().len())
                .max()
                .unwrap_or_default();
            let row = |(does, step, reason): &(&str, String, &ReasonCount)| {
                format!("    {does:what$}  {step:by$}  {:>right$}", reason.cell())
            };
            lines.extend(rows.iter().map(row));
        }
    }
    if !counts.not_counted.is_empty() {
        lines.push(String::new());
    }
    for left in &counts.not_counted {
        lines.push(format!("not counted in {}: {}", left.source, left.why));
    }
    for rule in counts.rules(plain) {
        lines.push(String::new());
        lines.push(rule);
    }
    lines
}
