//! Small counts are not shown.
//!
//! Invariant: the rule of the attrition: a count from 1 to below the minimum is shown as `<minimum`, zero and larger counts
//! are shown. What is computed from such a count, so that it could be learnt from it, is withheld. This is primary
//! suppression only. Suppressing further cells, so that no difference or sum gives a small count away, is deliberately not
//! here, and every report says so.

use crate::cell::{Cell, Content};
use crate::table::{Report, Row, Table};

impl Report {
    /// The report without what rests on fewer than `minimum`.
    #[must_use]
    pub fn suppressed(&self, minimum: u32) -> Self {
        let tables = self.tables.iter();
        Self {
            tables: tables.map(|table| table.suppressed(minimum)).collect(),
            suppression: (minimum > 1).then(|| note(minimum)),
        }
    }
}

impl Table {
    fn suppressed(&self, minimum: u32) -> Self {
        let row = |row: &Row| Row {
            cells: row.cells.iter().map(|cell| cell.suppressed(minimum)).collect(),
            ..row.clone()
        };
        Self {
            rows: self.rows.iter().map(row).collect(),
            ..self.clone()
        }
    }
}

impl Cell {
    /// What of the cell may be shown.
    fn suppressed(&self, minimum: u32) -> Self {
        if self.rests_on().is_none_or(|count| count >= u64::from(minimum)) {
            return self.clone();
        }
        Self::bare(match self.content {
            // Nobody of too few: that it is nobody may be seen, among how many may not.
            Content::Share { n: 0, .. } => Content::Count { n: 0 },
            Content::Share { .. } | Content::Count { .. } => Content::Below { minimum },
            _ => Content::Withheld { minimum },
        })
    }
}

fn note(minimum: u32) -> String {
    format!(
        "Counts from 1 to {} are shown as <{minimum}, and what is computed from them is withheld. Only these cells are \
         suppressed: differences of other counts may still give them away, so check before anything is published.",
        minimum.saturating_sub(1)
    )
}
