//! Tables that are joined to themselves through others.

use crate::source::{Origin, Table, TableId};
use kohort_base::{Code, Diagnostic};

/// Reports each circle once, and takes it apart: its tables have no rows then.
pub(super) fn break_cycles(tables: &mut [Table], out: &mut Vec<Diagnostic>) {
    for start in 0..tables.len() {
        let circle = circle(start, tables);
        let names: Vec<String> = circle
            .iter()
            .filter_map(|position| tables.get(*position))
            .map(|table| table.name.clone())
            .collect();
        let Some(first) = names.first() else { continue };
        let mut finding = Diagnostic::error(Code::K0205, format!("The table `{first}` is joined to itself"));
        for (step, position) in circle.iter().enumerate() {
            let next = names.get((step + 1) % names.len()).unwrap_or(first);
            if let Some(table) = tables.get_mut(*position) {
                let label = format!("needs `{next}`");
                finding = match step {
                    0 => finding.at(table.span, label),
                    _ => finding.and(table.span, label),
                };
                table.origin = Origin::Files(Vec::new());
            }
        }
        out.push(finding.help("join tables of files; what several joins need is declared before them"));
    }
}

/// The tables on a way from one back to itself; none if there is no such way.
fn circle(start: usize, tables: &[Table]) -> Vec<usize> {
    let mut came_from: Vec<Option<usize>> = vec![None; tables.len()];
    let mut open = vec![start];
    while let Some(here) = open.pop() {
        for TableId(next) in tables.get(here).map(needed).unwrap_or_default() {
            let next = next as usize;
            if let Some(from) = came_from.get_mut(next)
                && from.is_none()
            {
                *from = Some(here);
                open.push(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut here = start;
    while let Some(from) = came_from.get(here).copied().flatten() {
        way.push(from);
        here = from;
        if here == start {
            way.reverse();
            return way;
        }
    }
    Vec::new()
}

/// The tables that a table is joined from.
fn needed(table: &Table) -> Vec<TableId> {
    match &table.origin {
        Origin::Joined { base, steps } => std::iter::once(*base)
            .chain(steps.iter().map(|step| step.table))
            .collect(),
        Origin::Files(_) | Origin::List { .. } => Vec::new(),
    }
}
