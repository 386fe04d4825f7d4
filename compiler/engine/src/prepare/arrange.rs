//! Complete rows of all tables to stored records, in one total order.
//!
//! Invariant: a patient's records are ordered by their date and then by all their columns, so that records that change
//! places are equal; what comes out follows from what the rows say alone.

use super::bucket::split;
use super::columns::Stored;
use super::fingerprint::Sums;
use super::sizes::Sizes;
use super::unlisted::Unlisted;
use super::walk::Rows;
use crate::pass::assemble::Assembly;
use crate::pass::batch::{DecodedColumn, StreamBatch};
use crate::pass::counts::Counts;
use arrow::array::{ArrayRef, AsArray, RecordBatch, UInt32Array};
use arrow::compute::{SortOptions, take};
use arrow::datatypes::SchemaRef;
use arrow::row::{RowConverter, SortField};
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use std::sync::{Arc, OnceLock};

/// What arranging needs to know.
#[derive(Debug)]
pub(super) struct Arranger {
    pub(super) plan: Arc<Plan>,
    pub(super) assembly: Arc<Assembly>,
    /// The schema of each table's decoded rows.
    pub(super) schemas: Vec<SchemaRef>,
    pub(super) sizes: Arc<Sizes>,
    /// How records are stored, known from the first rows on.
    pub(super) stored: OnceLock<Vec<Stored>>,
}

/// Stored records of some whole patients.
pub(super) struct Arranged {
    /// The records of each stream.
    pub(super) records: Vec<RecordBatch>,
    /// Which of them belong to which bucket.
    pub(super) cuts: Vec<Cut>,
    pub(super) sums: Sums,
    pub(super) counts: Counts,
    pub(super) unlisted: Unlisted,
}

/// The records of one bucket.
pub(super) struct Cut {
    pub(super) bucket: u32,
    /// For each stream, the first of them and how many.
    pub(super) records: Vec<(usize, usize)>,
}

impl Arranger {
    /// Arranges the rows of some whole patients.
    pub(super) fn arrange(&self, rows: &Rows) -> Result<Arranged> {
        let mut counts = Counts::new(&self.plan);
        let mut sort_keys: Vec<String> = Vec::new();
        let mut batch =
            self.assembly
                .assemble_listed(&self.plan, &self.schemas, rows, &mut counts, |listed| {
                    sort_keys = listed.iter().map(|key| (*key).to_owned()).collect();
                })?;
        let mut unlisted = Unlisted::default();
        if counts.without_patient.iter().any(|rows| *rows > 0) {
            unlisted.look(&self.plan, rows, &sort_keys)?;
        }
        let stored = self
            .stored
            .get_or_init(|| Stored::all(&self.plan, &batch, &self.sizes));
        let mut keys: Vec<(u32, &str)> = Vec::with_capacity(sort_keys.len());
        for sort_key in &sort_keys {
            let Some(key) = split(sort_key) else {
                return internal_err!("a key has no bucket");
            };
            keys.push(key);
        }
        for (stream, stored) in batch.streams.iter_mut().zip(stored) {
            order(stream, stored)?;
        }
        let own: Vec<&str> = keys.iter().map(|(_, key)| *key).collect();
        let sums = Sums::of(&own, &batch.streams)?;
        let records = stored
            .iter()
            .zip(&batch.streams)
            .map(|(stored, records)| stored.rows(&own, records));
        Ok(Arranged {
            records: records.collect::<Result<_>>()?,
            cuts: cuts(&keys, &batch.streams),
            sums,
            counts,
            unlisted,
        })
    }
}

/// Orders the records of each patient.
fn order(stream: &mut StreamBatch, stored: &Stored) -> Result<()> {
    if stream
        .offsets
        .windows(2)
        .all(|range| matches!(range, [start, end] if end - start <= 1))
    {
        return Ok(());
    }
    let date = stored.date.and_then(|date| stream.columns.get(date));
    let mut columns: Vec<ArrayRef> = Vec::new();
    for column in date.into_iter().chain(&stream.columns) {
        columns.push(Arc::clone(&column.values));
        columns.extend(column.last.iter().map(|last| Arc::new(last.clone()) as ArrayRef));
        columns.extend(
            column
                .units
                .iter()
                .map(|units| Arc::new(units.clone()) as ArrayRef),
        );
    }
    if let Some(parts) = &stream.parts {
        columns.push(Arc::new(UInt32Array::from(parts.clone())));
    }
    if columns.is_empty() {
        return Ok(());
    }
    let missing_last = SortOptions {
        descending: false,
        nulls_first: false,
    };
    let fields = columns
        .iter()
        .map(|column| SortField::new_with_options(column.data_type().clone(), missing_last));
    let rows = RowConverter::new(fields.collect())?.convert_columns(&columns)?;
    let mut places: Vec<u32> = (0..u32::try_from(rows.num_rows()).unwrap_or(u32::MAX)).collect();
    for range in stream.offsets.windows(2) {
        let [start, end] = range else { continue };
        if let Some(patient) = places.get_mut(*start as usize..*end as usize) {
            // Equal rows are equal in every column.
            patient.sort_unstable_by(|left, right| rows.row(*left as usize).cmp(&rows.row(*right as usize)));
        }
    }
    if places.is_sorted() {
        return Ok(());
    }
    let places = UInt32Array::from(places);
    for column in &mut stream.columns {
        *column = reordered(column, &places)?;
    }
    if let Some(parts) = &mut stream.parts {
        *parts = places
            .values()
            .iter()
            .filter_map(|place| parts.get(*place as usize).copied())
            .collect();
    }
    Ok(())
}

fn reordered(column: &DecodedColumn, places: &UInt32Array) -> Result<DecodedColumn> {
    let units = column
        .units
        .as_ref()
        .map(|units| take(units, places, None))
        .transpose()?;
    let last = column
        .last
        .as_ref()
        .map(|last| take(last, places, None))
        .transpose()?;
    Ok(DecodedColumn {
        values: take(&column.values, places, None)?,
        units: units.map(|units| units.as_primitive().clone()),
        last: last.map(|last| last.as_primitive().clone()),
    })
}

/// Which records belong to which bucket; patients come in the order of buckets.
fn cuts(keys: &[(u32, &str)], streams: &[StreamBatch]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut first = 0;
    for patients in keys.chunk_by(|left, right| left.0 == right.0) {
        let end = first + patients.len();
        let range = |stream: &StreamBatch| {
            let at = |patient: usize| stream.offsets.get(patient).copied().unwrap_or(0) as usize;
            (at(first), at(end).saturating_sub(at(first)))
        };
        cuts.extend(patients.first().map(|(bucket, _)| Cut {
            bucket: *bucket,
            records: streams.iter().map(range).collect(),
        }));
        first = end;
    }
    cuts
}
