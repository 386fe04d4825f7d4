//! Rows of one patient that are one record.
//!
//! Invariant: rows are equal if all decoded columns are, quantities after their conversion. Of equal rows the one is kept
//! whose recorded numbers are the smallest, so that not even these depend on the order of rows.

use super::kernels::raw::RawColumn;
use super::parts::PartColumn;
use arrow::array::types::{Date32Type, UInt32Type};
use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal256Array, RecordBatch, StringArray,
    UInt32Array,
};
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::algebra::{ColumnId, StreamId, ValueType};
use std::cmp::Ordering;
use std::sync::Arc;

/// A column whose rows can be compared.
pub(super) enum Comparable {
    Booleans(BooleanArray),
    Positions(UInt32Array),
    Dates(Date32Array, Date32Array),
    Texts(StringArray),
    Numbers(RawColumn),
}

impl Comparable {
    pub(super) fn new(column: &PartColumn, scan: &RecordBatch) -> Result<Self> {
        let values: ArrayRef = column.values(scan)?;
        let found = match column.ty {
            ValueType::Boolean => values.as_boolean_opt().cloned().map(Self::Booleans),
            ValueType::Category => values
                .as_primitive_opt::<UInt32Type>()
                .cloned()
                .map(Self::Positions),
            ValueType::Text => values.as_string_opt::<i32>().cloned().map(Self::Texts),
            ValueType::Date => {
                let last = column.last(scan, &values)?;
                let days = |array: &ArrayRef| array.as_primitive_opt::<Date32Type>().cloned();
                days(&values)
                    .zip(days(&last))
                    .map(|(first, last)| Self::Dates(first, last))
            }
            ValueType::Number => values.as_any().downcast_ref::<Decimal256Array>().map(|values| {
                Self::Numbers(RawColumn {
                    // Which column it is does not matter within it.
                    id: ColumnId {
                        stream: StreamId(u32::MAX),
                        index: u32::MAX,
                    },
                    values: values.clone(),
                    units: column.positions(scan),
                    conversions: Arc::clone(&column.conversions),
                })
            }),
            ValueType::Period | ValueType::Record => None,
        };
        match found {
            Some(found) => Ok(found),
            None => internal_err!("a column was decoded to another type"),
        }
    }

    /// The order of two rows; missing values come last.
    fn order(&self, left: usize, right: usize) -> Ordering {
        match self {
            Self::Booleans(array) => ordered(array, left, right, |row| array.value(row)),
            Self::Positions(array) => ordered(array, left, right, |row| array.value(row)),
            Self::Dates(first, last) => {
                ordered(first, left, right, |row| (first.value(row), last.value(row)))
            }
            Self::Texts(array) => ordered(array, left, right, |row| array.value(row)),
            Self::Numbers(column) => match (column.raw(left), column.raw(right)) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                // Two known numbers always compare.
                (Some(_), Some(_)) => column.order(left, right).unwrap_or(Ordering::Equal),
            },
        }
    }

    /// The order of two rows as they are recorded.
    fn recorded(&self, left: usize, right: usize) -> Ordering {
        match self {
            Self::Numbers(column) => column.raw(left).cmp(&column.raw(right)),
            _ => Ordering::Equal,
        }
    }
}

fn ordered<T: Ord>(array: &dyn Array, left: usize, right: usize, value: impl Fn(usize) -> T) -> Ordering {
    let known = |row| array.is_valid(row).then(|| value(row));
    match (known(left), known(right)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(left), Some(right)) => left.cmp(&right),
    }
}

/// Of each patient's rows leaves those with the greatest text. No text is less than any.
pub(super) fn keep_last(texts: &StringArray, rows: &mut Vec<(u32, usize)>) {
    let text = |row: usize| texts.is_valid(row).then(|| texts.value(row));
    let mut kept = Vec::with_capacity(rows.len());
    for patient in rows.chunk_by(|left, right| left.0 == right.0) {
        let greatest = patient.iter().map(|(_, row)| text(*row)).max();
        kept.extend(
            patient
                .iter()
                .filter(|(_, row)| Some(text(*row)) == greatest)
                .copied(),
        );
    }
    *rows = kept;
}

/// Of each patient's rows that are equal in all columns leaves one.
pub(super) fn keep_distinct(columns: &[Comparable], rows: &mut Vec<(u32, usize)>) {
    let order = |left: &(u32, usize), right: &(u32, usize)| {
        let values = columns.iter().map(|column| column.order(left.1, right.1));
        left.0
            .cmp(&right.0)
            .then_with(|| values.fold(Ordering::Equal, Ordering::then))
    };
    let recorded = |left: &(u32, usize), right: &(u32, usize)| {
        let values = columns.iter().map(|column| column.recorded(left.1, right.1));
        values.fold(Ordering::Equal, Ordering::then)
    };
    rows.sort_by(|left, right| order(left, right).then_with(|| recorded(left, right)));
    rows.dedup_by(|left, right| order(left, right) == Ordering::Equal);
}
