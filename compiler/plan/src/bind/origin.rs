//! Tables of a source as plain data: a joined table holds the tables that it is made of.
//!
//! Invariant: a table that refers to itself, or to one that the source does not declare, has no origin; whatever is mapped
//! from it is reported as not recorded.

use crate::algebra::{JoinPlan, JoinedRows, JoinedTable, ScanOrigin};
use kohort_semantics::source::{JoinStep, Origin, Source, TableId};

/// Where the rows of a table come from.
pub(super) fn origin(source: &Source, table: TableId) -> Option<JoinedTable> {
    resolved(source, table, &mut Vec::new())
}

fn resolved(source: &Source, table: TableId, within: &mut Vec<TableId>) -> Option<JoinedTable> {
    if within.contains(&table) {
        return None;
    }
    within.push(table);
    let found = source.table(table)?;
    let origin = match &found.origin {
        Origin::Files(files) => ScanOrigin::Files(files.clone()),
        Origin::List { columns, rows } => ScanOrigin::List {
            columns: columns.clone(),
            rows: rows.clone(),
        },
        Origin::Joined { base, steps } => {
            let base = resolved(source, *base, within)?;
            let mut step = |step: &JoinStep| {
                Some(JoinPlan {
                    table: resolved(source, step.table, within)?,
                    on: step.on.clone(),
                    each: step.each,
                    optional: step.optional,
                })
            };
            let steps = steps.iter().map(&mut step).collect::<Option<Vec<_>>>()?;
            ScanOrigin::Joined(Box::new(JoinedRows { base, steps }))
        }
    };
    within.pop();
    Some(JoinedTable {
        table: found.name.clone(),
        origin,
        optional: found.optional,
    })
}
