//! Makes random tables agree with their source model, so that every case has a result.

use crate::oracle::{Contradiction, RawTable, Tables, contradictions};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// So often something may go and leave something else that has to go.
const MOST_ROUNDS: usize = 40;

/// Blanks what cannot be understood, and drops rows that may not be there, until nothing is left that contradicts the
/// source model.
pub(super) fn repaired(study: &Study, source: &Source, mut tables: Tables) -> Option<Tables> {
    for _ in 0..MOST_ROUNDS {
        let wrong = contradictions(study, source, &tables);
        if wrong.is_empty() {
            return Some(tables);
        }
        let mut rows: BTreeSet<(String, usize)> = BTreeSet::new();
        for one in wrong {
            match one {
                Contradiction::Row(table, row) => {
                    rows.insert((table, row));
                }
                Contradiction::Cell(table, row, column) => blank(&mut tables, &table, row, &column),
            }
        }
        // From the end, so that the positions before stay what they are.
        for (table, row) in rows.into_iter().rev() {
            if let Some(table) = tables.get_mut(&table)
                && row < table.rows.len()
            {
                table.rows.remove(row);
            }
        }
    }
    None
}

/// A column is written `TABLE.COLUMN` or `COLUMN`.
fn blank(tables: &mut Tables, name: &str, row: usize, column: &str) {
    let Some(RawTable { columns, rows }) = tables.get_mut(name) else {
        return;
    };
    let bare = column.rsplit('.').next().unwrap_or(column);
    let position = columns
        .iter()
        .position(|known| known == column)
        .or_else(|| columns.iter().position(|known| known == bare));
    if let (Some(position), Some(cells)) = (position, rows.get_mut(row))
        && let Some(cell) = cells.get_mut(position)
    {
        *cell = None;
    }
}
