//! One line for each study, and below it what differs.

use super::outcome::{Outcome, Tally};
use crate::terminal::Terminal;
use std::io;

/// As wide as the longest word.
const WIDTH: usize = "meaning changed".len();

/// Shows what became of a study.
pub(super) fn study(outcome: &Outcome, terminal: &mut Terminal<'_>) -> io::Result<()> {
    writeln!(terminal.out, "{:WIDTH$}  {}", outcome.word(), outcome.file)?;
    for line in outcome.lines() {
        writeln!(terminal.out, "{}", format!("    {line}").trim_end())?;
    }
    for note in outcome.notes() {
        writeln!(terminal.out, "    note: {note}")?;
    }
    Ok(())
}

/// Shows what was not shown while studies ran.
pub(super) fn rest(tally: &Tally, terminal: &mut Terminal<'_>) -> io::Result<()> {
    for outcome in tally.studies.iter().filter(|outcome| outcome.name.is_none()) {
        study(outcome, terminal)?;
    }
    for file in &tally.unlocked {
        writeln!(terminal.out, "{:WIDTH$}  {file}", "no lock")?;
    }
    writeln!(terminal.out, "{}", summary(tally))?;
    for lock in tally.updated.iter().flatten() {
        writeln!(terminal.out, "updated {lock}")?;
    }
    match &tally.updated {
        Some(_) if tally.stopped() => {
            writeln!(
                terminal.out,
                "no lock was updated, as not every study could be compared"
            )
        }
        Some(updated) if updated.is_empty() => writeln!(terminal.out, "no lock had to be updated"),
        _ => Ok(()),
    }
}

/// All studies in a line.
pub(super) fn summary(tally: &Tally) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (word, count) in tally.counts() {
        parts.push(format!("{count} {word}"));
    }
    if !tally.unlocked.is_empty() {
        parts.push(format!("{} without a lock", tally.unlocked.len()));
    }
    let all = tally.studies.len() + tally.unlocked.len();
    let studies = if all == 1 { "study" } else { "studies" };
    format!("{all} {studies}: {}", parts.join(", "))
}
