//! The files of a dataset, without a disk.

use crate::raw::{RawTable, Tables};
use kohort_semantics::Source;
use kohort_semantics::source::Origin;
use std::collections::BTreeMap;

/// What lies in a data folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    /// The files by their path below the folder, `/`-separated.
    pub files: BTreeMap<String, Content>,
}

/// The content of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its bytes, for text and XML.
    Bytes(Vec<u8>),
    /// Its rows, for a form that somebody else has read, such as Parquet.
    Rows(RawTable),
}

impl Dataset {
    /// The dataset in which each of a source's tables that is given lies in the first of its files.
    pub fn of_tables(source: &Source, tables: &Tables) -> Self {
        let mut files = BTreeMap::new();
        for table in &source.tables {
            if let (Origin::Files(forms), Some(rows)) = (&table.origin, tables.get(&table.name))
                && let Some(form) = forms.first()
            {
                files.insert(form.path.clone(), Content::Rows(rows.clone()));
            }
        }
        Self { files }
    }
}
