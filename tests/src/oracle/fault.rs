//! What is wrong with the data, where they contradict their source model (2.9).
//!
//! The oracle names the registry's code, the place and how many rows are affected. Wording, examples and help are the
//! engine's business.

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

/// Faults while they are being found: the rows of each. A row that two entities are read from counts once.
#[derive(Debug, Default)]
pub(super) struct Faults {
    rows: BTreeMap<(&'static str, String, String), BTreeSet<usize>>,
}

impl Faults {
    pub(super) fn add(&mut self, code: &'static str, table: &str, column: &str, row: usize) {
        let place = (code, table.to_owned(), column.to_owned());
        self.rows.entry(place).or_default().insert(row);
    }

    /// Nothing is returned from contradictory data, so that all faults are told together (2.9).
    pub(super) fn into_result(self) -> Result<(), OracleFault> {
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
