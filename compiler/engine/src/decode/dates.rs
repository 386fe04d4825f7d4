//! Columns of dates.
//!
//! Invariant: what comes out is the first day that the date may be and, where dates have a precision each, the last. A
//! written form that is coarser than the column's coarsest precision is never read, since the days it may be would be lost.

use super::beside::{Beside, Entry};
use super::rows::Rows;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use crate::fault::values::Part;
use arrow::array::{Array, ArrayRef, Date32Array, Date32Builder};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use kohort_semantics::source::PrecisionColumn;
use kohort_semantics::value::{Date, DateFormat, Day, Precision};
use std::collections::BTreeSet;

/// Years that mean that nothing is known of the date.
const NO_YEARS: [i32; 4] = [0, 7777, 8888, 9999];

/// How dates are read.
#[derive(Debug)]
pub(super) struct DateReading {
    formats: Vec<DateFormat>,
    precision: Precision,
    by: Option<Beside<Option<Precision>>>,
    unknown_parts: bool,
    unknown: BTreeSet<String>,
    unknown_days: BTreeSet<Day>,
}

/// What a text says.
enum Read {
    Date(Date),
    /// That the date is not known.
    Nothing,
    Unreadable,
}

impl DateReading {
    pub(super) fn new(
        formats: &[DateFormat],
        precision: Precision,
        (by, unknown_parts): (Option<&PrecisionColumn>, bool),
        unknown: BTreeSet<String>,
    ) -> Self {
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
            by: by.map(|by| Beside::new(&by.values, by.blank.map(Some))),
            unknown_parts,
            unknown,
            unknown_days,
        }
    }

    /// The first and, where dates have a precision each, the last days of some rows; missing elsewhere.
    pub(super) fn read(
        &self,
        (array, beside): (&ArrayRef, Option<&ArrayRef>),
        rows: &Rows,
        verdicts: &mut Verdicts,
    ) -> Result<(Date32Array, Option<Date32Array>), ArrowError> {
        let mut first = Date32Builder::with_capacity(array.len());
        let days = matches!(array.data_type(), DataType::Date32 | DataType::Date64);
        if self.by.is_none() && !self.unknown_parts {
            visit(array, rows, |_, seen| {
                let date = self.value(seen, days, verdicts);
                first.append_option(date.map(|date| self.first(date).0));
            })?;
            return Ok((first.finish(), None));
        }
        let precisions = match (&self.by, beside) {
            (Some(by), Some(beside)) => by.read(beside, rows)?,
            _ => Vec::new(),
        };
        let mut last = Date32Builder::with_capacity(array.len());
        visit(array, rows, |row, seen| {
            let date = match precisions.get(row) {
                // The date says nothing, whatever stands there.
                Some(Entry::Known(None)) => None,
                Some(Entry::Known(Some(precision))) => {
                    let date = self.value(seen, days, verdicts);
                    date.map(|date| date.coarsen(*precision))
                }
                Some(Entry::Unlisted(text)) => {
                    if self.value(seen, days, verdicts).is_some() {
                        verdicts.at_fault(Part::Precision, text);
                    }
                    None
                }
                None => self.value(seen, days, verdicts),
            };
            first.append_option(date.map(|date| date.first.0));
            last.append_option(date.map(|date| date.last.0));
        })?;
        Ok((first.finish(), Some(last.finish())))
    }

    /// The date of one cell, as exact as it is written.
    fn value(&self, seen: Seen<'_>, days: bool, verdicts: &mut Verdicts) -> Option<Date> {
        let Seen::Text(text) = seen else { return None };
        let text = composed(text);
        let read = match days {
            true => self.day(&text),
            false if self.unknown.contains(text.as_ref()) => Read::Nothing,
            false => self.text(&text),
        };
        match read {
            Read::Date(date) => Some(date),
            Read::Nothing => None,
            Read::Unreadable => {
                verdicts.unreadable(&text);
                None
            }
        }
    }

    /// A value of a column of days.
    fn day(&self, text: &str) -> Read {
        match Day::parse_iso(text) {
            None => Read::Unreadable,
            Some(day) if self.unknown_days.contains(&day) => Read::Nothing,
            Some(day) if self.unknown_parts && is_no_year(day.ymd().0) => Read::Nothing,
            Some(day) => Read::Date(Date::day(day)),
        }
    }

    fn text(&self, text: &str) -> Read {
        for format in &self.formats {
            let read = match self.unknown_parts {
                true => format.read_with_unknown_parts(text),
                false => format.read(text).map(Some),
            };
            match read {
                Some(Some(date)) => return Read::Date(date),
                Some(None) => return Read::Nothing,
                None => {}
            }
        }
        Read::Unreadable
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

/// Whether a year says that nothing is known, as texts may say it.
fn is_no_year(year: i32) -> bool {
    NO_YEARS.contains(&year)
}
