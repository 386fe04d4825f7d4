//! The tables of a source: files, lists and joins.
//!
//! Invariant: after lowering, no table is joined to itself, not even through others, and every join has a column to agree on.

mod columns;
mod csv;
mod cycle;
mod file;
pub(super) mod join;
mod list;
mod xml;

pub(super) use columns::{Presence, presence};

use crate::facts::Symbol;
use crate::lower::model::offer;
use crate::lower::source::SourceScope;
use crate::modules::span;
use crate::source::{Origin, Table, TableId};
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;

/// The declared tables; of two of one name the first.
pub(super) fn tables(
    decl: &ast::SourceDecl,
    source: &str,
    file: FileId,
    scope: &dyn SourceScope,
    out: &mut Vec<Diagnostic>,
) -> Vec<Table> {
    let mut declared: Vec<(ast::TableDecl, String, Span)> = Vec::new();
    for written in decl.tables() {
        let Some(name) = written.name() else { continue };
        let place = span(file, name.range());
        match declared.iter().find(|(_, known, _)| *known == name.text()) {
            Some((_, _, first)) => out.push(twice("tables", &name.text(), place, *first)),
            None => declared.push((written, name.text(), place)),
        }
    }
    let names = declared.iter().map(|(_, name, place)| (name.clone(), *place));
    let names: Vec<(String, Span)> = names.collect();
    let known = Names {
        source,
        names: &names,
        file,
        scope,
    };
    let mut tables: Vec<Table> = declared
        .iter()
        .map(|(written, name, place)| Table {
            name: name.clone(),
            origin: origin(written, &known, out),
            optional: is_optional(written, *place, out),
            span: *place,
        })
        .collect();
    cycle::break_cycles(&mut tables, out);
    for (position, (written, ..)) in declared.iter().enumerate() {
        if let Some(ast::TableKind::Joined(join)) = written.kind() {
            join::check(&join, TableId(position as u32), &tables, &known, out);
        }
    }
    tables
}

fn origin(written: &ast::TableDecl, known: &Names<'_>, out: &mut Vec<Diagnostic>) -> Origin {
    let nothing = || Origin::Files(Vec::new());
    match written.kind() {
        Some(ast::TableKind::Files(files)) => Origin::Files(
            files
                .iter()
                .filter_map(|written| file::file(written, known.file, out))
                .collect(),
        ),
        Some(ast::TableKind::List(written)) => list::list(&written, known.file, out).unwrap_or_else(nothing),
        Some(ast::TableKind::Joined(written)) => join::join(&written, known, out).unwrap_or_else(nothing),
        // The parser reported it.
        None => nothing(),
    }
}

/// Only files can be left out of a dataset.
fn is_optional(written: &ast::TableDecl, place: Span, out: &mut Vec<Diagnostic>) -> bool {
    if !written.optional() {
        return false;
    }
    let label = match written.kind() {
        Some(ast::TableKind::List(_)) => "is written here, so it is always there",
        Some(ast::TableKind::Joined(_)) => "is there where the first of its tables is",
        Some(ast::TableKind::Files(_)) | None => return true,
    };
    out.push(
        Diagnostic::error(Code::K0602, "Only a table of files can be optional")
            .at(place, label)
            .help("remove `optional`; a table that is joined can be optional itself, and in the join: `joined to optional TABLE on …`"),
    );
    false
}

/// Two things of one kind have one name.
fn twice(what: &str, name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::K0202, format!("Two {what} are named `{name}`"))
        .at(second, "the second one")
        .and(first, "the first one")
        .help("give each a name of its own")
}

/// The declared tables by name.
pub(super) struct Names<'s> {
    /// The source's name, for messages.
    pub(super) source: &'s str,
    /// The tables' names and where they are declared, in their order.
    pub(super) names: &'s [(String, Span)],
    /// The file of the source.
    pub(super) file: FileId,
    /// Who takes notes of what names stand for.
    pub(super) scope: &'s dyn SourceScope,
}

impl Names<'_> {
    /// Notes the table of `TABLE.COLUMN`.
    pub(super) fn note_qualifier(&self, column: &ast::NameOrString) {
        if let (Some(table), Some(range)) = (column.qualifier(), column.qualifier_range()) {
            self.note(&table, span(self.file, range));
        }
    }

    fn note(&self, table: &str, place: Span) {
        if let Some((_, declared)) = self.names.iter().find(|(known, _)| known == table) {
            self.scope.note(place, Symbol::Local(*declared));
        }
    }

    /// A table by its name; reports one that is not declared.
    pub(super) fn find(&self, name: &ast::NameOrString, out: &mut Vec<Diagnostic>) -> Option<TableId> {
        let text = name.text();
        let place = span(self.file, name.range());
        if let Some(position) = self.names.iter().position(|(known, _)| *known == text) {
            self.note(&text, place);
            return Some(TableId(position as u32));
        }
        let mut finding = Diagnostic::error(
            Code::K0601,
            format!("`{}` declares no table `{text}`", self.source),
        )
        .at(place, "not declared");
        finding = if self.names.is_empty() {
            finding.help(format!(
                "declare it with its file: `table {text} = csv \"{text}.csv\"`"
            ))
        } else {
            let names = self.names.iter().map(|(name, _)| name.as_str());
            offer(finding, place, &text, names, "the source declares")
        };
        out.push(finding);
        None
    }
}
