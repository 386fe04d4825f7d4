//! Conditions on raw rows: which rows of a table are meant.

use super::Context;
use super::conversion::list::empty_text;
use crate::source::{RowCondition, RowTest, RowTestKind};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// `where A = "x" and B in { "y", "z" } and C is known`; nothing if no test could be understood.
pub(super) fn condition(written: &ast::RowCondition, context: &mut Context<'_>) -> Option<RowCondition> {
    let tests: Vec<RowTest> = written
        .tests()
        .iter()
        .filter_map(|test| {
            Some(RowTest {
                column: context.column(&test.column()?, false),
                kind: kind(test.kind()?, context),
            })
        })
        .collect();
    (!tests.is_empty()).then_some(RowCondition { tests })
}

fn kind(written: ast::RowTestKind, context: &mut Context<'_>) -> RowTestKind {
    match written {
        ast::RowTestKind::In(texts) => RowTestKind::In(values(&texts, context)),
        ast::RowTestKind::NotIn(texts) => RowTestKind::NotIn(values(&texts, context)),
        ast::RowTestKind::Missing => RowTestKind::Missing,
        ast::RowTestKind::Known => RowTestKind::Known,
    }
}

fn values(texts: &[ast::StringLit], context: &mut Context<'_>) -> Vec<String> {
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut values = Vec::new();
    for written in texts {
        let text = written.value().trim().to_owned();
        let place = context.span(written.range());
        if text.is_empty() {
            context.report(empty_text(place).help("write `is missing` or `is known` for empty cells"));
        } else if let Some(first) = places.get(&text) {
            context.report(
                Diagnostic::error(Code::K0607, format!("\"{text}\" is listed twice"))
                    .at(place, "the second time")
                    .and(*first, "the first time")
                    .help("keep one of them; blanks around a text do not count"),
            );
        } else {
            places.insert(text.clone(), place);
            values.push(text);
        }
    }
    values
}
