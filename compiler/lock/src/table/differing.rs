//! What differs between two states of a table, for one source.
//!
//! Invariant: rows are matched by their names and not by their places, so that a row in between is one difference and not
//! one for each row below. Two tables with different hashes have at least one difference.

use super::{Row, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowChange {
    /// What names the row: columns, and what they hold.
    pub row: Vec<(String, String)>,
    /// The line of the kept table, if the row is there.
    pub line: Option<u64>,
    /// What differs.
    pub difference: RowDifference,
}

/// What differs in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDifference {
    /// Some cells.
    Cells(Vec<CellChange>),
    /// The row is gone.
    Gone,
    /// The row was not there.
    New,
    /// The row stands in another place.
    Moved,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The column.
    pub column: String,
    /// What it was; nothing if the column was not there.
    pub was: Option<String>,
    /// What it is; nothing if the column is gone.
    pub is: Option<String>,
}

/// What names a row, and which of the rows of that name it is.
type Name<'t> = (Vec<(&'t str, &'t str)>, usize);

impl Table {
    /// The rows of a source that differ in a later state of the table, in the order of this table, then new ones.
    pub fn differences(&self, later: &Self, source: &str) -> Vec<RowChange> {
        let (old, new) = (self.named(source), later.named(source));
        let find: BTreeMap<&Name<'_>, usize> =
            new.iter().enumerate().map(|(at, (name, _))| (name, at)).collect();
        let mut changes = Vec::new();
        let mut found = vec![false; new.len()];
        let mut reached = None;
        for (name, row) in &old {
            let at = find.get(name).copied();
            let Some((at, (_, same))) = at.and_then(|at| Some((at, new.get(at)?))) else {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Gone));
                continue;
            };
            if let Some(found) = found.get_mut(at) {
                *found = true;
            }
            let cells = self.cells(row, later, same);
            if !cells.is_empty() {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Cells(cells)));
            } else if reached.is_some_and(|reached| at < reached) {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Moved));
            }
            reached = reached.max(Some(at));
        }
        let unmet = new.iter().zip(&found).filter(|(_, found)| !**found);
        changes.extend(unmet.map(|((name, _), _)| RowChange::of(name, None, RowDifference::New)));
        changes
    }

    /// The rows of a source with their names.
    fn named<'t>(&'t self, source: &str) -> Vec<(Name<'t>, &'t Row)> {
        let mut seen: BTreeMap<Vec<(&str, &str)>, usize> = BTreeMap::new();
        let rows = self.rows_of(source).into_iter().map(|row| {
            let name = self.layout.name(&row.fields);
            let before = seen.entry(name.clone()).or_default();
            let number = *before;
            *before += 1;
            ((name, number), row)
        });
        rows.collect()
    }

    /// The cells that differ between two rows of one name.
    fn cells(&self, row: &Row, later: &Self, same: &Row) -> Vec<CellChange> {
        let (was, is) = (
            self.layout.results(&row.fields),
            later.layout.results(&same.fields),
        );
        let of = |cells: &[(&str, &str)], column: &str| {
            let cell = cells.iter().find(|(name, _)| *name == column);
            cell.map(|(_, value)| (*value).to_owned())
        };
        let mut columns: Vec<&str> = was.iter().map(|(column, _)| *column).collect();
        columns.extend(
            is.iter()
                .map(|(column, _)| *column)
                .filter(|new| of(&was, new).is_none()),
        );
        let changes = columns.into_iter().map(|column| CellChange {
            column: column.to_owned(),
            was: of(&was, column),
            is: of(&is, column),
        });
        changes.filter(|change| change.was != change.is).collect()
    }
}

impl RowChange {
    fn of((name, _): &Name<'_>, line: Option<u64>, difference: RowDifference) -> Self {
        let owned = |(column, value): &(&str, &str)| ((*column).to_owned(), (*value).to_owned());
        Self {
            row: name.iter().map(owned).collect(),
            line,
            difference,
        }
    }

    /// What one of the columns that name the row holds.
    pub fn named(&self, column: &str) -> Option<&str> {
        let cell = self.row.iter().find(|(name, _)| name == column);
        cell.map(|(_, value)| value.as_str())
    }
}
