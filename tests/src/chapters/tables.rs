//! Rows that a chapter gives, as tables.

use super::block::Block;
use crate::oracle::RawTable;
use std::collections::BTreeMap;

/// A block of rows: the columns without what stands in brackets behind their names, and that.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// The rows by column.
    pub(super) table: RawTable,
    /// What stands in brackets behind a column's name: a unit, a precision or a code system.
    pub(super) hints: BTreeMap<String, String>,
}

/// Reads a block of comma-separated rows; blanks around values do not count.
pub(super) fn rows(block: &Block) -> Result<Rows, String> {
    let text = block.text();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(header) => header.map_err(|error| error.to_string())?,
        None => return Err(String::from("there is no line with the names of the columns")),
    };
    let mut rows = Rows::default();
    for column in &header {
        let (name, hint) = match column.split_once('[') {
            Some((name, hint)) => (name.trim(), hint.strip_suffix(']')),
            None => (column, None),
        };
        rows.table.columns.push(name.to_owned());
        rows.hints
            .extend(hint.map(|hint| (name.to_owned(), hint.trim().to_owned())));
    }
    for record in records {
        let record = record.map_err(|error| error.to_string())?;
        rows.table
            .rows
            .push(record.iter().map(|cell| Some(cell.to_owned())).collect());
    }
    Ok(rows)
}

impl Rows {
    /// The distinct texts of a column.
    pub(super) fn distinct(&self, column: &str) -> Vec<String> {
        let Some(position) = self.table.columns.iter().position(|known| known == column) else {
            return Vec::new();
        };
        let cells = self
            .table
            .rows
            .iter()
            .filter_map(|row| row.get(position)?.clone());
        let mut texts: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
        texts.sort();
        texts.dedup();
        texts
    }

    /// Adds a column without values if there is none of that name.
    pub(super) fn ensure(&mut self, column: &str) {
        if !self.table.columns.iter().any(|known| known == column) {
            self.table.columns.push(column.to_owned());
            for row in &mut self.table.rows {
                row.push(None);
            }
        }
    }
}
