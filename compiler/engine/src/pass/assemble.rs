//! Complete rows of all scans to a batch of whole patients.
//!
//! Invariants: the patients are those that the patient table lists, in the order of their keys; rows of others are left
//! out and counted; a patient's records of a stream are those of its parts, one after the other; where a patient has one
//! record of a stream, further ones are left out and counted, and the run will not return a result.

use super::batch::{PatientBatch, StreamBatch};
use super::counts::Counts;
use super::parts::{PartColumns, StreamColumns};
use crate::decode::layout::part_name;
use arrow::array::{Array, AsArray, BooleanArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;

/// A row whose patient is not listed.
const NOBODY: u32 = u32::MAX;

/// The rows of one scan.
pub(super) struct ScanRows {
    /// The decoded rows.
    pub(super) batch: RecordBatch,
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

    /// Which rows are records of a part of a stream; all, if there is no column that says so.
    fn records(&self, stream: usize, part: usize) -> Option<&BooleanArray> {
        self.batch
            .column_by_name(&part_name(stream, part))?
            .as_boolean_opt()
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

/// Makes batches of whole patients of the rows of some inputs.
pub trait Assemble: std::fmt::Debug + Send + Sync {
    /// Makes a batch of the complete rows of each input, and counts what is left out. The keys of the patients are added
    /// to `listed`, where somebody asks for them.
    fn assemble(
        &self,
        plan: &Plan,
        schemas: &[SchemaRef],
        rows: &[Vec<RecordBatch>],
        counts: &mut Counts,
        listed: Option<&mut Vec<String>>,
    ) -> Result<PatientBatch>;
}

/// How a plan's streams are put together; follows from the plan alone.
#[derive(Debug, Clone)]
pub struct Assembly {
    streams: Vec<StreamColumns>,
}

impl Assembly {
    /// Works out a plan's streams.
    pub fn new(plan: &Plan) -> Self {
        let streams = plan.streams.iter().enumerate();
        Self {
            streams: streams
                .map(|(number, stream)| StreamColumns::new(number, stream))
                .collect(),
        }
    }

    /// Makes a batch of the rows of each scan, in the plan's order, and counts what is left out. The keys of the listed
    /// patients are shown to `listed`.
    pub(crate) fn assemble_listed(
        &self,
        plan: &Plan,
        schemas: &[SchemaRef],
        rows: &[Vec<RecordBatch>],
        counts: &mut Counts,
        listed: impl FnOnce(&[&str]),
    ) -> Result<PatientBatch> {
        let scans = schemas
            .iter()
            .zip(rows)
            .map(|(schema, rows)| ScanRows::new(schema, rows))
            .collect::<Result<Vec<_>>>()?;
        let patients = patients(plan, &scans);
        listed(&patients);
        let owners: Vec<Vec<u32>> = scans.iter().map(|scan| scan.owners(&patients)).collect();
        for (count, owners) in counts.without_patient.iter_mut().zip(&owners) {
            *count += owners.iter().filter(|owner| **owner == NOBODY).count() as u64;
        }
        let mut streams = Vec::with_capacity(plan.streams.len());
        for (number, (stream, columns)) in plan.streams.iter().zip(&self.streams).enumerate() {
            let mut chosen = Vec::with_capacity(stream.parts.len());
            for (position, (part, columns)) in stream.parts.iter().zip(&columns.parts).enumerate() {
                let scan = part.scan.0 as usize;
                let (Some(scan), Some(owners)) = (scans.get(scan), owners.get(scan)) else {
                    return internal_err!("a stream has no scan");
                };
                chosen.push(Chosen::new(scan, owners, (number, position), columns)?);
            }
            let Grouped {
                offsets,
                rows,
                repeated,
            } = group(&chosen, patients.len(), stream.single);
            if let Some(count) = counts.repeated.get_mut(number) {
                *count += repeated;
            }
            let scans: Vec<&RecordBatch> = chosen.iter().map(|part| &part.scan.batch).collect();
            streams.push(StreamBatch {
                offsets,
                parts: (stream.parts.len() > 1).then(|| rows.iter().map(|(part, _)| *part as u32).collect()),
                columns: columns.take(&scans, &rows)?,
            });
        }
        Ok(PatientBatch {
            patients: patients.len(),
            streams,
        })
    }
}

impl Assemble for Assembly {
    fn assemble(
        &self,
        plan: &Plan,
        schemas: &[SchemaRef],
        rows: &[Vec<RecordBatch>],
        counts: &mut Counts,
        listed: Option<&mut Vec<String>>,
    ) -> Result<PatientBatch> {
        self.assemble_listed(plan, schemas, rows, counts, |keys| {
            if let Some(listed) = listed {
                listed.extend(keys.iter().map(|key| (*key).to_owned()));
            }
        })
    }
}

/// The rows of one part that are records of listed patients.
struct Chosen<'a> {
    scan: &'a ScanRows,
    /// The patient and the row of each record, in the order of patients.
    rows: Vec<(u32, usize)>,
}

impl<'a> Chosen<'a> {
    fn new(
        scan: &'a ScanRows,
        owners: &[u32],
        (stream, part): (usize, usize),
        columns: &PartColumns,
    ) -> Result<Self> {
        let records = scan.records(stream, part);
        let is_record = |row: usize| records.is_none_or(|records| records.value(row));
        let listed = owners
            .iter()
            .enumerate()
            .filter(|(row, owner)| **owner != NOBODY && is_record(*row));
        let mut rows: Vec<(u32, usize)> = listed.map(|(row, owner)| (*owner, row)).collect();
        columns.without_repeats(&scan.batch, &mut rows)?;
        Ok(Self { scan, rows })
    }
}

/// The records of a stream, patient by patient.
struct Grouped {
    offsets: Vec<u32>,
    /// The part and the row of each record.
    rows: Vec<(usize, usize)>,
    /// Patients with more than one record where one is allowed.
    repeated: u64,
}

fn group(parts: &[Chosen<'_>], patients: usize, single: bool) -> Grouped {
    let mut grouped = Grouped {
        offsets: Vec::with_capacity(patients + 1),
        rows: Vec::with_capacity(parts.iter().map(|part| part.rows.len()).sum()),
        repeated: 0,
    };
    let mut next: Vec<_> = parts
        .iter()
        .map(|part| part.rows.iter().copied().peekable())
        .collect();
    grouped.offsets.push(0);
    for patient in 0..patients {
        let before = grouped.rows.len();
        for (part, next) in next.iter_mut().enumerate() {
            while let Some((_, row)) = next.next_if(|(owner, _)| *owner as usize == patient) {
                grouped.rows.push((part, row));
            }
        }
        if single && grouped.rows.len() > before + 1 {
            grouped.repeated += 1;
            grouped.rows.truncate(before + 1);
        }
        grouped
            .offsets
            .push(u32::try_from(grouped.rows.len()).unwrap_or(u32::MAX));
    }
    grouped
}

/// The keys of the listed patients, each once.
fn patients<'a>(plan: &Plan, scans: &'a [ScanRows]) -> Vec<&'a str> {
    let mut patients: Vec<&str> = Vec::new();
    let listed = plan.streams.iter().enumerate().find(|(_, stream)| stream.patient);
    let Some((number, stream)) = listed else {
        return patients;
    };
    for (position, part) in stream.parts.iter().enumerate() {
        let Some(scan) = scans.get(part.scan.0 as usize) else {
            continue;
        };
        let records = scan.records(number, position);
        for row in 0..scan.keys.len() {
            let key = scan.keys.value(row);
            if records.is_none_or(|records| records.value(row)) && patients.last() != Some(&key) {
                patients.push(key);
            }
        }
    }
    if stream.parts.len() > 1 {
        patients.sort_unstable();
        patients.dedup();
    }
    patients
}
