//! Why lines, and their maintenance, ended.

use super::lines::{Part, name, numbers};
use crate::cell::Cell;
use crate::table::Row;
use kohort_semantics::study::EndReason;

pub(super) const NOTE: &str =
    "Percentages are of the parts of that line: the line up to its maintenance, and its maintenance.";

pub(super) fn rows(columns: &[Vec<Part>]) -> Vec<Row> {
    let everybody = columns.last().map(Vec::as_slice).unwrap_or_default();
    let mut rows = Vec::new();
    for line in numbers(everybody) {
        for maintenance in [false, true] {
            let own = |part: &&Part| (part.setting, part.number) == line && part.maintenance == maintenance;
            let count = |parts: &[Part], reason: Option<EndReason>| {
                let same = parts.iter().filter(own).filter(|part| part.reason == reason);
                same.fold(0u64, |sum, part| sum.saturating_add(part.count))
            };
            let all = |parts: &[Part]| {
                let own = parts.iter().filter(own);
                own.fold(0u64, |sum, part| sum.saturating_add(part.count))
            };
            let section = if maintenance {
                format!("{}, maintenance", name(line.0, line.1))
            } else {
                name(line.0, line.1)
            };
            for reason in EndReason::ALL.map(Some).into_iter().chain([None]) {
                if count(everybody, reason) == 0 {
                    continue;
                }
                let cells = columns
                    .iter()
                    .map(|parts| Cell::share(count(parts, reason), all(parts)));
                rows.push(Row::new(&section, words(reason), cells.collect()));
            }
        }
    }
    rows
}

fn words(reason: Option<EndReason>) -> &'static str {
    match reason {
        None => "missing",
        Some(EndReason::NewDrug) => "new drug",
        Some(EndReason::Gap) => "gap",
        Some(EndReason::DroppedDrug) => "dropped drug",
        Some(EndReason::Maintenance) => "goes on as maintenance",
        Some(EndReason::Breaker) => "procedure or other event",
        Some(EndReason::Death) => "death",
        Some(EndReason::DataEnd) => "end of data",
    }
}
