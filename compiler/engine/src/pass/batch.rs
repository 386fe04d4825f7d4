//! What the patient pass hands to the evaluation: the decoded records of some whole patients, side by side.
//!
//! Invariant: patients are in the order of their keys and every stream's records are grouped by patient in that order, so
//! a patient is a range of rows in each stream. Keys are deliberately absent; an outcome names a patient by position.

use super::evaluate::EvaluateError;
use arrow::array::{Array, ArrayRef, Date32Array, UInt16Array};
use kohort_plan::Plan;

/// Some whole patients.
#[derive(Debug, Clone, Default)]
pub struct PatientBatch {
    /// How many patients there are.
    pub patients: usize,
    /// Their records, stream after stream in the plan's order.
    pub streams: Vec<StreamBatch>,
}

/// The records of one stream.
#[derive(Debug, Clone, Default)]
pub struct StreamBatch {
    /// Where each patient's records begin, and behind the last patient where they end: `patients + 1` ascending numbers.
    pub offsets: Vec<u32>,
    /// The part of the stream that each record is from; absent where the stream has one part.
    pub parts: Option<Vec<u32>>,
    /// The columns in the order of [`kohort_plan::algebra::Stream::columns`].
    pub columns: Vec<DecodedColumn>,
}

/// One decoded column.
#[derive(Debug, Clone)]
pub struct DecodedColumn {
    /// The values: a `BooleanArray`, `Decimal256Array` with 38 decimal places, `Date32Array` (the first day it may be),
    /// `UInt32Array` (the category's position) or `StringArray`, as the column's type asks for.
    pub values: ArrayRef,
    /// For quantities with more than one possible conversion: which one, for each record.
    pub units: Option<UInt16Array>,
    /// For dates of which each has a precision of its own: the last day it may be.
    pub last: Option<Date32Array>,
}

impl PatientBatch {
    /// Whether the batch has the streams and columns that the plan reads, each as long as its records are many. What kind
    /// of array a column is, is checked where it is first read.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), EvaluateError> {
        if u32::try_from(self.patients).is_err() {
            return Err(misfit(format!(
                "{} patients are more than can be numbered",
                self.patients
            )));
        }
        if self.streams.len() != plan.streams.len() {
            return Err(misfit(format!(
                "{} streams instead of {}",
                self.streams.len(),
                plan.streams.len()
            )));
        }
        for (batch, stream) in self.streams.iter().zip(&plan.streams) {
            let ascending = batch.offsets.is_sorted() && batch.offsets.first() == Some(&0);
            if !ascending || batch.offsets.len() != self.patients.saturating_add(1) {
                return Err(misfit(format!(
                    "the records of `{}` are not grouped by patient",
                    stream.name
                )));
            }
            let parts = batch.parts.as_ref().map_or(batch.records(), Vec::len);
            if parts != batch.records() || batch.parts.is_none() && stream.parts.len() > 1 {
                return Err(misfit(format!(
                    "the records of `{}` do not say from which part they are",
                    stream.name
                )));
            }
            if batch.columns.len() != stream.columns.len() {
                let (found, wanted) = (batch.columns.len(), stream.columns.len());
                return Err(misfit(format!(
                    "{found} columns of `{}` instead of {wanted}",
                    stream.name
                )));
            }
            for (decoded, column) in batch.columns.iter().zip(&stream.columns) {
                let units = decoded.units.as_ref().map_or(batch.records(), Array::len);
                let last = decoded.last.as_ref().map_or(batch.records(), Array::len);
                if [decoded.values.len(), units, last]
                    .iter()
                    .any(|length| *length != batch.records())
                {
                    return Err(misfit(format!(
                        "`{}` has not one value for each record",
                        column.name
                    )));
                }
            }
        }
        Ok(())
    }
}

impl StreamBatch {
    /// How many records there are.
    pub fn records(&self) -> usize {
        self.offsets.last().map_or(0, |end| *end as usize)
    }
}

fn misfit(reason: String) -> EvaluateError {
    EvaluateError::Batch { reason }
}
