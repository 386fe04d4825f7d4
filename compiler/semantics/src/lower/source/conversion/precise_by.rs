//! How much of each date is real, as another column says it: `precise by COLUMN { "E": day, "T": month, … }`.

use super::list::new_text;
use crate::lower::precision::precision_of;
use crate::lower::source::Context;
use crate::source::PrecisionColumn;
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, PrecisionValue};
use std::collections::BTreeMap;

/// The precision for each text of the other column; nothing if an entry is wrong, which was then reported.
pub(super) fn column(written: &ast::PrecisionBy, context: &mut Context<'_>) -> Option<PrecisionColumn> {
    let column = written.column()?;
    let column = context.column(&column, false);
    let mut values: BTreeMap<String, Option<Precision>> = BTreeMap::new();
    let mut places = BTreeMap::new();
    let mut blank: Option<(Precision, Span)> = None;
    for entry in written.entries() {
        let place = context.span(entry.range());
        let precision = match entry.value()? {
            PrecisionValue::Word(word) => Some(precision_of(word)),
            PrecisionValue::Missing => None,
        };
        if !entry.is_blank() {
            let text = new_text(&entry.key()?, &mut places, context)?;
            values.insert(text, precision);
            continue;
        }
        let Some(precision) = precision else {
            context.report(
                Diagnostic::error(Code::K0602, "An empty cell cannot make a date missing")
                    .at(place, "says nothing about the date")
                    .help("write how exact such dates are, for example `blank: day`; without `blank` an empty cell is a fault of the data"),
            );
            return None;
        };
        if let Some((_, first)) = blank {
            context.report(
                Diagnostic::error(Code::K0607, "`blank` is listed twice")
                    .at(place, "the second meaning")
                    .and(first, "the first meaning")
                    .help("keep one of them"),
            );
            return None;
        }
        blank = Some((precision, place));
    }
    Some(PrecisionColumn {
        column,
        values,
        blank: blank.map(|(precision, _)| precision),
    })
}

/// The coarsest precision that a row can have.
pub(super) fn coarsest(column: &PrecisionColumn) -> Precision {
    let listed = column.values.values().copied().flatten();
    listed.chain(column.blank).max().unwrap_or(Precision::Day)
}
