//! The files of a source, conditions on raw rows, and opt-outs.

use super::Context;
use crate::lower::model::offer;
use crate::modules::span;
use crate::source::{EntityMapping, OptOut, RowCondition, Table, TableFormat, TableId};
use kohort_base::{Code, Diagnostic, FileId, project_path};
use kohort_grammar::ast;
use std::collections::BTreeSet;

/// The declared tables; of two of one name the first.
pub(super) fn tables(decl: &ast::SourceDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for written in decl.tables() {
        let Some(name) = written.name() else { continue };
        let place = span(file, name.range());
        if let Some(first) = tables.iter().find(|known| known.name == name.text()) {
            out.push(
                Diagnostic::error(Code::K0202, format!("Two tables are named `{}`", name.text()))
                    .at(place, "the second one")
                    .and(first.span, "the first one")
                    .help("give each table a name of its own"),
            );
            continue;
        }
        tables.push(Table {
            name: name.text(),
            format: format(&written, file, out).unwrap_or(TableFormat::Parquet),
            file: path(&written, file, out).unwrap_or_default(),
            span: place,
        });
    }
    tables
}

fn format(written: &ast::TableDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<TableFormat> {
    let word = written.format()?;
    let delimiter = written.delimiter();
    match (word.text().as_str(), delimiter) {
        ("csv", None) => Some(TableFormat::Csv { delimiter: b',' }),
        ("csv", Some(delimiter)) => match separator(&delimiter.value()) {
            Some(delimiter) => Some(TableFormat::Csv { delimiter }),
            None => {
                out.push(
                    Diagnostic::error(Code::K0602, "A delimiter must be one character")
                        .at(span(file, delimiter.range()), "cannot separate columns")
                        .help("write for example \";\" or \"|\", or a tab itself between the quotes; letters, digits and quotes occur in values"),
                );
                None
            }
        },
        ("parquet", None) => Some(TableFormat::Parquet),
        ("parquet", Some(delimiter)) => {
            out.push(
                Diagnostic::error(Code::K0602, "A Parquet file has no delimiter")
                    .at(
                        span(file, delimiter.range()),
                        "Parquet keeps its columns apart itself",
                    )
                    .and(span(file, word.range()), "declared as Parquet")
                    .help("remove the delimiter, or write `csv` if the file is text"),
            );
            Some(TableFormat::Parquet)
        }
        (text, _) => {
            let place = span(file, word.range());
            let finding = Diagnostic::error(Code::K0602, format!("Kohort cannot read `{text}` files"))
                .at(place, "not known");
            out.push(offer(finding, place, text, ["csv", "parquet"], "tables are"));
            None
        }
    }
}

fn separator(text: &str) -> Option<u8> {
    let [byte] = text.as_bytes() else { return None };
    let separates =
        byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r' | 0);
    separates.then_some(*byte)
}

/// The file below the data folder.
fn path(written: &ast::TableDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Option<String> {
    let written = written.file()?;
    let place = span(file, written.range());
    match project_path(&written.value()) {
        Ok(path) if !path.is_empty() => Some(path),
        Ok(_) => {
            out.push(
                Diagnostic::error(Code::K0602, "A table needs a file")
                    .at(place, "names none")
                    .help("write the file's place below the data folder, for example \"2024/labs.csv\""),
            );
            None
        }
        Err(_) => {
            out.push(
                Diagnostic::error(Code::K0602, "A table must lie in the data folder")
                    .at(place, "leads out of it")
                    .help("write the file's place below the data folder with `/`, without `..`: \"2024/labs.csv\""),
            );
            None
        }
    }
}

/// A condition on the rows of a table.
pub(super) fn condition(written: &ast::RowCondition) -> Option<RowCondition> {
    let values = written
        .values()
        .iter()
        .map(|value| value.value().trim().to_owned())
        .collect();
    Some(RowCondition {
        column: written.column()?.text(),
        values,
    })
}

/// The rules that leave patients out.
pub(super) fn opt_outs(
    decl: &ast::SourceDecl,
    entities: &[EntityMapping],
    context: &mut Context<'_>,
) -> Vec<OptOut> {
    let mut opt_outs = Vec::new();
    for written in decl.opt_outs() {
        let Some(name) = written.table() else { continue };
        let Some(table) = context.table(&name) else {
            continue;
        };
        let key = match written.key() {
            Some(key) => Some(key.text()),
            None => known_key(table, entities),
        };
        let Some(key) = key else {
            let place = context.span(written.range());
            context.report(
                Diagnostic::error(Code::K0602, "An opt-out must say whom it is about")
                    .at(place, "which column holds the patient's key?")
                    .help(format!("name it: `opt_out {} key COLUMN where …`", name.text())),
            );
            continue;
        };
        if let Some(condition) = written.condition().as_ref().and_then(condition) {
            opt_outs.push(OptOut {
                table,
                key,
                condition,
            });
        }
    }
    opt_outs
}

/// The key column of a table, where all entities that are read from it agree.
fn known_key(table: TableId, entities: &[EntityMapping]) -> Option<String> {
    let keys: BTreeSet<&String> = entities
        .iter()
        .filter(|mapping| mapping.table == table)
        .map(|mapping| &mapping.key)
        .collect();
    let mut keys = keys.into_iter();
    let key = keys.next()?.clone();
    keys.next().is_none().then_some(key)
}
