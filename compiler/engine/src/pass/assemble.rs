//! Complete rows of all scans to a batch of whole patients.
//!
//! Invariants: the patients are those that the patient table lists, in the order of their keys; rows of others are left
//! out and counted; where a patient has one record of a stream, further ones are left out and counted, and the run will
//! not return a result.

use super::batch::{DecodedColumn, PatientBatch, StreamBatch};
use super::counts::Counts;
use arrow::array::types::UInt16Type;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray, UInt32Array};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::SchemaRef;
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use std::sync::Arc;

/// A row whose patient is not listed.
const NOBODY: u32 = u32::MAX;

/// The rows of one scan.
struct ScanRows {
    batch: RecordBatch,
    keys: StringArray,
}

impl ScanRows {
    fn new(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Self> {
        let batch = concat_batches(schema, batches)?;
        let Some(keys) = batch
            .column_by_name("key")
            .and_then(|keys| keys.as_string_opt::<i32>())
        else {
            return internal_err!("decoded rows have no keys");
        };
        Ok(Self {
            keys: keys.clone(),
            batch,
        })
    }

    /// Which rows are records of a stream; all, if there is no column that says so.
    fn records(&self, stream: usize) -> Option<&BooleanArray> {
        self.batch.column_by_name(&format!("s{stream}"))?.as_boolean_opt()
    }

    /// For each row the position of its patient among these keys, which ascend as the rows' do.
    fn owners(&self, patients: &[&str]) -> Vec<u32> {
        let mut next = patients.iter().enumerate().peekable();
        let mut owners = Vec::with_capacity(self.keys.len());
        for row in 0..self.keys.len() {
            let key = self.keys.value(row);
            while next.next_if(|(_, patient)| **patient < key).is_some() {}
            owners.push(match next.peek() {
                Some((position, patient)) if **patient == key => u32::try_from(*position).unwrap_or(NOBODY),
                _ => NOBODY,
            });
        }
        owners
    }
}

/// Makes a batch of the rows of each scan, in the plan's order, and counts what is left out.
pub fn assemble(
    plan: &Plan,
    schemas: &[SchemaRef],
    rows: &[Vec<RecordBatch>],
    counts: &mut Counts,
) -> Result<PatientBatch> {
    let scans = schemas
        .iter()
        .zip(rows)
        .map(|(schema, rows)| ScanRows::new(schema, rows))
        .collect::<Result<Vec<_>>>()?;
    let patients = patients(plan, &scans);
    let owners: Vec<Vec<u32>> = scans.iter().map(|scan| scan.owners(&patients)).collect();
    for (count, owners) in counts.without_patient.iter_mut().zip(&owners) {
        *count += owners.iter().filter(|owner| **owner == NOBODY).count() as u64;
    }
    let mut streams = Vec::with_capacity(plan.streams.len());
    for (number, stream) in plan.streams.iter().enumerate() {
        let scan = stream.scan.0 as usize;
        let (Some(scan), Some(owners)) = (scans.get(scan), owners.get(scan)) else {
            return internal_err!("a stream has no scan");
        };
        let records = scan.records(number);
        let is_record = |row: usize| records.is_none_or(|records| records.value(row));
        let mut chosen: Vec<u32> = Vec::new();
        let mut offsets: Vec<u32> = Vec::with_capacity(patients.len() + 1);
        let (mut repeated, mut last_repeated) = (0u64, NOBODY);
        for (row, owner) in owners.iter().enumerate() {
            if *owner == NOBODY || !is_record(row) {
                continue;
            }
            if stream.single
                && offsets.len() == *owner as usize + 1
                && offsets.last() != Some(&(chosen.len() as u32))
            {
                repeated += u64::from(last_repeated != *owner);
                last_repeated = *owner;
                continue;
            }
            while offsets.len() <= *owner as usize {
                offsets.push(chosen.len() as u32);
            }
            chosen.push(u32::try_from(row).unwrap_or(NOBODY));
        }
        offsets.resize(patients.len() + 1, chosen.len() as u32);
        if let Some(count) = counts.repeated.get_mut(number) {
            *count += repeated;
        }
        let chosen = (chosen.len() < owners.len()).then(|| UInt32Array::from(chosen));
        let columns =
            (0..stream.columns.len()).map(|column| decoded(&scan.batch, number, column, chosen.as_ref()));
        streams.push(StreamBatch {
            offsets,
            columns: columns.collect::<Result<_>>()?,
        });
    }
    Ok(PatientBatch {
        patients: patients.len(),
        streams,
    })
}

/// The keys of the listed patients, each once.
fn patients<'a>(plan: &Plan, scans: &'a [ScanRows]) -> Vec<&'a str> {
    let mut patients: Vec<&str> = Vec::new();
    let listed = plan.streams.iter().enumerate().find(|(_, stream)| stream.patient);
    let Some((number, stream)) = listed else {
        return patients;
    };
    let Some(scan) = scans.get(stream.scan.0 as usize) else {
        return patients;
    };
    let records = scan.records(number);
    for row in 0..scan.keys.len() {
        let key = scan.keys.value(row);
        if records.is_none_or(|records| records.value(row)) && patients.last() != Some(&key) {
            patients.push(key);
        }
    }
    patients
}

/// One column of a stream, for the chosen rows.
fn decoded(
    rows: &RecordBatch,
    stream: usize,
    column: usize,
    chosen: Option<&UInt32Array>,
) -> Result<DecodedColumn> {
    let choose = |array: &ArrayRef| match chosen {
        Some(chosen) => take(array, chosen, None),
        None => Ok(Arc::clone(array)),
    };
    let name = format!("s{stream}.c{column}");
    let Some(values) = rows.column_by_name(&name) else {
        return internal_err!("a decoded column is missing");
    };
    let units = match rows.column_by_name(&format!("{name}.unit")) {
        Some(units) => Some(choose(units)?.as_primitive::<UInt16Type>().clone()),
        None => None,
    };
    Ok(DecodedColumn {
        values: choose(values)?,
        units,
    })
}
