//! What a raw date means: in which form, with which of its parts known, and how much of it is real (2.2).

use crate::calendar::{coarsened, exactly, shifted};
use crate::decode::{Unreadable, listed};
use crate::relation::RawRow;
use crate::written::{ReadDate, date_written_as};
use kohort_semantics::source::PrecisionColumn;
use kohort_semantics::study::ShiftUnit;
use kohort_semantics::value::{Date, DateFormat, Day, Number, Precision, Value};

/// How a column's dates are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'r> {
    pub(crate) formats: &'r [DateFormat],
    pub(crate) precision: Precision,
    pub(crate) by: Option<&'r PrecisionColumn>,
    pub(crate) unknown_parts: bool,
}

/// The date of a cell that has a text.
pub(crate) fn date(way: Way<'_>, column: &str, text: &str, row: RawRow<'_>) -> Result<Value, Unreadable> {
    let real = way.by.map(|by| how_much(by, row));
    // The data say that the date says nothing.
    if real == Some(Ok(None)) {
        return Ok(Value::Missing);
    }
    let read = way
        .formats
        .iter()
        .find_map(|format| date_written_as(format, text, way.unknown_parts));
    let date = match read {
        Some(ReadDate::Known(date)) => date,
        Some(ReadDate::Unknown) => return Ok(Value::Missing),
        None => return Err(Unreadable::new("D0201", column)),
    };
    // Without a word from the data, all values are as coarse as the source says; otherwise each value's own word counts.
    let precision = match real.transpose()?.flatten() {
        Some(precision) => precision,
        None if way.unknown_parts => Precision::Day,
        None => way.precision,
    };
    coarsened(date, precision)
        .map(Value::Date)
        .ok_or_else(|| Unreadable::new("D0201", column))
}

/// A day that is given by its distance from the patient's anchor. None outside the years that there are.
pub(crate) fn days_from_anchor(days: &Number) -> Option<Date> {
    shifted(exactly(Day::ANCHOR), days.to_i64()?, ShiftUnit::Days)
}

/// How much of a row's date is real; none if nothing is.
fn how_much(by: &PrecisionColumn, row: RawRow<'_>) -> Result<Option<Precision>, Unreadable> {
    let unreadable = || Unreadable::new("D0202", &by.column);
    match row.text(&by.column) {
        Some(text) => listed(&by.values, &text).copied().ok_or_else(unreadable),
        None => by.blank.map(Some).ok_or_else(unreadable),
    }
}
