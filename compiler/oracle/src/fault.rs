//! What is wrong with the data, where they contradict their source model (2.9).
//!
//! The oracle names the registry's code, the place and how many rows are affected. Wording, examples and help are the
//! engine's business.

use crate::relation::RawRow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The data contradict the source model; there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleFault {
    /// All contradictions, by code, table and column.
    pub faults: Vec<Fault>,
}

/// One kind of contradiction in one column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The registry's code, for example `D0201`.
    pub code: &'static str,
    /// The table's name in the source model.
    pub table: String,
    /// The column, where it is about one.
    pub column: String,
    /// How many rows.
    pub rows: u64,
}

impl fmt::Display for OracleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.faults.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(
                f,
                "{separator}{} in {}.{} ({} rows)",
                fault.code, fault.table, fault.column, fault.rows
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for OracleFault {}

/// Something in a file that contradicts the source model, for those who make tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contradiction {
    /// A cell, by the table's name, the row and the column's name as the source model writes it, whose value cannot be
    /// understood. Without a value it could.
    Cell(String, usize, String),
    /// A row, by the table's name, that may not be there.
    Row(String, usize),
}

/// Faults while they are being found: the rows of each. A row that two entities are read from counts once.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rows: BTreeMap<(&'static str, String, String), BTreeSet<usize>>,
    /// The rows that may not be as they are.
    wrong: BTreeSet<(String, usize)>,
    /// The cells that cannot be understood.
    unreadable: BTreeSet<(String, usize, String)>,
}

impl Faults {
    pub(crate) fn add(&mut self, code: &'static str, table: &str, column: &str, row: usize) {
        let place = (code, table.to_owned(), column.to_owned());
        self.rows.entry(place).or_default().insert(row);
    }

    /// A fault of a row.
    pub(crate) fn row(&mut self, code: &'static str, table: &str, column: &str, row: RawRow<'_>) {
        self.add(code, table, column, row.number());
        let first = row.first();
        self.wrong
            .extend(first.map(|(table, number)| (table.to_owned(), number)));
    }

    /// That a fault of a row is about the value in a column.
    pub(crate) fn unreadable(&mut self, column: &str, row: RawRow<'_>) {
        if let (Some((table, number)), Some(first)) = (row.origin(column), row.first()) {
            self.wrong.remove(&(first.0.to_owned(), first.1));
            self.unreadable
                .insert((table.to_owned(), number, column.to_owned()));
        }
    }

    /// What would have to go for the data to agree with their source model.
    pub(crate) fn into_contradictions(self) -> Vec<Contradiction> {
        let rows = self.wrong.into_iter();
        let cells = self.unreadable.into_iter();
        rows.map(|(table, number)| Contradiction::Row(table, number))
            .chain(cells.map(|(table, number, column)| Contradiction::Cell(table, number, column)))
            .collect()
    }

    /// Nothing is returned from contradictory data, so that all faults are told together (2.9).
    pub(crate) fn into_result(self) -> Result<(), OracleFault> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let fault =
            |((code, table, column), rows): ((&'static str, String, String), BTreeSet<usize>)| Fault {
                code,
                table,
                column,
                rows: rows.len() as u64,
            };
        Err(OracleFault {
            faults: self.rows.into_iter().map(fault).collect(),
        })
    }
}
