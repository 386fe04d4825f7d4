//! The file of one bucket of one kind of records.
//!
//! Invariant: a column's bytes are compared with those that were written before the column is decoded, and only columns
//! that are asked for are read.

use super::fault::{Damage, PreparedFault};
use super::folder::PreparedFolder;
use super::manifest::{PreparedFile, file_name};
use super::numbers::widened;
use super::wanted::WantedStream;
use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use datafusion::parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// How many bytes are looked at at once.
const AT_ONCE: usize = 1 << 18;
/// How much of a hash is kept: 128 bits tell damage, which is no attack.
const HASH_BYTES: usize = 16;
/// The length of the footer and the magic bytes, with which every Parquet file ends.
const END: usize = 8;

/// Reads one bucket of a stream.
pub(super) struct BucketFile {
    reader: ParquetRecordBatchReader,
    schema: SchemaRef,
    expected: u64,
    seen: u64,
}

impl BucketFile {
    /// Opens the file of a bucket; nothing if the bucket has no records.
    pub(super) fn open(
        folder: &PreparedFolder,
        wanted: &WantedStream,
        (bucket, batch_size): (usize, usize),
    ) -> Result<Option<Self>, PreparedFault> {
        let Some(stream) = folder.manifest.streams.get(wanted.position) else {
            return Ok(None);
        };
        let Some(declared) = stream.files.get(bucket).and_then(Option::as_ref) else {
            return Ok(None);
        };
        let name = file_name(&stream.entity, bucket);
        let file = File::open(folder.path.join(&name)).map_err(|error| folder.unreadable(&name, &error))?;
        let length = file
            .metadata()
            .map_err(|error| folder.unreadable(&name, &error))?
            .len();
        if length != declared.bytes {
            return Err(folder.damaged(&name, Damage::Length));
        }
        // Readers of damaged files may panic.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            Self::read(file, declared, wanted, batch_size)
        }));
        let reader = opened
            .unwrap_or(Err(Damage::Bytes))
            .map_err(|problem| folder.damaged(&name, problem))?;
        Ok(Some(Self {
            reader,
            schema: SchemaRef::clone(&wanted.schema),
            expected: declared.rows,
            seen: 0,
        }))
    }

    fn read(
        mut file: File,
        declared: &PreparedFile,
        wanted: &WantedStream,
        batch_size: usize,
    ) -> Result<ParquetRecordBatchReader, Damage> {
        let unreadable = |error: io::Error| Damage::Unreadable(error.kind());
        if footer_hash(&mut file).map_err(unreadable)? != declared.footer {
            return Err(Damage::Bytes);
        }
        let footer =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|_| Damage::Bytes)?;
        let leaves = wanted
            .schema
            .fields()
            .iter()
            .map(|field| footer.schema().index_of(field.name()).map_err(|_| Damage::Bytes))
            .collect::<Result<Vec<usize>, Damage>>()?;
        for leaf in &leaves {
            let hash = column_hash(&mut file, footer.metadata(), *leaf).map_err(unreadable)?;
            if hash.as_deref() != declared.columns.get(*leaf).map(String::as_str) {
                return Err(Damage::Bytes);
            }
        }
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, footer);
        let mask = ProjectionMask::leaves(builder.parquet_schema(), leaves);
        let builder = builder.with_projection(mask).with_batch_size(batch_size);
        builder.build().map_err(|_| Damage::Bytes)
    }

    /// The next records; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<RecordBatch>, Damage> {
        let read = catch_unwind(AssertUnwindSafe(|| self.reader.next()));
        match read.map_err(|_| Damage::Bytes)? {
            Some(Ok(batch)) => {
                self.seen += batch.num_rows() as u64;
                self.decoded(&batch).map(Some)
            }
            Some(Err(_)) => Err(Damage::Bytes),
            None if self.seen != self.expected => Err(Damage::Rows),
            None => Ok(None),
        }
    }

    /// The columns in the wanted order and types.
    fn decoded(&self, batch: &RecordBatch) -> Result<RecordBatch, Damage> {
        let columns = self.schema.fields().iter().map(|field| {
            let found = batch.column_by_name(field.name()).ok_or(Damage::Bytes)?;
            match field.data_type() {
                DataType::Decimal256(..) => widened(found).ok_or(Damage::Bytes),
                _ => Ok(ArrayRef::clone(found)),
            }
        });
        let columns = columns.collect::<Result<Vec<_>, Damage>>()?;
        RecordBatch::try_new(SchemaRef::clone(&self.schema), columns).map_err(|_| Damage::Bytes)
    }
}

/// What the manifest says about a file of so many rows that was just written; nothing if it is no Parquet file.
pub(crate) fn described(path: &Path, rows: u64) -> io::Result<Option<PreparedFile>> {
    let mut file = File::open(path)?;
    let Ok(footer) = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()) else {
        return Ok(None);
    };
    let mut columns = Vec::new();
    for leaf in 0..footer.schema().fields().len() {
        columns.extend(column_hash(&mut file, footer.metadata(), leaf)?);
    }
    Ok(Some(PreparedFile {
        rows,
        bytes: file.metadata()?.len(),
        columns,
        footer: footer_hash(&mut file)?,
    }))
}

/// The hash of what stands behind the columns.
fn footer_hash(file: &mut File) -> io::Result<String> {
    let mut end = [0; END];
    let length = file.seek(SeekFrom::End(0))?;
    let start = length
        .checked_sub(END as u64)
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut end)?;
    let [a, b, c, d, ..] = end;
    let own = u64::from(u32::from_le_bytes([a, b, c, d]));
    let start = start.checked_sub(own).ok_or(io::ErrorKind::InvalidData)?;
    let mut hasher = blake3::Hasher::new();
    hash_range(file, (start, length.saturating_sub(start)), &mut hasher)?;
    Ok(short(&hasher))
}

/// The hash of a column's bytes in all row groups.
fn column_hash(file: &mut File, footer: &ParquetMetaData, leaf: usize) -> io::Result<Option<String>> {
    let mut hasher = blake3::Hasher::new();
    for group in footer.row_groups() {
        let Some(column) = group.columns().get(leaf) else {
            return Ok(None);
        };
        hash_range(file, column.byte_range(), &mut hasher)?;
    }
    Ok(Some(short(&hasher)))
}

fn hash_range(file: &mut File, (start, length): (u64, u64), hasher: &mut blake3::Hasher) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    let mut range = file.take(length);
    let mut buffer = vec![0; AT_ONCE];
    let mut left = length;
    while left > 0 {
        let read = range.read(&mut buffer)?;
        let bytes = buffer.get(..read).filter(|bytes| !bytes.is_empty());
        hasher.update(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        left = left.saturating_sub(read as u64);
    }
    Ok(())
}

fn short(hasher: &blake3::Hasher) -> String {
    let mut short = [0; HASH_BYTES];
    hasher.finalize_xof().fill(&mut short);
    short.iter().map(|byte| format!("{byte:02x}")).collect()
}
