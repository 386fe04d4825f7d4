//! The tables as Parquet files.

use super::folders::Folders;
use super::{Files, Form};
use crate::failure::Failure;
use kohort_engine::write::{ParquetEncoder, ParquetFault, ParquetRows, ParquetTable, parquet_table};
use kohort_synth::national::Writer;
use kohort_synth::people::Encode;
use kohort_synth::rows::{TableLayout, TableRows};
use std::fs::File;
use std::io::{BufWriter, Write};

/// A file with the number of its rows.
pub(super) struct Open {
    table: ParquetTable<BufWriter<File>>,
    rows: u64,
}

/// Parquet files of some writers.
pub(super) struct ParquetFiles<'a> {
    writers: &'a [&'static dyn Writer],
    folders: &'a Folders,
    encoders: Vec<Vec<ParquetEncoder>>,
}

impl<'a> ParquetFiles<'a> {
    /// Opens the files; a file's encoder comes with it.
    pub(super) fn open(
        writers: &'a [&'static dyn Writer],
        folders: &'a Folders,
    ) -> Result<(Self, Vec<Vec<Open>>), Failure> {
        let mut encoders = Vec::with_capacity(writers.len());
        let mut open = Vec::with_capacity(writers.len());
        for writer in writers {
            let (mut of_writer, mut files) = (Vec::new(), Vec::new());
            for layout in writer.tables() {
                let file = folders.create(*writer, &Form::Parquet.file(layout))?;
                let (encoder, table) = parquet_table(layout.columns, BufWriter::new(file))
                    .map_err(|fault| refused(folders, *writer, layout, fault))?;
                of_writer.push(encoder);
                files.push(Open { table, rows: 0 });
            }
            encoders.push(of_writer);
            open.push(files);
        }
        let files = Self {
            writers,
            folders,
            encoders,
        };
        Ok((files, open))
    }

    fn failed(&self, writer: usize, layout: &TableLayout, fault: ParquetFault) -> Failure {
        match self.writers.get(writer) {
            Some(writer) => refused(self.folders, *writer, layout, fault),
            None => Failure::environment(fault.to_string()),
        }
    }
}

fn refused(folders: &Folders, writer: &dyn Writer, layout: &TableLayout, fault: ParquetFault) -> Failure {
    match fault {
        ParquetFault::Place(error) => folders.refused(writer, &Form::Parquet.file(layout), &error),
        other => Failure::environment(format!("`{}`: {other}", layout.name))
            .help("this is a fault of Kohort, please report it"),
    }
}

impl Encode for ParquetFiles<'_> {
    type Piece = ParquetRows;
    type Error = Failure;

    fn encode(
        &self,
        writer: usize,
        table: usize,
        layout: &TableLayout,
        rows: &TableRows,
    ) -> Result<ParquetRows, Failure> {
        let encoder = self.encoders.get(writer).and_then(|tables| tables.get(table));
        let encoded = encoder
            .ok_or(ParquetFault::Encoding)
            .and_then(|encoder| encoder.encode(rows.cells()));
        encoded.map_err(|fault| self.failed(writer, layout, fault))
    }
}

impl Files for ParquetFiles<'_> {
    type Open = Vec<Vec<Open>>;

    fn add(&self, open: &mut Self::Open, tables: Vec<Vec<ParquetRows>>) -> Result<(), Failure> {
        for (position, (writer, (open, pieces))) in
            self.writers.iter().zip(open.iter_mut().zip(tables)).enumerate()
        {
            for (layout, (open, rows)) in writer.tables().iter().zip(open.iter_mut().zip(pieces)) {
                open.rows += rows.rows();
                let added = open.table.append(rows);
                added.map_err(|fault| self.failed(position, layout, fault))?;
            }
        }
        Ok(())
    }

    fn finish(&self, open: Self::Open) -> Result<Vec<Vec<u64>>, Failure> {
        let ended = |position: usize, layout: &TableLayout, open: Open| {
            let synced = open.table.finish().and_then(|mut file| {
                file.flush()?;
                Ok(file.get_ref().sync_all()?)
            });
            synced.map_err(|fault| self.failed(position, layout, fault))?;
            Ok(open.rows)
        };
        let each = self.writers.iter().zip(open).enumerate();
        each.map(|(position, (writer, open))| {
            let tables = writer.tables().iter().zip(open);
            tables
                .map(|(layout, open)| ended(position, layout, open))
                .collect()
        })
        .collect()
    }
}
