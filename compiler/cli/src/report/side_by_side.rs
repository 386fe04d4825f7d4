//! The attrition of one study on several sources, in one table for each cohort.
//!
//! Invariant: a cell is what the source's own report shows, so a count that one source hides stays hidden here; every source
//! has the same cohorts and steps, as all ran the same study.

use super::table::{Row, heading, named, table};
use super::{CohortReport, Report};
use crate::terminal::Terminal;
use std::io;

/// Shows how many are left after each step on each source; nothing for a single source.
pub(super) fn show(reports: &[Report], terminal: &mut Terminal<'_>) -> io::Result<()> {
    let [first, _, ..] = reports else { return Ok(()) };
    let heads: Vec<String> = reports.iter().map(|report| report.source.clone()).collect();
    writeln!(terminal.out)?;
    heading("Side by side: how many are left", terminal)?;
    for (position, cohort) in first.cohorts.iter().enumerate() {
        let same: Vec<&CohortReport> = reports
            .iter()
            .filter_map(|report| report.cohorts.get(position))
            .collect();
        writeln!(terminal.out)?;
        table(
            &format!("cohort {}", cohort.name),
            &heads,
            &rows(cohort, &same),
            terminal,
        )?;
    }
    Ok(())
}

fn rows(cohort: &CohortReport, same: &[&CohortReport]) -> Vec<Row> {
    let steps = cohort.steps.iter().enumerate();
    let rows = steps.map(|(position, step)| {
        let left = same.iter().map(|cohort| {
            let step = cohort.steps.get(position);
            step.map(|step| step.after.to_string()).unwrap_or_default()
        });
        (named(step), left.collect())
    });
    rows.collect()
}
