//! Columns of dates.
//!
//! Invariant: what comes out is the first day that the date may be, in the column's precision. A written form that is
//! coarser than that precision is never read, since the days it may be would be lost.

use super::rows::Rows;
use super::texts::read_texts;
use super::verdicts::Verdicts;
use super::visit::{Seen, visit};
use arrow::array::{Array, ArrayRef, Date32Array, Date32Builder};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use kohort_semantics::value::{Date, DateFormat, Day, Precision};
use std::collections::BTreeSet;

/// How dates are read.
#[derive(Debug)]
pub(super) struct DateReading {
    formats: Vec<DateFormat>,
    precision: Precision,
    unknown: BTreeSet<String>,
    unknown_days: BTreeSet<Day>,
}

impl DateReading {
    pub(super) fn new(formats: &[DateFormat], precision: Precision, unknown: BTreeSet<String>) -> Self {
        let formats: Vec<DateFormat> = formats
            .iter()
            .filter(|format| format.precision() <= precision)
            .cloned()
            .collect();
        // In a column that holds days instead of texts, a text means the day it is the text of.
        let day = |text: &String| {
            let written = formats
                .iter()
                .find_map(|format| format.read(text))
                .and_then(Date::as_day);
            written.or_else(|| Day::parse_iso(text))
        };
        let unknown_days = unknown.iter().filter_map(day).collect();
        Self {
            formats,
            precision,
            unknown,
            unknown_days,
        }
    }

    /// The dates of some rows; missing elsewhere.
    pub(super) fn read(
        &self,
        array: &ArrayRef,
        rows: &Rows,
        verdicts: &mut Verdicts,
    ) -> Result<Date32Array, ArrowError> {
        let mut dates = Date32Builder::with_capacity(array.len());
        if matches!(array.data_type(), DataType::Date32 | DataType::Date64) {
            visit(array, rows, |_, seen| {
                let Seen::Text(text) = seen else {
                    return dates.append_null();
                };
                let day = Day::parse_iso(text);
                if day.is_none() {
                    verdicts.unreadable(text);
                }
                let known = day.filter(|day| !self.unknown_days.contains(day));
                dates.append_option(known.map(|day| self.first(Date::day(day)).0));
            })?;
        } else {
            let read = |text: &str| self.formats.iter().find_map(|format| format.read(text));
            let push = |date: Option<Date>| dates.append_option(date.map(|date| self.first(date).0));
            read_texts((array, rows), &self.unknown, verdicts, read, push)?;
        }
        Ok(dates.finish())
    }

    /// The first day that a date may be in the column's precision.
    fn first(&self, date: Date) -> Day {
        // Nearly every column is of days, for which there is nothing to reckon.
        if self.precision == Precision::Day {
            date.first
        } else {
            date.coarsen(self.precision).first
        }
    }
}
