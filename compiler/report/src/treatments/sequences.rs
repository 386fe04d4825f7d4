//! Which regimens follow each other.

use super::{most_frequent, other};
use crate::cell::Cell;
use crate::groups::{Rest, total, value};
use crate::table::Row;
use kohort_semantics::value::Value;
use std::collections::BTreeMap;

pub(super) const NOTE: &str = "Percentages are of all entries of the column. Regimens of the main lines in order, maintenance left out.";

const SECTION: &str = "regimens in order";

pub(super) fn rows(columns: &[Vec<Rest<'_>>], top: Option<u32>) -> Vec<Row> {
    let by_sequence: Vec<BTreeMap<Option<&str>, u64>> = columns.iter().map(|rows| counts(rows)).collect();
    let all = by_sequence.last().into_iter().flatten();
    let named = all.filter_map(|(sequence, count)| Some(((*sequence)?.to_owned(), *count)));
    let (shown, rest) = most_frequent(named.collect(), top);
    let cells = |sequences: &[Option<&str>]| -> Vec<Cell> {
        let columns = by_sequence.iter().zip(columns).map(|(counts, rows)| {
            let own = sequences.iter().filter_map(|sequence| counts.get(sequence));
            Cell::share(own.fold(0, |sum, count| count.saturating_add(sum)), total(rows))
        });
        columns.collect()
    };
    let entries = columns.iter().map(|rows| Cell::count(total(rows)));
    let mut rows = vec![Row::new("entries", "", entries.collect())];
    rows.extend(
        shown
            .iter()
            .map(|sequence| Row::new(SECTION, sequence, cells(&[Some(sequence.as_str())]))),
    );
    if !rest.is_empty() {
        let sequences: Vec<Option<&str>> = rest.iter().map(|sequence| Some(sequence.as_str())).collect();
        rows.push(other(SECTION, &rest, "sequences", cells(&sequences)));
    }
    if by_sequence.iter().any(|counts| counts.contains_key(&None)) {
        rows.push(Row::new(SECTION, "no line", cells(&[None])));
    }
    rows
}

fn counts<'c>(rows: &[Rest<'c>]) -> BTreeMap<Option<&'c str>, u64> {
    let mut counts: BTreeMap<Option<&str>, u64> = BTreeMap::new();
    for (row, count) in rows {
        let sequence = match row.last().map(value) {
            Some(Value::Text(text)) => Some(text.as_ref()),
            _ => None,
        };
        let sum = counts.entry(sequence).or_default();
        *sum = sum.saturating_add(*count);
    }
    counts
}
