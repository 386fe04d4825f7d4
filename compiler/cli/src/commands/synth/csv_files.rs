//! The tables as text files.

use super::folders::Folders;
use super::{Files, Form};
use crate::failure::Failure;
use kohort_synth::national::Writer;
use kohort_synth::people::Encode;
use kohort_synth::rows::{TableLayout, TableRows};
use kohort_synth::text::{Text, TextError, header};
use std::fs::File;
use std::io::{BufWriter, Write};

/// Text files of some writers.
#[derive(Debug)]
pub(super) struct CsvFiles<'a> {
    writers: &'a [&'static dyn Writer],
    folders: &'a Folders,
}

/// Encoded rows.
pub(super) struct Lines {
    bytes: Vec<u8>,
    rows: u64,
}

/// An open file.
pub(super) struct Open {
    file: BufWriter<File>,
    rows: u64,
}

impl<'a> CsvFiles<'a> {
    /// Opens the files and writes their headers.
    pub(super) fn open(
        writers: &'a [&'static dyn Writer],
        folders: &'a Folders,
    ) -> Result<(Self, Vec<Vec<Open>>), Failure> {
        let files = Self { writers, folders };
        let table = |position: usize, writer: &'static dyn Writer, layout: &TableLayout| {
            let file = folders.create(writer, &Form::Csv.file(layout))?;
            let mut open = Open {
                file: BufWriter::new(file),
                rows: 0,
            };
            let header = header(layout).map_err(|error| fault(&error))?;
            files.to(position, layout, &mut open, &header)?;
            Ok(open)
        };
        let each = writers.iter().enumerate();
        let open = each
            .map(|(position, writer)| {
                let tables = writer.tables().iter();
                tables.map(|layout| table(position, *writer, layout)).collect()
            })
            .collect::<Result<_, Failure>>()?;
        Ok((files, open))
    }

    fn to(&self, writer: usize, layout: &TableLayout, open: &mut Open, bytes: &[u8]) -> Result<(), Failure> {
        let written = open.file.write_all(bytes);
        written.map_err(|error| self.refused(writer, layout, &error))
    }

    fn refused(&self, writer: usize, layout: &TableLayout, error: &std::io::Error) -> Failure {
        match self.writers.get(writer) {
            Some(writer) => self.folders.refused(*writer, &Form::Csv.file(layout), error),
            None => Failure::from(std::io::Error::from(error.kind())),
        }
    }
}

fn fault(error: &TextError) -> Failure {
    Failure::environment(error.to_string()).help("this is a fault of Kohort, please report it")
}

impl Encode for CsvFiles<'_> {
    type Piece = Lines;
    type Error = Failure;

    fn encode(
        &self,
        writer: usize,
        table: usize,
        layout: &TableLayout,
        rows: &TableRows,
    ) -> Result<Lines, Failure> {
        let bytes = Text
            .encode(writer, table, layout, rows)
            .map_err(|error| fault(&error))?;
        let count = rows.len() / layout.columns.len().max(1);
        Ok(Lines {
            bytes,
            rows: u64::try_from(count).unwrap_or(u64::MAX),
        })
    }
}

impl Files for CsvFiles<'_> {
    type Open = Vec<Vec<Open>>;

    fn add(&self, open: &mut Self::Open, tables: Vec<Vec<Lines>>) -> Result<(), Failure> {
        for (position, (writer, (open, pieces))) in
            self.writers.iter().zip(open.iter_mut().zip(tables)).enumerate()
        {
            for (layout, (open, lines)) in writer.tables().iter().zip(open.iter_mut().zip(pieces)) {
                self.to(position, layout, open, &lines.bytes)?;
                open.rows += lines.rows;
            }
        }
        Ok(())
    }

    fn finish(&self, open: Self::Open) -> Result<Vec<Vec<u64>>, Failure> {
        let ended = |position: usize, layout: &TableLayout, mut open: Open| {
            let synced = open.file.flush().and_then(|()| open.file.get_ref().sync_all());
            synced.map_err(|error| self.refused(position, layout, &error))?;
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
