//! Tables that are joined: rows of one table, each with the columns of the rows of others that it refers to.

use super::columns::written as written_columns;
use super::{Names, Presence, presence};
use crate::lower::model::offer;
use crate::modules::span;
use crate::source::{JoinStep, Origin, Table, TableId, leaves};
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;

/// `BASE joined to TABLE on COLUMN = COLUMN and …, to …`
pub(super) fn join(written: &ast::TableJoin, known: &Names<'_>, out: &mut Vec<Diagnostic>) -> Option<Origin> {
    let base = known.find(&written.base()?, out);
    let mut steps: Vec<Option<JoinStep>> = Vec::new();
    for step in written.steps() {
        let Some(name) = step.table() else { continue };
        let table = known.find(&name, out);
        let on: Vec<(String, String)> = step
            .on()
            .iter()
            .filter_map(|pair| Some((column(&pair.left()?), pair.right()?.text())))
            .collect();
        steps.push(table.filter(|_| !on.is_empty()).map(|table| JoinStep {
            table,
            on,
            each: step.each(),
            optional: step.optional(),
        }));
    }
    // A step that was reported leaves a table whose columns nobody knows.
    Some(Origin::Joined {
        base: base?,
        steps: steps.into_iter().collect::<Option<Vec<_>>>()?,
    })
}

/// A column as the typed source has it: `column`, or `table.column`.
pub(in crate::lower::source) fn column(written: &ast::NameOrString) -> String {
    match written.qualifier() {
        Some(table) => format!("{table}.{}", written.text()),
        None => written.text(),
    }
}

/// Checks the columns on which a table is joined, and that no table is joined twice.
pub(super) fn check(
    written: &ast::TableJoin,
    id: TableId,
    tables: &[Table],
    known: &Names<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let file = known.file;
    let Some(Origin::Joined { base, steps }) = tables.get(id.0 as usize).map(|table| &table.origin) else {
        return;
    };
    let mut so_far = leaves(tables, *base);
    for (step, written) in steps.iter().zip(written.steps()) {
        let added = leaves(tables, step.table);
        for pair in written.on() {
            let (Some(left), Some(right)) = (pair.left(), pair.right()) else {
                continue;
            };
            known.note_qualifier(&left);
            known.note_qualifier(&right);
            let left_is_wrong = lacking(&left, &so_far, tables, file);
            out.extend(
                lacking(&right, &added, tables, file)
                    .filter(|_| left_is_wrong.is_none() || left.range() != right.range()),
            );
            out.extend(left_is_wrong);
        }
        if let Some(name) = written.table()
            && let Some(again) = added.iter().find(|table| so_far.contains(table))
        {
            out.extend(joined_twice(*again, tables, span(file, name.range())));
        }
        so_far.extend(added);
    }
}

fn joined_twice(again: TableId, tables: &[Table], place: Span) -> Option<Diagnostic> {
    let table = tables.get(again.0 as usize)?;
    Some(
        Diagnostic::error(Code::K0602, format!("`{}` is joined twice", table.name))
            .at(place, "its columns are there already")
            .and(table.span, "declared here")
            .help("join it once, or declare its file a second time under another name"),
    )
}

/// The finding about a column that none of several tables can have.
pub(in crate::lower::source) fn lacking(
    written: &ast::NameOrString,
    among: &[TableId],
    tables: &[Table],
    file: FileId,
) -> Option<Diagnostic> {
    let place = span(file, written.range());
    let among: Vec<&Table> = among.iter().filter_map(|id| tables.get(id.0 as usize)).collect();
    let text = written.text();
    let looked_at: Vec<&Table> = match written.qualifier() {
        None => among.clone(),
        Some(qualifier) => {
            let found: Vec<&Table> = among
                .iter()
                .copied()
                .filter(|table| table.name == qualifier)
                .collect();
            if found.is_empty() {
                let finding = Diagnostic::error(Code::K0608, format!("There is no table `{qualifier}` here"))
                    .at(place, "not one of the tables of these rows");
                let names = among.iter().map(|table| table.name.as_str());
                let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                return Some(finding.help(format!("the rows are of {}", quoted.join(", "))));
            }
            found
        }
    };
    if looked_at.is_empty()
        || looked_at
            .iter()
            .any(|table| presence(table, &text) != Presence::Never)
    {
        return None;
    }
    let names: Vec<String> = looked_at
        .iter()
        .map(|table| format!("`{}`", table.name))
        .collect();
    let verb = if names.len() == 1 { "has" } else { "have" };
    let mut finding = Diagnostic::error(
        Code::K0608,
        format!("{} {verb} no column `{text}`", names.join(" and ")),
    )
    .at(place, "not a column");
    for table in &looked_at {
        finding = finding.and(table.span, "its columns are written here");
    }
    let columns = looked_at.iter().flat_map(|table| written_columns(table));
    // A qualifier stays where it is.
    Some(match written.qualifier() {
        None => offer(finding, place, &text, columns, "there are"),
        Some(_) => finding.help(format!("there are: {}", columns.collect::<Vec<_>>().join(", "))),
    })
}
