//! The columns of a table, as far as the source model says which there are.
//!
//! A CSV file with a header row and a Parquet file may have any columns; which they have shows when they are read.

use crate::source::{Origin, Table, TableFile, TableFormat};

/// Whether a table has a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lower::source) enum Presence {
    /// It has, or may have.
    Possible,
    /// One of its forms, the file of this path, has not.
    NotIn(String),
    /// It has not.
    Never,
}

/// Whether a table that is not joined has a column.
pub(in crate::lower::source) fn presence(table: &Table, column: &str) -> Presence {
    match &table.origin {
        Origin::List { columns, .. } if columns.iter().any(|known| known == column) => Presence::Possible,
        Origin::List { .. } => Presence::Never,
        Origin::Files(files) => {
            let lacking: Vec<&TableFile> = files.iter().filter(|file| lacks(file, column)).collect();
            match lacking.first() {
                // Nothing is known of a table whose declaration was reported.
                None => Presence::Possible,
                Some(_) if lacking.len() == files.len() => Presence::Never,
                Some(first) => Presence::NotIn(first.path.clone()),
            }
        }
        Origin::Joined { .. } => Presence::Possible,
    }
}

/// The columns that the source model itself names, for suggestions.
pub(in crate::lower::source) fn written(table: &Table) -> Vec<&str> {
    match &table.origin {
        Origin::List { columns, .. } => columns.iter().map(String::as_str).collect(),
        Origin::Files(files) => files.iter().filter_map(written_in).flatten().collect(),
        Origin::Joined { .. } => Vec::new(),
    }
}

fn lacks(file: &TableFile, column: &str) -> bool {
    written_in(file).is_some_and(|columns| !columns.contains(&column))
}

fn written_in(file: &TableFile) -> Option<Vec<&str>> {
    match &file.format {
        TableFormat::Csv { header, .. } => Some(header.as_ref()?.iter().map(String::as_str).collect()),
        TableFormat::Xml { columns, .. } => Some(columns.iter().map(|(name, _)| name.as_str()).collect()),
        TableFormat::Parquet => None,
    }
}
