//! Writing the files of the buckets, one bucket after the other.
//!
//! Invariant: a row group has the same rows whatever batches they came in, so that the bytes of a file follow from its
//! records; of each kind of record one file is open, and a row group in memory.

use super::columns::Stored;
use crate::prepared::{PreparedFile, described, file_name};
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use datafusion::error::{DataFusionError, Result};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::ArrowWriterOptions;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::collections::VecDeque;
use std::fs::{File, create_dir_all};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many rows a row group has.
const GROUP: usize = 1 << 17;

/// The files in the making.
pub(super) struct Files {
    folder: PathBuf,
    bucket: u32,
    open: Vec<Option<Open>>,
    /// For each stream, the file of each bucket.
    done: Vec<Vec<Option<PreparedFile>>>,
    /// For each stream and column of its files, how many values are missing.
    missing: Vec<Vec<u64>>,
}

/// One file.
struct Open {
    path: PathBuf,
    writer: ArrowWriter<BufWriter<File>>,
    waiting: VecDeque<RecordBatch>,
    rows_waiting: usize,
    rows: u64,
}

/// What was written.
pub(super) struct Written {
    pub(super) files: Vec<Vec<Option<PreparedFile>>>,
    pub(super) missing: Vec<Vec<u64>>,
}

impl Files {
    pub(super) fn new(folder: &Path, streams: usize, buckets: u32) -> Self {
        Self {
            folder: folder.to_owned(),
            bucket: 0,
            open: (0..streams).map(|_| None).collect(),
            done: vec![vec![None; buckets as usize]; streams],
            missing: vec![Vec::new(); streams],
        }
    }

    /// Adds records of a bucket, of which further ones may follow until records of another come.
    pub(super) fn add(&mut self, bucket: u32, stored: &[Stored], records: &[RecordBatch]) -> Result<()> {
        if bucket != self.bucket {
            self.close()?;
            self.bucket = bucket;
        }
        for (stream, (stored, records)) in stored.iter().zip(records).enumerate() {
            if records.num_rows() == 0 {
                continue;
            }
            let (Some(open), Some(missing)) = (self.open.get_mut(stream), self.missing.get_mut(stream))
            else {
                continue;
            };
            missing.resize(records.num_columns(), 0);
            for (count, column) in missing.iter_mut().zip(records.columns()) {
                *count += column.null_count() as u64;
            }
            let open = match open {
                Some(open) => open,
                None => open.insert(Open::create(
                    self.folder.join(file_name(&stored.entity, bucket as usize)),
                    stored,
                )?),
            };
            open.add(records)?;
        }
        Ok(())
    }

    /// Ends the files of the bucket.
    fn close(&mut self) -> Result<()> {
        for (open, done) in self.open.iter_mut().zip(&mut self.done) {
            if let (Some(open), Some(place)) = (open.take(), done.get_mut(self.bucket as usize)) {
                *place = Some(open.finish()?);
            }
        }
        Ok(())
    }

    /// Ends the last bucket.
    pub(super) fn finish(mut self) -> Result<Written> {
        self.close()?;
        Ok(Written {
            files: self.done,
            missing: self.missing,
        })
    }
}

impl Open {
    fn create(path: PathBuf, stored: &Stored) -> Result<Self> {
        if let Some(above) = path.parent() {
            create_dir_all(above)?;
        }
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_enabled(true)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_created_by(format!("kohort {}", env!("CARGO_PKG_VERSION")))
            .build();
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_skip_arrow_metadata(true);
        let file = BufWriter::new(File::create_new(&path)?);
        let writer = ArrowWriter::try_new_with_options(file, Arc::clone(&stored.schema), options);
        Ok(Self {
            path,
            writer: writer.map_err(failed)?,
            waiting: VecDeque::new(),
            rows_waiting: 0,
            rows: 0,
        })
    }

    fn add(&mut self, records: &RecordBatch) -> Result<()> {
        self.rows += records.num_rows() as u64;
        self.rows_waiting += records.num_rows();
        self.waiting.push_back(records.clone());
        while self.rows_waiting >= GROUP {
            self.group(GROUP)?;
        }
        Ok(())
    }

    /// Writes so many of the waiting rows as a row group.
    fn group(&mut self, rows: usize) -> Result<()> {
        let mut parts = Vec::new();
        let mut left = rows;
        while let Some(first) = self.waiting.pop_front() {
            if first.num_rows() > left {
                parts.push(first.slice(0, left));
                self.waiting
                    .push_front(first.slice(left, first.num_rows() - left));
                break;
            }
            left -= first.num_rows();
            parts.push(first);
            if left == 0 {
                break;
            }
        }
        self.rows_waiting -= rows;
        if let Some(first) = parts.first() {
            let group = concat_batches(&first.schema(), &parts)?;
            self.writer.write(&group).map_err(failed)?;
            self.writer.flush().map_err(failed)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<PreparedFile> {
        if self.rows_waiting > 0 {
            self.group(self.rows_waiting)?;
        }
        let mut file = self.writer.into_inner().map_err(failed)?;
        std::io::Write::flush(&mut file)?;
        file.get_ref().sync_all()?;
        drop(file);
        match described(&self.path, self.rows)? {
            Some(described) => Ok(described),
            None => datafusion::common::internal_err!("a file that was just written cannot be read"),
        }
    }
}

/// What the disk says is kept, any other text of the library's is not.
fn failed(error: ParquetError) -> DataFusionError {
    match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(cause) => DataFusionError::IoError(*cause),
            Err(cause) => DataFusionError::External(cause),
        },
        other => DataFusionError::ParquetError(Box::new(other)),
    }
}
