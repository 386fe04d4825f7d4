//! Prepared records of complete patients to a batch of whole patients.
//!
//! Invariants: the records of the patient entity are the population; records stand in the order of their patients, and
//! each is of a patient of the population, or the data are damaged.

use super::folder::PreparedFolder;
use super::wanted::{KEY, PART, WantedStream, last_name, unit_name};
use crate::pass::assemble::Assemble;
use crate::pass::batch::{DecodedColumn, PatientBatch, StreamBatch};
use crate::pass::counts::Counts;
use arrow::array::types::{Date32Type, UInt16Type};
use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use std::sync::Arc;

/// How a plan's streams are put together.
#[derive(Debug)]
pub(super) struct PreparedAssembly {
    streams: Vec<Arc<WantedStream>>,
    /// For each stream, the names of its columns in the files.
    names: Vec<Vec<String>>,
}

impl PreparedAssembly {
    pub(super) fn new(folder: &PreparedFolder, streams: &[Arc<WantedStream>]) -> Self {
        let names = streams.iter().map(|wanted| {
            let stream = folder.manifest.streams.get(wanted.position);
            let columns = wanted
                .columns
                .iter()
                .filter_map(|place| stream?.columns.get(*place));
            columns.map(|column| column.name.clone()).collect()
        });
        Self {
            names: names.collect(),
            streams: streams.to_vec(),
        }
    }
}

impl Assemble for PreparedAssembly {
    fn assemble(
        &self,
        plan: &Plan,
        schemas: &[SchemaRef],
        rows: &[Vec<RecordBatch>],
        _: &mut Counts,
        asked: Option<&mut Vec<String>>,
    ) -> Result<PatientBatch> {
        let mut records = Vec::with_capacity(rows.len());
        for (schema, rows) in schemas.iter().zip(rows) {
            records.push(match rows.as_slice() {
                [only] => only.clone(),
                several => concat_batches(schema, several)?,
            });
        }
        let listed = plan
            .streams
            .iter()
            .position(|stream| stream.patient)
            .and_then(|at| records.get(at));
        let Some(patients) = listed.map(keys).transpose()? else {
            return internal_err!("a plan has no patients");
        };
        if let Some(asked) = asked {
            asked.extend(patients.iter().flatten().map(str::to_owned));
        }
        let mut streams = Vec::with_capacity(records.len());
        for ((records, wanted), names) in records.iter().zip(&self.streams).zip(&self.names) {
            streams.push(StreamBatch {
                offsets: offsets(keys(records)?, patients)?,
                parts: wanted.with_part.then(|| parts(records)).transpose()?,
                columns: names
                    .iter()
                    .map(|name| column(records, name))
                    .collect::<Result<_>>()?,
            });
        }
        Ok(PatientBatch {
            patients: patients.len(),
            streams,
        })
    }
}

fn keys(records: &RecordBatch) -> Result<&StringArray> {
    match records
        .column_by_name(KEY)
        .and_then(|keys| keys.as_string_opt::<i32>())
    {
        Some(keys) => Ok(keys),
        None => internal_err!("prepared records have no keys"),
    }
}

/// Where each patient's records begin, and where the last one's end.
fn offsets(keys: &StringArray, patients: &StringArray) -> Result<Vec<u32>> {
    let mut offsets = Vec::with_capacity(patients.len() + 1);
    let mut row = 0;
    offsets.push(0);
    for patient in 0..patients.len() {
        let patient = patients.value(patient);
        while row < keys.len() && keys.value(row) == patient {
            row += 1;
        }
        offsets.push(u32::try_from(row).unwrap_or(u32::MAX));
    }
    if row < keys.len() {
        return internal_err!("prepared records are not in the order of the patients");
    }
    Ok(offsets)
}

fn parts(records: &RecordBatch) -> Result<Vec<u32>> {
    match records
        .column_by_name(PART)
        .and_then(|parts| parts.as_primitive_opt::<UInt16Type>())
    {
        Some(parts) => Ok(parts.values().iter().map(|part| u32::from(*part)).collect()),
        None => internal_err!("prepared records have no parts"),
    }
}

fn column(records: &RecordBatch, name: &str) -> Result<DecodedColumn> {
    let Some(values) = records.column_by_name(name) else {
        return internal_err!("a prepared column is missing");
    };
    let units = records.column_by_name(&unit_name(name));
    let last = records.column_by_name(&last_name(name));
    Ok(DecodedColumn {
        values: Arc::clone(values),
        units: units
            .and_then(|units| units.as_primitive_opt::<UInt16Type>())
            .cloned(),
        last: last
            .and_then(|last| last.as_primitive_opt::<Date32Type>())
            .cloned(),
    })
}
