//! Which regimens are given in which line.

use super::lines::{Numbering, Part, name, numbers};
use super::{most_frequent, other};
use crate::cell::Cell;
use crate::table::Row;
use kohort_semantics::study::LineSetting;
use std::collections::BTreeMap;

/// For each line how many have it, its regimens, and the regimens of its maintenance.
pub(super) fn rows(columns: &[Vec<Part>], numbering: Numbering, top: Option<u32>) -> Vec<Row> {
    let everybody = columns.last().map(Vec::as_slice).unwrap_or_default();
    let mut rows = Vec::new();
    for line in numbers(everybody) {
        let section = name(line.0, line.1);
        let lines: Vec<u64> = columns
            .iter()
            .map(|parts| counted(parts, line, numbering))
            .collect();
        let cells = lines.iter().map(|count| Cell::count(*count));
        rows.push(Row::new(&section, "all", cells.collect()));
        for maintenance in [false, true] {
            rows.extend(regimens(columns, line, maintenance, &lines, top));
        }
    }
    rows
}

fn of(part: &Part, (setting, number): (LineSetting, i64)) -> bool {
    part.setting == setting && part.number == number
}

/// How many lines with this number there are.
fn counted(parts: &[Part], line: (LineSetting, i64), numbering: Numbering) -> u64 {
    let own = parts
        .iter()
        .filter(|part| of(part, line) && numbering.counts(part.maintenance));
    own.fold(0, |sum, part| part.count.saturating_add(sum))
}

fn regimens(
    columns: &[Vec<Part>],
    line: (LineSetting, i64),
    maintenance: bool,
    lines: &[u64],
    top: Option<u32>,
) -> Vec<Row> {
    let section = name(line.0, line.1);
    let by_name: Vec<BTreeMap<&str, u64>> = columns
        .iter()
        .map(|parts| {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for part in parts
                .iter()
                .filter(|part| of(part, line) && part.maintenance == maintenance)
            {
                let sum = counts.entry(part.regimen.as_str()).or_default();
                *sum = sum.saturating_add(part.count);
            }
            counts
        })
        .collect();
    let all = by_name.last().into_iter().flatten();
    let all = all.map(|(name, count)| ((*name).to_owned(), *count)).collect();
    let (shown, rest) = most_frequent(all, top);
    let cells = |names: &[String]| -> Vec<Cell> {
        let columns = by_name.iter().zip(lines).map(|(counts, lines)| {
            let own = names.iter().filter_map(|name| counts.get(name.as_str()));
            Cell::share(own.fold(0, |sum, count| count.saturating_add(sum)), *lines)
        });
        columns.collect()
    };
    let (prefix, what) = if maintenance {
        ("maintenance: ", "maintenance regimens")
    } else {
        ("", "regimens")
    };
    let mut rows: Vec<Row> = shown
        .iter()
        .map(|name| {
            Row::new(
                &section,
                &format!("{prefix}{name}"),
                cells(std::slice::from_ref(name)),
            )
        })
        .collect();
    if !rest.is_empty() {
        rows.push(other(&section, &rest, what, cells(&rest)));
    }
    rows
}
