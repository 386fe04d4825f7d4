//! The text of every cell of a raw column, whatever its physical type.
//!
//! Invariant: a value of Parquet has the text that CSV would have: numbers as the shortest decimal that reads back,
//! without needless zeros, days as yyyy-MM-dd. Blanks around a text never matter, and a blank text is missing.

use super::rows::Rows;
use arrow::array::types::*;
use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use kohort_semantics::value::Day;
use std::borrow::Cow;
use std::fmt::{Display, Write};
use unicode_normalization::UnicodeNormalization;

const MILLISECONDS_A_DAY: i64 = 86_400_000;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen<'a> {
    /// The row is not read.
    Outside,
    /// Nothing.
    Missing,
    /// A text without blanks around it; it is not empty.
    Text(&'a str),
}

/// Shows every row of a column, in order.
pub(crate) fn visit(
    array: &ArrayRef,
    rows: &Rows,
    mut each: impl FnMut(usize, Seen<'_>),
) -> Result<(), ArrowError> {
    use DataType::*;
    match array.data_type() {
        Utf8 => texts(array.as_string::<i32>().iter(), rows, each),
        LargeUtf8 => texts(array.as_string::<i64>().iter(), rows, each),
        Utf8View => texts(array.as_string_view().iter(), rows, each),
        Dictionary(_, values) => visit(&cast(array, values)?, rows, each)?,
        Null => texts(std::iter::repeat_n(None, array.len()), rows, each),
        Int8 => shown(array.as_primitive::<Int8Type>(), rows, each),
        Int16 => shown(array.as_primitive::<Int16Type>(), rows, each),
        Int32 => shown(array.as_primitive::<Int32Type>(), rows, each),
        Int64 => shown(array.as_primitive::<Int64Type>(), rows, each),
        UInt8 => shown(array.as_primitive::<UInt8Type>(), rows, each),
        UInt16 => shown(array.as_primitive::<UInt16Type>(), rows, each),
        UInt32 => shown(array.as_primitive::<UInt32Type>(), rows, each),
        UInt64 => shown(array.as_primitive::<UInt64Type>(), rows, each),
        // Rust shows floats as the shortest decimal that reads back.
        Float32 => shown(array.as_primitive::<Float32Type>(), rows, each),
        Float64 => shown(array.as_primitive::<Float64Type>(), rows, each),
        Decimal32(..) => decimals(array.as_primitive::<Decimal32Type>(), rows, each),
        Decimal64(..) => decimals(array.as_primitive::<Decimal64Type>(), rows, each),
        Decimal128(..) => decimals(array.as_primitive::<Decimal128Type>(), rows, each),
        Decimal256(..) => decimals(array.as_primitive::<Decimal256Type>(), rows, each),
        Boolean => {
            let words = |value: bool| if value { "true" } else { "false" };
            texts(
                array.as_boolean().iter().map(|value| value.map(words)),
                rows,
                each,
            );
        }
        Date32 => {
            let days = array.as_primitive::<Date32Type>();
            formatted(
                days.iter().map(|day| day.map(|day| day_text(i64::from(day)))),
                rows,
                each,
            );
        }
        Date64 => {
            let moments = array.as_primitive::<Date64Type>();
            formatted(moments.iter().map(|moment| moment.map(moment_text)), rows, each);
        }
        other => {
            each(0, Seen::Outside);
            return Err(ArrowError::NotYetImplemented(format!("columns of type {other}")));
        }
    }
    Ok(())
}

/// A text in Unicode NFC.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// A day in words, also if it is beyond the supported years.
fn day_text(day: i64) -> String {
    match i32::try_from(day).map(Day) {
        Ok(day) if (Day::FIRST..=Day::LAST).contains(&day) => day.to_string(),
        _ => format!("{day} days after 1970-01-01"),
    }
}

fn moment_text(milliseconds: i64) -> String {
    if milliseconds % MILLISECONDS_A_DAY == 0 {
        day_text(milliseconds / MILLISECONDS_A_DAY)
    } else {
        format!("{milliseconds} ms after 1970-01-01")
    }
}

fn texts<'a>(
    texts: impl Iterator<Item = Option<&'a str>>,
    rows: &Rows,
    mut each: impl FnMut(usize, Seen<'_>),
) {
    for (row, text) in texts.enumerate() {
        let seen = match text {
            _ if !rows.includes(row) => Seen::Outside,
            None => Seen::Missing,
            Some(text) => match text.trim() {
                "" => Seen::Missing,
                text => Seen::Text(text),
            },
        };
        each(row, seen);
    }
}

fn formatted(
    texts: impl Iterator<Item = Option<String>>,
    rows: &Rows,
    mut each: impl FnMut(usize, Seen<'_>),
) {
    for (row, text) in texts.enumerate() {
        match text {
            _ if !rows.includes(row) => each(row, Seen::Outside),
            None => each(row, Seen::Missing),
            Some(text) => each(row, Seen::Text(&text)),
        }
    }
}

fn shown<T>(array: &PrimitiveArray<T>, rows: &Rows, mut each: impl FnMut(usize, Seen<'_>))
where
    T: ArrowPrimitiveType,
    T::Native: Display,
{
    let mut buffer = String::new();
    for (row, value) in array.iter().enumerate() {
        match value {
            _ if !rows.includes(row) => each(row, Seen::Outside),
            None => each(row, Seen::Missing),
            Some(value) => {
                buffer.clear();
                // Writing into a string cannot fail.
                let _ = write!(buffer, "{value}");
                each(row, Seen::Text(&buffer));
            }
        }
    }
}

fn decimals<T: DecimalType>(array: &PrimitiveArray<T>, rows: &Rows, mut each: impl FnMut(usize, Seen<'_>)) {
    for row in 0..array.len() {
        if !rows.includes(row) {
            each(row, Seen::Outside);
        } else if array.is_null(row) {
            each(row, Seen::Missing);
        } else {
            let text = array.value_as_string(row);
            let text = if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                &text
            };
            each(row, Seen::Text(text));
        }
    }
}
