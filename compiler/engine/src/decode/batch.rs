//! A batch of raw rows to a batch of decoded rows.
//!
//! Invariant: rows that are no record of any stream, that name no patient, or whose patient opted out are gone before any
//! value is read.

use super::column::{ColumnReader, Decoded};
use super::layout::DecodeSpec;
use super::opt_out::OptedOut;
use super::rows::Rows;
use super::tests_of_rows::RowTester;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use crate::fault::log::{ColumnPosition, Noticed};
use arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringBuilder};
use arrow::compute::filter;
use arrow::error::ArrowError;
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
    part: Option<(usize, usize)>,
    patient: bool,
    flagged: bool,
    condition: Vec<RowTester>,
    order: Option<usize>,
    columns: Vec<Option<ColumnReader>>,
}

impl Decoder {
    /// A decoder that leaves out who opted out.
    pub fn new(spec: Arc<DecodeSpec>, opted_out: Arc<OptedOut>) -> Self {
        let records = spec.records.iter().map(|record| RecordReader {
            part: record.part,
            patient: record.patient,
            flagged: record.flagged,
            condition: record.condition.iter().map(RowTester::new).collect(),
            order: record.order,
            columns: record
                .columns
                .iter()
                .map(|column| column.as_ref().map(ColumnReader::new))
                .collect(),
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
            .filter(|(record, _)| record.patient)
            .fold(nothing(), |patients, (_, rows)| patients.or(rows));
        let (keys, kept) = self.keys(raw, &any, &patients, noticed)?;

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
        patients: &Rows,
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
                    let listed = patients.includes(row);
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
        let mut rows = Rows::all(length);
        for test in &self.condition {
            rows = test.passing(raw, &rows)?;
        }
        Ok(rows)
    }

    /// The texts by which the last rows are found.
    fn order(raw: &[ArrayRef], column: usize, rows: &Rows) -> Result<ArrayRef, ArrowError> {
        let array = raw
            .get(column)
            .ok_or_else(|| ArrowError::SchemaError("a raw column is missing".to_owned()))?;
        let mut texts = StringBuilder::new();
        visit(array, rows, |_, seen| match seen {
            Seen::Text(text) => texts.append_value(composed(text)),
            Seen::Outside | Seen::Missing => texts.append_null(),
        })?;
        Ok(Arc::new(texts.finish()))
    }

    /// Appends the decoded columns; those that others need are read first.
    fn columns(
        &mut self,
        raw: &[ArrayRef],
        rows: &Rows,
        noticed: &mut Noticed,
        decoded: &mut Vec<ArrayRef>,
    ) -> Result<(), ArrowError> {
        let Some((stream, part)) = self.part else {
            return Ok(());
        };
        if let Some(order) = self.order {
            decoded.push(Self::order(raw, order, rows)?);
        }
        let mut done: Vec<Option<Decoded>> = self.columns.iter().map(|_| None).collect();
        for dependent in [false, true] {
            for (position, column) in self.columns.iter_mut().enumerate() {
                let Some(column) = column
                    .as_mut()
                    .filter(|column| column.needs().is_some() == dependent)
                else {
                    continue;
                };
                let analytes = column
                    .needs()
                    .and_then(|needed| done.get(needed)?.as_ref())
                    .map(|analytes| Arc::clone(&analytes.values));
                let mut verdicts = Verdicts::new(column.otherwise_missing());
                let read = column.read(raw, rows, analytes.as_ref(), &mut verdicts)?;
                let at = ColumnPosition {
                    stream,
                    part,
                    column: position,
                };
                verdicts.into(at, noticed);
                if let Some(done) = done.get_mut(position) {
                    *done = Some(read);
                }
            }
        }
        for column in done.into_iter().flatten() {
            decoded.push(column.values);
            decoded.extend(column.beside);
        }
        Ok(())
    }
}
