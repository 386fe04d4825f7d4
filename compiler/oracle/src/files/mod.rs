//! From the files of a dataset to its tables (2.9): which of a table's files is read, and what it says.

mod delimited;
mod encoding;
mod xml;

use crate::dataset::{Content, Dataset};
use crate::fault::{Faults, OracleFault};
use crate::raw::{RawTable, Tables};
use kohort_semantics::Source;
use kohort_semantics::source::{Origin, TableFile, TableFormat};

/// All tables of a source that lie in files, whether a study uses them or not.
///
/// # Errors
/// [`OracleFault`] if a file cannot be read as its source model says. A file that is missing is no fault before something
/// of it is used.
pub fn tables(source: &Source, dataset: &Dataset) -> Result<Tables, OracleFault> {
    let mut tables = Tables::new();
    let mut faults = Faults::default();
    for table in &source.tables {
        let Origin::Files(forms) = &table.origin else {
            continue;
        };
        // Of alternative forms the first that exists is read.
        let found = forms
            .iter()
            .find_map(|form| Some((form, dataset.files.get(&form.path)?)));
        match found.map(|(form, content)| read(form, content)) {
            Some(Ok(rows)) => {
                tables.insert(table.name.clone(), rows);
            }
            Some(Err(code)) => faults.add(code, &table.name, "", 0),
            None => {}
        }
    }
    faults.into_result()?;
    Ok(tables)
}

/// One file's rows, or the code of what is wrong with it.
fn read(form: &TableFile, content: &Content) -> Result<RawTable, &'static str> {
    let bytes = match content {
        Content::Rows(rows) => return Ok(rows.clone()),
        Content::Bytes(bytes) => bytes,
    };
    match &form.format {
        TableFormat::Csv {
            delimiter,
            encoding,
            header,
        } => delimited::table(&encoding::text(*encoding, bytes)?, *delimiter, header.as_deref()),
        TableFormat::Xml { rows, columns } => xml::table(
            &encoding::text(kohort_semantics::source::Encoding::Utf8, bytes)?,
            rows,
            columns,
        ),
        // What is not text comes as rows.
        TableFormat::Parquet => Err("D0104"),
    }
}
