//! Analytes by their codes: `test = COLUMN as code LOINC` means the list of all known analytes' codes in that
//! system.
//!
//! Only whole codes can be listed. A cell has the code in the system's normal form or as its users write it.

use crate::codes::CodeSystem;
use crate::lower::source::Context;
use crate::source::Decode;
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

/// The codes of every analyte that the source can see.
pub(in crate::lower::source) fn decode(
    system: CodeSystem,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for name in context.scope.analyte_names() {
        let Some(analyte) = context.scope.analyte(&name) else {
            continue;
        };
        for pattern in analyte.codes.iter().filter(|pattern| pattern.system == system) {
            if pattern.wildcard {
                context.report(
                    Diagnostic::error(
                        Code::K0602,
                        format!("The {system} codes of `{name}` cannot be listed"),
                    )
                    .at(place, "reads tests by their whole codes")
                    .and(pattern.span, "stands for all codes that begin so")
                    .help("say what the column's texts mean: `{ \"code\": analyte, … }`"),
                );
                return None;
            }
            for text in [pattern.code.clone(), system.display(&pattern.code)] {
                let other = texts.insert(text, analyte.qualified.clone());
                if other.is_some_and(|other| other != analyte.qualified) {
                    context.report(
                        Diagnostic::error(
                            Code::K0602,
                            format!("The {system} code `{}` is of two analytes", pattern.text),
                        )
                        .at(place, "cannot tell them apart")
                        .and(pattern.span, format!("`{name}` has it, and another analyte too"))
                        .help("say what the column's texts mean: `{ \"code\": analyte, … }`"),
                    );
                    return None;
                }
            }
        }
        context.analytes.insert(analyte.qualified.clone(), analyte);
    }
    if texts.is_empty() {
        context.report(
            Diagnostic::error(Code::K0602, format!("No known analyte has {system} codes"))
                .at(place, "would understand no row")
                .help("import analytes with `use`, or say what the column's texts mean: `{ \"code\": analyte, … }`"),
        );
        return None;
    }
    Some(Decode::Analyte(texts))
}
