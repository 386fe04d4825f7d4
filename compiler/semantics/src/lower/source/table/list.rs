//! Tables that are written in the source model: texts, and what belongs to each.

use crate::lower::source::conversion::list::empty_text;
use crate::modules::span;
use crate::source::Origin;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// `list KEY, VALUE { "key": "value", "value" … }`
pub(super) fn list(written: &ast::TableList, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Origin> {
    let names = written.columns();
    let place = span(file, written.range());
    let [key, value] = names.as_slice() else {
        // One column, or none, was reported by the parser.
        if let Some(third) = names.get(2) {
            out.push(
                Diagnostic::error(Code::K0602, "A list has two columns")
                    .at(span(file, third.range()), "a third one")
                    .help("name the column of the text before each colon, and that of the texts behind it"),
            );
        }
        return None;
    };
    if key.text() == value.text() {
        out.push(super::twice(
            "columns",
            &value.text(),
            span(file, value.range()),
            span(file, key.range()),
        ));
        return None;
    }
    let mut keys: BTreeMap<String, Span> = BTreeMap::new();
    let mut rows: Vec<(String, String)> = Vec::new();
    for row in written.rows() {
        let Some(found) = row.key() else { continue };
        let text = found.value().trim().to_owned();
        let at = span(file, found.range());
        if text.is_empty() {
            out.push(empty_text(at));
            continue;
        }
        if let Some(first) = keys.get(&text) {
            out.push(again(&text, at, *first));
            continue;
        }
        keys.insert(text.clone(), at);
        let mut values: BTreeMap<String, Span> = BTreeMap::new();
        for value in row.values() {
            let (of, at) = (value.value().trim().to_owned(), span(file, value.range()));
            if of.is_empty() {
                out.push(empty_text(at));
            } else if let Some(first) = values.get(&of) {
                out.push(again(&of, at, *first));
            } else {
                values.insert(of.clone(), at);
                rows.push((text.clone(), of));
            }
        }
    }
    if rows.is_empty() {
        out.push(
            Diagnostic::error(Code::K0602, "A list needs rows")
                .at(place, "has none")
                .help("write each text, a colon and what belongs to it: `\"AC\": \"Doxorubicin\", \"Cyclophosphamid\"`"),
        );
    }
    Some(Origin::List {
        columns: [key.text(), value.text()],
        rows,
    })
}

fn again(text: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::K0607, format!("\"{text}\" is listed twice"))
        .at(second, "the second time")
        .and(first, "the first time")
        .help("keep one of them; all that belongs to a text stands behind one colon")
}
