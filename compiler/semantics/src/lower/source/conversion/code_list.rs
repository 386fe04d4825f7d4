//! Texts that stand for codes: `as code ICD10CM { "Colon": "C18.9", "Rectum": "C20" }`.

use super::list;
use crate::codes::{CodePattern, CodePatternError, CodeSystem};
use crate::lower::codes::malformed;
use crate::lower::source::Context;
use crate::lower::source::reading::Decoded;
use crate::source::{CodeReading, Decode};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, MapValue};

/// The code for each text.
pub(in crate::lower::source) fn decode(
    system: CodeSystem,
    entries: &[ast::MapEntry],
    context: &mut Context<'_>,
) -> Decoded {
    let (texts, missing) = list::texts(entries, context, |value, place, context| match value {
        MapValue::Text(text) => code(system, text, place, context),
        _ => {
            context.report(
                Diagnostic::error(Code::K0604, format!("A code of {system} stands in quotes here"))
                    .at(place, "not a code")
                    .help("write the code that the text stands for in quotes, or `missing`"),
            );
            None
        }
    });
    Decoded {
        decode: Decode::Code(CodeReading::Listed(system, texts)),
        missing,
    }
}

/// A whole code in its normal form; reports what is none.
pub(in crate::lower::source) fn code(
    system: CodeSystem,
    text: &str,
    place: Span,
    context: &mut Context<'_>,
) -> Option<String> {
    match CodePattern::parse(system, text, place) {
        Ok(pattern) if pattern.wildcard => {
            context.report(
                Diagnostic::error(Code::K0402, format!("`{text}` is not one code of {system}"))
                    .at(place, "stands for all codes that begin so")
                    .help("write the one code that a record then has"),
            );
            None
        }
        Ok(pattern) => Some(pattern.code),
        // A bare `*`, and `*` in a system without hierarchy, are no code either.
        Err(
            CodePatternError::Malformed(_)
            | CodePatternError::Everything(_)
            | CodePatternError::NoHierarchy(_),
        ) => {
            let error = CodePatternError::Malformed(system);
            context.report(malformed::finding(system, text, true, error, place));
            None
        }
    }
}
