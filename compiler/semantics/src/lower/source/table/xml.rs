//! XML: which elements are rows, and where each column's text stands, seen from a row.

use super::twice;
use crate::modules::span;
use crate::source::TableFormat;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

pub(super) fn format(
    written: &ast::TableFile,
    declared: Span,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<TableFormat> {
    let Some(rows) = written.rows() else {
        out.push(
            Diagnostic::error(Code::K0602, "An XML table must say which elements are its rows")
                .at(declared, "no path to the rows")
                .help("write for example `rows \"/ROOT/Patient\"` and the columns in braces"),
        );
        return None;
    };
    let place = span(file, rows.range());
    let path = rows.value().trim().to_owned();
    if !is_row_path(&path) {
        out.push(
            Diagnostic::error(Code::K0602, format!("\"{path}\" is not a path to rows"))
                .at(place, "not from the root, element by element")
                .help("write the names of the elements from the root with `/` before each, for example \"/ROOT/Patient\""),
        );
        return None;
    }
    let columns = columns(written, file, out);
    if columns.is_empty() && !written.has_columns() {
        out.push(
            Diagnostic::error(Code::K0602, "An XML table must name its columns")
                .at(declared, "no columns")
                .help("write them in braces, for example `{ PatientId = \"@Patient_ID\"  Sex = \"Person/Sex\" }`"),
        );
        return None;
    }
    Some(TableFormat::Xml { rows: path, columns })
}

fn columns(written: &ast::TableFile, file: FileId, out: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut columns = Vec::new();
    for column in written.columns() {
        let (Some(name), Some(path)) = (column.name(), column.path()) else {
            continue;
        };
        let place = span(file, name.range());
        if let Some(first) = places.get(&name.text()) {
            out.push(twice("columns", &name.text(), place, *first));
            continue;
        }
        places.insert(name.text(), place);
        let text = path.value().trim().to_owned();
        if is_column_path(&text) {
            columns.push((name.text(), text));
            continue;
        }
        out.push(
            Diagnostic::error(Code::K0602, format!("\"{text}\" does not lead from a row to a text"))
                .at(span(file, path.range()), "not understood")
                .help("write `a/b` for an element, `@x` or `a/@x` for an attribute, `..` for the element around, `.` for the row's own text, `years(a, b)` for the completed years between two dates"),
        );
    }
    columns
}

fn is_row_path(path: &str) -> bool {
    path.strip_prefix('/')
        .is_some_and(|path| path.split('/').all(is_name))
}

/// A path to a text, or `years(A, B)`: the completed years from the date at one path to the date at another, for a column
/// that another form of the table has and this one does not.
fn is_column_path(path: &str) -> bool {
    let years = path
        .strip_prefix("years(")
        .and_then(|inner| inner.strip_suffix(')'));
    match years.map(|inner| inner.split_once(',')) {
        Some(Some((from, to))) => is_text_path(from.trim()) && is_text_path(to.trim()),
        Some(None) => false,
        None => is_text_path(path),
    }
}

fn is_text_path(path: &str) -> bool {
    let steps: Vec<&str> = path.split('/').collect();
    let Some((last, before)) = steps.split_last() else {
        return false;
    };
    let attribute = last.strip_prefix('@').is_some_and(is_name);
    let leads_to_text = is_name(last) || attribute || matches!(*last, "." | "..");
    leads_to_text && before.iter().all(|step| is_name(step) || *step == "..")
}

/// Whether a text can be the name of an element or an attribute, with or without a prefix.
fn is_name(text: &str) -> bool {
    let starts = |letter: char| letter.is_alphabetic() || letter == '_';
    let goes_on = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':');
    text.starts_with(starts) && text.chars().all(goes_on)
}
