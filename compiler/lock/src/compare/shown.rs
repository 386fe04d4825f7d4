//! The smallest readable difference: the lines that a reader sees of a comparison.
//!
//! Invariant: of each source the first result that differs is shown with its values, and the rest is counted; nothing that
//! differs goes without a word.

use super::Comparison;
use crate::difference::{Change, Difference};
use std::collections::BTreeMap;

/// What is made of other parts.
const WHOLES: [&str; 2] = ["cohort", "output"];
/// Of what is no result, so many lines are shown before the rest is counted.
const MOST: usize = 12;

impl Comparison {
    /// What differs, in lines.
    pub fn lines(&self) -> Vec<String> {
        let (results, causes): (Vec<&Difference>, Vec<&Difference>) = self
            .differences
            .iter()
            .partition(|difference| difference.is_result());
        let (wholes, parts): (Vec<&Difference>, Vec<&Difference>) =
            causes.iter().copied().partition(|cause| is_whole(cause));
        // Where no part of them is another one, the wholes themselves are: in another order, or from another cohort.
        let explained = parts
            .iter()
            .any(|part| matches!(part, Difference::Meaning { .. }));
        let shown: &[&Difference] = if explained { &parts } else { &causes };
        let mut lines: Vec<String> = shown.iter().take(MOST).map(ToString::to_string).collect();
        if shown.len() > MOST {
            lines.push(format!("and {} more", shown.len() - MOST));
        }
        if explained && !wholes.is_empty() {
            let wholes: Vec<String> = wholes.iter().filter_map(|whole| whole.subject()).collect();
            lines.push(format!("also {}", wholes.join(", ")));
        }
        lines.extend(results_in_lines(&results));
        if results.is_empty() && !causes.is_empty() {
            let came_or_went = |cause: &&Difference| matches!(cause, Difference::Source { .. });
            lines.push(String::from(if causes.iter().any(came_or_went) {
                "the results of all other sources are the same"
            } else {
                "all results are the same"
            }));
        }
        lines
    }
}

/// Whether it is a whole that means something else, which its parts explain.
fn is_whole(cause: &Difference) -> bool {
    matches!(
        cause,
        Difference::Meaning { kind, change: Change::Other, .. } if WHOLES.contains(&kind.as_str())
    )
}

/// For each source the first difference, and how much more there is.
fn results_in_lines(results: &[&Difference]) -> Vec<String> {
    let mut sources: Vec<(&str, Vec<&Difference>)> = Vec::new();
    for difference in results {
        let Some((source, ..)) = place(difference) else {
            continue;
        };
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, of)) => of.push(difference),
            None => sources.push((source, vec![difference])),
        }
    }
    let mut lines = Vec::new();
    for (source, differences) in sources {
        let [first, others @ ..] = differences.as_slice() else {
            continue;
        };
        lines.push(first.to_string());
        let mut more: BTreeMap<&str, usize> = BTreeMap::new();
        for difference in others {
            if let Some((_, table, rows)) = place(difference) {
                *more.entry(table).or_default() += rows;
            }
        }
        if let Some((_, table, rows)) = place(first)
            && rows > 1
        {
            *more.entry(table).or_default() += rows - 1;
        }
        let more: Vec<String> = more.iter().map(|(table, rows)| counted(table, *rows)).collect();
        if !more.is_empty() {
            lines.push(format!("{source}, also {}", more.join(", ")));
        }
    }
    lines
}

/// The source, the table, and how many rows differ; no row where it is the whole table.
fn place(difference: &Difference) -> Option<(&str, &str, usize)> {
    match difference {
        Difference::Rows { source, table, rows } => Some((source, table, rows.len())),
        Difference::Table { source, table, .. }
        | Difference::Columns { source, table }
        | Difference::Kept { source, table, .. } => Some((source, table, 0)),
        _ => None,
    }
}

fn counted(table: &str, rows: usize) -> String {
    match rows {
        0 => table.to_owned(),
        1 => format!("1 row of {table}"),
        rows => format!("{rows} rows of {table}"),
    }
}
