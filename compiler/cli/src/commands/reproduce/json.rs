//! The results for programs.

use super::outcome::{Outcome, Tally, Verdict};
use crate::failure::Failure;
use crate::terminal::Terminal;
use kohort_lock::{Difference, Note};
use serde::Serialize;

/// The version of the form. A change that could break a reader raises it.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct All<'t> {
    format_version: u32,
    kohort: &'static str,
    studies: Vec<One<'t>>,
    /// Studies without a lock.
    unlocked: &'t [String],
    /// The locks that were updated, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<&'t [String]>,
}

#[derive(Serialize)]
struct One<'t> {
    file: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    study: Option<&'t str>,
    lock: &'t str,
    status: &'static str,
    /// What differs or is wrong, as a person reads it.
    lines: Vec<String>,
    /// What differs, completely.
    differences: &'t [Difference],
    notes: &'t [Note],
}

/// Shows the results.
pub(super) fn show(tally: &Tally, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let all = All {
        format_version: FORMAT_VERSION,
        kohort: env!("CARGO_PKG_VERSION"),
        studies: tally.studies.iter().map(one).collect(),
        unlocked: &tally.unlocked,
        updated: tally.updated.as_deref(),
    };
    let text = serde_json::to_string_pretty(&all)
        .map_err(|error| Failure::environment(format!("the results cannot be written: {error}")))?;
    writeln!(terminal.out, "{text}")?;
    Ok(())
}

fn one(outcome: &Outcome) -> One<'_> {
    let (differences, notes): (&[Difference], &[Note]) = match &outcome.verdict {
        Verdict::Compared(comparison) => (&comparison.differences, &comparison.notes),
        Verdict::Stopped { .. } => (&[], &[]),
    };
    One {
        file: &outcome.file,
        study: outcome.name.as_deref(),
        lock: &outcome.lock,
        status: outcome.word(),
        lines: outcome.lines(),
        differences,
        notes,
    }
}
