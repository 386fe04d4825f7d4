//! A batch of raw rows to a batch of decoded rows.
//!
//! Invariant: rows that are no record of any stream, that name no patient, or whose patient opted out are gone before any
//! value is read.

use super::column::ColumnReader;
use super::layout::DecodeSpec;
use super::opt_out::OptedOut;
use super::rows::Rows;
use super::texts::unknown_texts;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use crate::fault::log::Noticed;
use arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringBuilder};
use arrow::compute::filter;
use arrow::error::ArrowError;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Decodes the batches of one partition of one file.
#[derive(Debug)]
pub struct Decoder {
    spec: Arc<DecodeSpec>,
    opted_out: Arc<OptedOut>,
    records: Vec<RecordReader>,
}

/// Decodes the records of one stream.
#[derive(Debug)]
struct RecordReader {
    stream: Option<usize>,
    patient: bool,
    flagged: bool,
    condition: Option<(usize, BTreeSet<String>)>,
    columns: Vec<ColumnReader>,
}

impl Decoder {
    /// A decoder that leaves out who opted out.
    pub fn new(spec: Arc<DecodeSpec>, opted_out: Arc<OptedOut>) -> Self {
        let records = spec.records.iter().map(|record| RecordReader {
            stream: record.stream,
            patient: record.patient,
            flagged: record.flagged,
            condition: record
                .condition
                .as_ref()
                .map(|(column, values)| (*column, unknown_texts(values))),
            columns: record.columns.iter().map(ColumnReader::new).collect(),
        });
        let records = records.collect();
        Self {
            spec,
            opted_out,
            records,
        }
    }

    /// The decoded rows, and what was noticed.
    pub(crate) fn decode(
        &mut self,
        batch: &RecordBatch,
        noticed: &mut Noticed,
    ) -> Result<RecordBatch, ArrowError> {
        let raw = batch.columns();
        let mut belongs = Vec::with_capacity(self.records.len());
        for record in &self.records {
            belongs.push(record.rows(raw, batch.num_rows())?);
        }
        let nothing = || Rows::of(std::iter::repeat_n(false, batch.num_rows()));
        let any = belongs.iter().fold(nothing(), |any, rows| any.or(rows));
        let patients = self
            .records
            .iter()
            .zip(&belongs)
            .find(|(record, _)| record.patient)
            .map(|(_, rows)| rows);
        let (keys, kept) = self.keys(raw, &any, patients, noticed)?;

        let (raw, belongs) = if kept.are_all() {
            (raw.to_vec(), belongs)
        } else {
            let mask = BooleanArray::new(kept.bits().clone(), None);
            let raw = raw
                .iter()
                .map(|array| filter(array, &mask))
                .collect::<Result<Vec<ArrayRef>, _>>()?;
            let keep = |rows: &Rows| {
                Rows::of(
                    (0..rows.len())
                        .filter(|row| kept.includes(*row))
                        .map(|row| rows.includes(row)),
                )
            };
            (raw, belongs.iter().map(keep).collect())
        };
        let mut decoded: Vec<ArrayRef> = vec![keys];
        for (record, rows) in self.records.iter_mut().zip(&belongs) {
            if record.flagged {
                decoded.push(Arc::new(BooleanArray::new(rows.bits().clone(), None)));
            }
            record.columns(&raw, rows, noticed, &mut decoded)?;
        }
        RecordBatch::try_new(Arc::clone(&self.spec.schema), decoded)
    }

    /// The keys of the rows that are kept, and which rows those are.
    fn keys(
        &self,
        raw: &[ArrayRef],
        any: &Rows,
        patients: Option<&Rows>,
        noticed: &mut Noticed,
    ) -> Result<(ArrayRef, Rows), ArrowError> {
        let column = raw
            .first()
            .ok_or_else(|| ArrowError::SchemaError("the key is missing".to_owned()))?;
        let mut keys = StringBuilder::new();
        let mut kept = Vec::with_capacity(any.len());
        visit(column, any, |row, seen| {
            let keep = match seen {
                Seen::Outside => false,
                Seen::Missing => {
                    noticed.missing_keys += 1;
                    false
                }
                Seen::Text(key) => {
                    let listed = patients.is_some_and(|patients| patients.includes(row));
                    let keep = self.opted_out.is_empty() || !self.opted_out.contains(key, listed);
                    if keep {
                        keys.append_value(key);
                    }
                    keep
                }
            };
            kept.push(keep);
        })?;
        Ok((Arc::new(keys.finish()), Rows::of(kept)))
    }
}

impl RecordReader {
    /// The rows that are records.
    fn rows(&self, raw: &[ArrayRef], length: usize) -> Result<Rows, ArrowError> {
        let Some((column, values)) = &self.condition else {
            return Ok(Rows::all(length));
        };
        let array = raw
            .get(*column)
            .ok_or_else(|| ArrowError::SchemaError("a raw column is missing".to_owned()))?;
        let mut records = Vec::with_capacity(length);
        visit(array, &Rows::all(length), |_, seen| {
            let text = if let Seen::Text(text) = seen { text } else { "" };
            records.push(values.contains(composed(text).as_ref()));
        })?;
        Ok(Rows::of(records))
    }

    /// Appends the decoded columns; those that others need are read first.
    fn columns(
        &mut self,
        raw: &[ArrayRef],
        rows: &Rows,
        noticed: &mut Noticed,
        decoded: &mut Vec<ArrayRef>,
    ) -> Result<(), ArrowError> {
        let Some(stream) = self.stream else { return Ok(()) };
        let mut done: Vec<Option<(ArrayRef, Option<ArrayRef>)>> = self.columns.iter().map(|_| None).collect();
        for dependent in [false, true] {
            for (position, column) in self.columns.iter_mut().enumerate() {
                if column.needs().is_some() != dependent {
                    continue;
                }
                let analytes = column
                    .needs()
                    .and_then(|needed| done.get(needed)?.as_ref())
                    .map(|(values, _)| values.clone());
                let mut verdicts = Verdicts::new(column.otherwise_missing());
                let (values, positions) = column.read(raw, rows, analytes.as_ref(), &mut verdicts)?;
                verdicts.into((stream, position), noticed);
                if let Some(done) = done.get_mut(position) {
                    *done = Some((values, positions.map(|positions| Arc::new(positions) as ArrayRef)));
                }
            }
        }
        for (values, positions) in done.into_iter().flatten() {
            decoded.push(values);
            decoded.extend(positions);
        }
        Ok(())
    }
}
