//! Writing tables of text as Parquet files.
//!
//! Rows are encoded apart from the file they go to, so that several threads can encode while one writes. Every column is
//! text, since a source's mappings read text; an empty cell is null, which they read as they read a blank.
//!
//! *Invariant:* a file's bytes depend on its rows and on how many were encoded at a time, never on threads. An encoded piece
//! becomes one row group, so the caller bounds memory and row groups by the size of the pieces.

mod fault;

pub use fault::ParquetFault;

use arrow::array::{ArrayRef, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves,
};
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::file::writer::SerializedFileWriter;
use std::io::Write;
use std::sync::Arc;

/// A Parquet file that rows are added to.
pub struct ParquetTable<W: Write + Send> {
    file: SerializedFileWriter<W>,
}

/// Encodes rows for one [`ParquetTable`].
pub struct ParquetEncoder {
    columns: SchemaRef,
    factory: ArrowRowGroupWriterFactory,
}

/// Encoded rows, a row group of their file.
#[derive(Debug)]
pub struct ParquetRows {
    columns: Vec<ArrowColumnChunk>,
    rows: u64,
}

/// Begins a file with these columns.
pub fn parquet_table<W: Write + Send>(
    columns: &[&str],
    to: W,
) -> Result<(ParquetEncoder, ParquetTable<W>), ParquetFault> {
    let field = |name: &&str| Field::new(*name, DataType::Utf8, true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    // Nothing prunes by these tables' statistics, and in small files they weigh more than the data.
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_enabled(true)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .build();
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    let writer = ArrowWriter::try_new_with_options(to, Arc::clone(&schema), options)?;
    let (file, factory) = writer.into_serialized_writer()?;
    let encoder = ParquetEncoder {
        columns: schema,
        factory,
    };
    Ok((encoder, ParquetTable { file }))
}

impl ParquetEncoder {
    /// Encodes rows that are given cell after cell. Cells that make no whole row are a fault.
    pub fn encode<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Result<ParquetRows, ParquetFault> {
        let width = self.columns.fields().len();
        let mut builders: Vec<StringBuilder> = (0..width).map(|_| StringBuilder::new()).collect();
        let (mut position, mut rows) = (0, 0);
        for cell in cells {
            let builder = builders.get_mut(position).ok_or(ParquetFault::Cells)?;
            builder.append_option(Some(cell).filter(|cell| !cell.is_empty()));
            position += 1;
            if position == width {
                position = 0;
                rows += 1;
            }
        }
        if position != 0 {
            return Err(ParquetFault::Cells);
        }
        let writers = self.factory.create_column_writers(0)?;
        let mut columns = Vec::with_capacity(width);
        for ((mut writer, field), mut builder) in writers.into_iter().zip(self.columns.fields()).zip(builders)
        {
            let array: ArrayRef = Arc::new(builder.finish());
            for leaf in compute_leaves(field, &array)? {
                writer.write(&leaf)?;
            }
            columns.push(writer.close()?);
        }
        Ok(ParquetRows { columns, rows })
    }
}

impl ParquetRows {
    /// How many rows they are.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

impl<W: Write + Send> ParquetTable<W> {
    /// Adds encoded rows. No rows make no row group.
    pub fn append(&mut self, rows: ParquetRows) -> Result<(), ParquetFault> {
        if rows.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for column in rows.columns {
            column.append_to_row_group(&mut group)?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file and gives back where it went.
    pub fn finish(self) -> Result<W, ParquetFault> {
        Ok(self.file.into_inner()?)
    }
}

impl std::fmt::Debug for ParquetEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetEncoder")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl<W: Write + Send> std::fmt::Debug for ParquetTable<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetTable").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Array, AsArray};
    use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn written(pieces: &[&[&str]]) -> Vec<u8> {
        let (encoder, mut table) = parquet_table(&["a", "名前"], Vec::new()).unwrap();
        for cells in pieces {
            table
                .append(encoder.encode(cells.iter().copied()).unwrap())
                .unwrap();
        }
        table.finish().unwrap()
    }

    #[test]
    fn what_is_written_reads_back() {
        let bytes = written(&[&["1", "男", "2", ""], &[], &["3", "x,\"y\"\n"]]);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        assert_eq!(builder.metadata().num_row_groups(), 2);
        let mut rows = Vec::new();
        for batch in builder.build().unwrap() {
            let batch = batch.unwrap();
            assert_eq!(batch.schema().field(1).name(), "名前");
            let (first, second) = (
                batch.column(0).as_string::<i32>(),
                batch.column(1).as_string::<i32>(),
            );
            for row in 0..batch.num_rows() {
                let second = (!second.is_null(row)).then(|| second.value(row).to_owned());
                rows.push((first.value(row).to_owned(), second));
            }
        }
        let row = |first: &str, second: Option<&str>| (first.to_owned(), second.map(str::to_owned));
        assert_eq!(
            rows,
            [row("1", Some("男")), row("2", None), row("3", Some("x,\"y\"\n"))]
        );
    }

    #[test]
    fn the_same_rows_are_the_same_bytes() {
        let pieces: &[&[&str]] = &[&["1", "a", "2", "b"], &["3", "c"]];
        assert_eq!(written(pieces), written(pieces));
    }

    #[test]
    fn half_a_row_is_refused() {
        let (encoder, _) = parquet_table(&["a", "b"], Vec::new()).unwrap();
        assert!(matches!(
            encoder.encode(["1", "2", "3"].into_iter()),
            Err(ParquetFault::Cells)
        ));
    }
}
