//! How long lines last.

use super::lines::{Numbering, line, name};
use crate::baseline::{median, values};
use crate::cell::{Cell, Quantity};
use crate::groups::Rest;
use crate::table::Row;
use kohort_semantics::study::LineSetting;
use kohort_stats::Mass;

pub(super) const NOTE: &str = "Days from the first to the last day of a line, its maintenance included, both counted. Lines that went on when the data \
     ended count as long as they were seen. Quartiles by type 2 of Hyndman and Fan.";

pub(super) fn rows(columns: &[Vec<Rest<'_>>], numbering: Numbering) -> Vec<Row> {
    let mut found: Vec<(LineSetting, i64)> = columns
        .last()
        .into_iter()
        .flatten()
        .map(|(row, _)| line(row).0)
        .filter(|line| numbering.counts(line.maintenance))
        .map(|line| (line.setting, line.number))
        .collect();
    found.sort_unstable();
    found.dedup();
    let mut rows = Vec::new();
    for (setting, number) in found {
        let section = name(setting, number);
        let columns: Vec<_> = columns
            .iter()
            .map(|rows| {
                let own = rows.iter().filter(|(row, _)| {
                    let line = line(row).0;
                    (line.setting, line.number) == (setting, number) && numbering.counts(line.maintenance)
                });
                values(&own.copied().collect::<Vec<_>>())
            })
            .collect();
        let lines = columns.iter().map(|values| {
            let missing = values.missing().people();
            Cell::count(values.known().people().saturating_add(missing))
        });
        rows.push(Row::new(&section, "lines", lines.collect()));
        let medians = columns.iter().map(|values| median(values, Quantity::WholeValue));
        rows.push(Row::new(&section, "median [quartiles]", medians.collect()).in_unit("days"));
    }
    rows
}
