//! The tables that are kept beside a lock, so that a difference can be shown and not only told.
//!
//! Invariant: what is kept is believed only where it has the lock's hash.

use crate::table::Table;
use std::collections::BTreeMap;

/// The tables that are kept beside a lock, by the names of their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    tables: BTreeMap<String, Option<Table>>,
}

impl Kept {
    /// The tables of some files, by name and text. One that is no table is kept as such: somebody edited it.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let tables = files
            .into_iter()
            .map(|(name, text)| (name.to_owned(), Table::read(name, text).ok()));
        Self {
            tables: tables.collect(),
        }
    }

    /// Whether there is a file for a table, and the table if the file is one.
    pub(super) fn table(&self, name: &str) -> Option<Option<&Table>> {
        self.tables.get(name).map(Option::as_ref)
    }

    /// The tables, with the sources that each has rows of.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.tables.iter().map(|(name, table)| {
            let found = table.iter().flat_map(Table::sources).collect();
            (name.as_str(), found)
        })
    }
}
