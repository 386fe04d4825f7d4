//! The columns of a stream, put together from what its parts decode.
//!
//! Invariant: a column has one form for all parts. Conversions of all parts are numbered through, and where the parts'
//! dates do not share one precision every date comes with its last day.

use super::batch::DecodedColumn;
use super::repeats;
use crate::decode::layout::{column_name, data_type, has_own_precision, order_name};
use crate::units::{carries_positions, column_conversions};
use arrow::array::types::{Date32Type, UInt16Type};
use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, RecordBatch, UInt16Array, UInt32Array, new_null_array,
};
use arrow::compute::{interleave, take};
use arrow::datatypes::DataType;
use datafusion::common::internal_err;
use datafusion::error::{DataFusionError, Result};
use kohort_plan::algebra::{Stream, ValueType};
use kohort_semantics::source::{Decode, Reading, Repeats};
use kohort_semantics::units::Conversion;
use kohort_semantics::value::{Date, Day, Precision};
use std::sync::Arc;

/// The columns of a stream.
#[derive(Debug, Clone)]
pub(super) struct StreamColumns {
    pub(super) parts: Vec<PartColumns>,
    columns: Vec<WholeColumn>,
}

/// A column of a stream.
#[derive(Debug, Clone)]
struct WholeColumn {
    ty: ValueType,
    /// Whether every date comes with its last day.
    with_last: bool,
    /// Whether every number says which conversion it needs.
    with_units: bool,
}

/// The columns of one part.
#[derive(Debug, Clone)]
pub(super) struct PartColumns {
    repeats: Repeats,
    /// The decoded texts by which the last rows are found.
    order: String,
    columns: Vec<Option<PartColumn>>,
}

/// A column that a part has.
#[derive(Debug, Clone)]
pub(super) struct PartColumn {
    /// The decoded column.
    pub(super) name: String,
    pub(super) ty: ValueType,
    /// The part's conversions.
    pub(super) conversions: Arc<[Conversion]>,
    precision: Precision,
    own_precision: bool,
    carries_positions: bool,
    /// Where the part's conversions begin among the stream's.
    first_conversion: u16,
}

impl StreamColumns {
    pub(super) fn new(number: usize, stream: &Stream) -> Self {
        let whole = stream.columns.iter().enumerate().map(|(position, column)| {
            let readings: Vec<&Reading> = stream.readings(position).collect();
            let mut precisions: Vec<Precision> = readings.iter().map(|reading| precision(reading)).collect();
            precisions.dedup();
            let conversions = column_conversions(stream, position);
            WholeColumn {
                ty: column.ty,
                with_last: precisions.len() > 1 || readings.iter().any(|reading| has_own_precision(reading)),
                with_units: conversions.all.len() > 1
                    || readings.iter().any(|reading| carries_positions(reading)),
            }
        });
        let part = |at: usize| {
            let columns = stream.columns.iter().enumerate().map(|(position, column)| {
                let reading = stream.parts.get(at)?.readings.get(position)?.as_ref()?;
                let conversions = column_conversions(stream, position);
                Some(PartColumn {
                    name: column_name(number, at, position),
                    ty: column.ty,
                    conversions: conversions.of(at),
                    precision: precision(reading),
                    own_precision: has_own_precision(reading),
                    carries_positions: carries_positions(reading),
                    first_conversion: conversions.first.get(at).copied().unwrap_or(0),
                })
            });
            PartColumns {
                repeats: stream
                    .parts
                    .get(at)
                    .map_or(Repeats::Kept, |part| part.repeats.clone()),
                order: order_name(number, at),
                columns: columns.collect(),
            }
        };
        Self {
            parts: (0..stream.parts.len()).map(part).collect(),
            columns: whole.collect(),
        }
    }

    /// The columns of chosen rows, each given by its part and its row in the part's scan.
    pub(super) fn take(&self, scans: &[&RecordBatch], rows: &[(usize, usize)]) -> Result<Vec<DecodedColumn>> {
        let chooser = Chooser::new(scans, rows);
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(position, column)| self.column(scans, &chooser, position, column))
            .collect()
    }

    fn column(
        &self,
        scans: &[&RecordBatch],
        chooser: &Chooser<'_>,
        position: usize,
        column: &WholeColumn,
    ) -> Result<DecodedColumn> {
        let ty = data_type(column.ty).map_err(|error| DataFusionError::Plan(error.to_string()))?;
        let (mut values, mut units, mut lasts) = (Vec::new(), Vec::new(), Vec::new());
        for (scan, part) in scans.iter().zip(&self.parts) {
            let found = part.columns.get(position).and_then(Option::as_ref);
            let part_values = match found {
                Some(found) => found.values(scan)?,
                None => new_null_array(&ty, scan.num_rows()),
            };
            if column.with_units {
                units.push(match found {
                    Some(found) => found.units(scan, &part_values)?,
                    None => new_null_array(&DataType::UInt16, scan.num_rows()),
                });
            }
            if column.with_last {
                lasts.push(match found {
                    Some(found) => found.last(scan, &part_values)?,
                    None => new_null_array(&DataType::Date32, scan.num_rows()),
                });
            }
            values.push(part_values);
        }
        let chosen = |arrays: Vec<ArrayRef>| {
            if arrays.is_empty() {
                Ok(None)
            } else {
                chooser.choose(&arrays).map(Some)
            }
        };
        let Some(values) = chosen(values)? else {
            return internal_err!("a stream has no part");
        };
        Ok(DecodedColumn {
            values,
            units: chosen(units)?.map(|units| units.as_primitive::<UInt16Type>().clone()),
            last: chosen(lasts)?.map(|last| last.as_primitive::<Date32Type>().clone()),
        })
    }
}

impl PartColumns {
    /// Leaves only those rows (patient and row, in the order of patients) that are records of their own.
    pub(super) fn without_repeats(&self, scan: &RecordBatch, rows: &mut Vec<(u32, usize)>) -> Result<()> {
        if self.repeats == Repeats::Kept {
            return Ok(());
        }
        if matches!(self.repeats, Repeats::LastBy(_)) {
            let Some(order) = scan
                .column_by_name(&self.order)
                .and_then(|texts| texts.as_string_opt::<i32>())
            else {
                return internal_err!("the texts that order rows are missing");
            };
            repeats::keep_last(order, rows);
        }
        let mut columns = Vec::new();
        for column in self.columns.iter().flatten() {
            columns.push(repeats::Comparable::new(column, scan)?);
        }
        repeats::keep_distinct(&columns, rows);
        Ok(())
    }
}

impl PartColumn {
    /// The decoded values.
    pub(super) fn values(&self, scan: &RecordBatch) -> Result<ArrayRef> {
        match scan.column_by_name(&self.name) {
            Some(values) => Ok(Arc::clone(values)),
            None => internal_err!("a decoded column is missing"),
        }
    }

    /// The decoded positions of conversions among the part's own.
    pub(super) fn positions(&self, scan: &RecordBatch) -> Option<UInt16Array> {
        let units = scan.column_by_name(&format!("{}.unit", self.name))?;
        units.as_primitive_opt::<UInt16Type>().cloned()
    }

    /// The positions of conversions among the stream's.
    fn units(&self, scan: &RecordBatch, values: &ArrayRef) -> Result<ArrayRef> {
        let first = self.first_conversion;
        let moved: UInt16Array = match self.positions(scan) {
            Some(own) => own.iter().map(|position| position?.checked_add(first)).collect(),
            None if self.carries_positions => return internal_err!("decoded units are missing"),
            None => (0..values.len())
                .map(|row| values.is_valid(row).then_some(first))
                .collect(),
        };
        Ok(Arc::new(moved))
    }

    /// The last day of each date.
    pub(super) fn last(&self, scan: &RecordBatch, values: &ArrayRef) -> Result<ArrayRef> {
        if self.own_precision {
            return match scan.column_by_name(&format!("{}.until", self.name)) {
                Some(last) => Ok(Arc::clone(last)),
                None => internal_err!("decoded last days are missing"),
            };
        }
        let Some(first) = values.as_primitive_opt::<Date32Type>() else {
            return internal_err!("dates were decoded to another type");
        };
        let last = |first: i32| Date::of(self.precision, Day(first)).last.0;
        Ok(Arc::new(
            first.iter().map(|first| first.map(last)).collect::<Date32Array>(),
        ))
    }
}

fn precision(reading: &Reading) -> Precision {
    match &reading.decode {
        Decode::Date { precision, .. } => *precision,
        _ => Precision::Day,
    }
}

/// Chooses rows of the parts' arrays.
enum Chooser<'a> {
    /// All rows of the only part.
    All,
    /// Some rows of the only part.
    Some(UInt32Array),
    /// Rows of several parts.
    Several(&'a [(usize, usize)]),
}

impl<'a> Chooser<'a> {
    fn new(scans: &[&RecordBatch], rows: &'a [(usize, usize)]) -> Self {
        match scans {
            // Rows of one part stand in their order, so that all of them are itself.
            [only] if only.num_rows() == rows.len() => Self::All,
            [_] => Self::Some(rows.iter().map(|(_, row)| u32::try_from(*row).ok()).collect()),
            _ => Self::Several(rows),
        }
    }

    fn choose(&self, arrays: &[ArrayRef]) -> Result<ArrayRef> {
        match (self, arrays) {
            (Self::All, [only]) => Ok(Arc::clone(only)),
            (Self::Some(rows), [only]) => Ok(take(only, rows, None)?),
            (Self::Several(rows), arrays) => {
                let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
                Ok(interleave(&arrays, rows)?)
            }
            _ => internal_err!("rows are chosen of other parts"),
        }
    }
}
