//! The rows of a CSV file as a DataFusion table of text columns.
//!
//! Invariant: one reader goes through a file from its beginning to its end, so that quotation marks, line numbers and
//! faults never depend on how the work is divided; decoding what it reads is divided among the threads.

use super::csv_header::{CsvForm, worded};
use crate::fault::log::FileId;
use crate::fault::{FaultLog, Site, files};
use datafusion::arrow::array::{ArrayRef, StringBuilder};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::PartitionStream;
use std::sync::Arc;

/// How many lines a fault of the rows names.
const LINES: usize = 3;
/// A batch of so much text is handed on before it has its rows.
const LARGEST_BATCH: usize = 64 << 20;
/// How many batches may wait to be decoded.
const WAITING: usize = 2;

/// One CSV file.
#[derive(Debug)]
pub(crate) struct CsvRows {
    file: FileId,
    site: Site,
    form: CsvForm,
    /// For each wanted column, where it is.
    positions: Vec<usize>,
    /// How many columns there are.
    fields: usize,
    schema: SchemaRef,
    log: Arc<FaultLog>,
}

impl CsvRows {
    pub(crate) fn new(
        (file, site): (FileId, Site),
        form: CsvForm,
        (schema, positions, fields): (SchemaRef, Vec<usize>, usize),
        log: Arc<FaultLog>,
    ) -> Self {
        Self {
            file,
            site,
            form,
            positions,
            fields,
            schema,
            log,
        }
    }

    /// Whether a row of so many fields can be read. A file that does not name its columns may have more of them, and may
    /// leave out those behind the last that is read.
    fn fits(&self, fields: usize) -> bool {
        match self.form.header {
            Some(_) => self.positions.iter().all(|position| *position < fields),
            None => fields == self.fields,
        }
    }

    /// Reads the whole file and hands on its rows; `false` from `send` means that nobody wants more.
    fn read(&self, batch_size: usize, mut send: impl FnMut(RecordBatch) -> bool) -> Result<()> {
        let fault = |fault| {
            self.log
                .file(self.file, worded(&self.site, &fault, self.form.encoding))
        };
        let mut text = match self.form.open() {
            Ok(text) => text,
            Err(found) => {
                fault(found);
                return Ok(());
            }
        };
        let mut builders: Vec<StringBuilder> = self.positions.iter().map(|_| StringBuilder::new()).collect();
        let (mut rows, mut bytes, mut header) = (0, 0, self.form.header.is_none());
        let (mut ragged, mut ragged_lines) = (0u64, Vec::new());
        loop {
            match text.next(&self.form.path) {
                Ok(Some(_)) if header => header = false,
                Ok(Some((record, line))) if !self.fits(record.len()) => {
                    ragged += 1;
                    if ragged_lines.len() < LINES {
                        ragged_lines.push(line);
                    }
                }
                Ok(Some((record, _))) => {
                    for (builder, position) in builders.iter_mut().zip(&self.positions) {
                        builder.append_value(record.get(*position).unwrap_or_default());
                    }
                    rows += 1;
                    bytes += record.as_slice().len();
                    if rows == batch_size || bytes >= LARGEST_BATCH {
                        if !send(self.batch(&mut builders, rows)?) {
                            return Ok(());
                        }
                        (rows, bytes) = (0, 0);
                    }
                }
                Ok(None) => break,
                Err(found) => {
                    fault(found);
                    break;
                }
            }
        }
        if ragged > 0 {
            let least = self
                .positions
                .iter()
                .max()
                .map_or(0, |last| last.saturating_add(1));
            let fault = match self.form.header {
                Some(_) => files::short_rows(&self.site, ragged, &ragged_lines, least),
                None => files::ragged(&self.site, ragged, &ragged_lines, self.fields),
            };
            self.log.file(self.file, fault);
        }
        if rows > 0 {
            send(self.batch(&mut builders, rows)?);
        }
        Ok(())
    }

    fn batch(&self, builders: &mut [StringBuilder], rows: usize) -> Result<RecordBatch> {
        let columns = builders
            .iter_mut()
            .map(|builder| Arc::new(builder.finish()) as ArrayRef)
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(
            Arc::clone(&self.schema),
            columns,
            &options,
        )?)
    }
}

/// The rows as DataFusion asks for them. Reading blocks, so it has a thread of its own.
#[derive(Debug)]
pub(crate) struct CsvPartition(pub(crate) Arc<CsvRows>);

impl PartitionStream for CsvPartition {
    fn schema(&self) -> &SchemaRef {
        &self.0.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let rows = Arc::clone(&self.0);
        let batch_size = context.session_config().batch_size().max(1);
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&rows.schema), WAITING);
        let sender = builder.tx();
        builder
            .spawn_blocking(move || rows.read(batch_size, |batch| sender.blocking_send(Ok(batch)).is_ok()));
        builder.build()
    }
}
