//! Characteristics that are dates.
//!
//! Invariant: the first and the last date are never shown: they are one person's.

use super::numbers::quartiles;
use crate::cell::Cell;
use crate::groups::{Rest, total, value};
use crate::table::Row;
use crate::words;
use kohort_semantics::study::Characteristic;
use kohort_semantics::value::{Day, Value};
use kohort_stats::baseline::Values;
use kohort_stats::{Count, Mass, Rational};

pub(super) fn rows(characteristic: &Characteristic, parts: &[Vec<Rest<'_>>]) -> Vec<Row> {
    let columns: Vec<Of> = parts.iter().map(|rows| of(rows)).collect();
    let medians = columns.iter().map(Of::median).collect();
    let mut rows = vec![Row::new(&characteristic.name, "median [quartiles]", medians)];
    let mut push = |label: &str, counts: Vec<u64>| {
        if counts.iter().any(|count| *count > 0) {
            let cells = counts
                .iter()
                .zip(&columns)
                .map(|(count, column)| Cell::share(*count, column.all));
            rows.push(Row::new(&characteristic.name, label, cells.collect()));
        }
    };
    push(
        "not known to the day",
        columns.iter().map(|column| column.coarse).collect(),
    );
    let missing = |column: &Of| column.days.missing().people();
    push(words::MISSING, columns.iter().map(missing).collect());
    rows
}

struct Of {
    days: Values<Count>,
    coarse: u64,
    all: u64,
}

fn of(rows: &[Rest<'_>]) -> Of {
    let mut days = Values::new();
    let mut coarse = 0u64;
    for (row, count) in rows {
        match row.last().map(value) {
            Some(Value::Date(date)) => match date.as_day() {
                Some(day) => days.add(Some(Rational::from(day.0)), &Count(*count)),
                None => coarse = coarse.saturating_add(*count),
            },
            _ => days.add(None, &Count(*count)),
        }
    }
    Of {
        days,
        coarse,
        all: total(rows),
    }
}

impl Of {
    fn median(&self) -> Cell {
        // Between two days the earlier one is shown.
        let day = |exact: Rational| i32::try_from(exact.floor()).ok().map(|day| Day(day).to_string());
        let shown = quartiles(&self.days)
            .and_then(|[lower, median, upper]| Some([day(lower)?, day(median)?, day(upper)?]));
        match shown {
            Some(dates) => Cell::dates(dates).resting_on([self.days.known().people()]),
            None => Cell::undefined("nobody's is known"),
        }
    }
}
