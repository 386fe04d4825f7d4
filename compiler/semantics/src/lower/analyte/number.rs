//! Written numbers of declarations.

use crate::modules::span;
use crate::value::Number;
use kohort_base::{Code, Diagnostic, FileId};
use kohort_grammar::ast;

/// A written number; reports one that is too long.
pub(in crate::lower) fn number(
    written: &ast::NumberLit,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let number = Number::parse_decimal(&written.text());
    if number.is_none() {
        out.push(
            Diagnostic::error(Code::K0313, "This number is too long")
                .at(span(file, written.range()), "cannot be read")
                .help("numbers may have up to 400 digits in all"),
        );
    }
    number
}
