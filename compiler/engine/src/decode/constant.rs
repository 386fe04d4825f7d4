//! Columns with the same value for every record.
//!
//! Invariant: only records have it; a row that is not read is missing as in any other column.

use super::codes::written;
use super::decimal;
use super::layout::{SCALE, data_type};
use super::rows::Rows;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal256Array, StringArray, UInt32Array, new_null_array,
};
use arrow::datatypes::DECIMAL256_MAX_PRECISION;
use arrow::error::ArrowError;
use kohort_plan::algebra::ValueType;
use kohort_semantics::value::Value;
use std::sync::Arc;

/// The value for each of some rows, and for a date its last day.
pub(super) fn constant(
    value: &Value,
    ty: ValueType,
    rows: &Rows,
) -> Result<(ArrayRef, Option<ArrayRef>), ArrowError> {
    let each = |row: usize| rows.includes(row);
    let all = || 0..rows.len();
    let days = |day: i32| -> ArrayRef {
        Arc::new(all().map(|row| each(row).then_some(day)).collect::<Date32Array>())
    };
    let texts = |text: &str| -> ArrayRef {
        Arc::new(
            all()
                .map(|row| each(row).then_some(text))
                .collect::<StringArray>(),
        )
    };
    let values: ArrayRef = match value {
        Value::Missing | Value::Period(..) => {
            let ty = data_type(ty).map_err(|error| ArrowError::SchemaError(error.to_string()))?;
            new_null_array(&ty, rows.len())
        }
        Value::Boolean(truth) => Arc::new(
            all()
                .map(|row| each(row).then_some(*truth))
                .collect::<BooleanArray>(),
        ),
        Value::Category(position) => Arc::new(
            all()
                .map(|row| each(row).then_some(*position))
                .collect::<UInt32Array>(),
        ),
        Value::Number(number) => {
            let Some(number) = decimal::parse(&number.to_string()) else {
                return Err(ArrowError::ComputeError(
                    "a constant is no decimal of 38 digits".to_owned(),
                ));
            };
            let numbers: Decimal256Array = all().map(|row| each(row).then_some(number)).collect();
            Arc::new(numbers.with_precision_and_scale(DECIMAL256_MAX_PRECISION, SCALE)?)
        }
        Value::Date(date) => return Ok((days(date.first.0), Some(days(date.last.0)))),
        Value::Analyte(text) | Value::Text(text) => texts(text),
        Value::Code { system, code } => texts(&written(*system, code)),
    };
    Ok((values, None))
}
