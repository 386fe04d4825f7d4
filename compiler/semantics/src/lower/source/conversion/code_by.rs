//! Codes whose system stands in another column: `as code by SYSTEM { "ICD-9-CM": ICD9CM, … }`.

use super::list::new_text;
use crate::codes::CodeSystem;
use crate::lower::codes::system_of;
use crate::lower::source::Context;
use crate::source::{CodeReading, Decode};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, MapValue};
use std::collections::BTreeMap;

/// The system for each text of the other column; nothing if one is wrong, which was then reported.
pub(in crate::lower::source) fn decode(
    column: &ast::NameOrString,
    entries: &[ast::MapEntry],
    context: &mut Context<'_>,
) -> Option<Decode> {
    let column = context.column(column, false);
    let mut systems: BTreeMap<String, CodeSystem> = BTreeMap::new();
    let mut places = BTreeMap::new();
    let mut right = true;
    for entry in entries {
        let (Some(key), Some(value)) = (entry.key(), entry.literal()) else {
            continue;
        };
        let place = context.span(entry.value().map_or(entry.range(), |value| value.range()));
        let Some(text) = new_text(&key, &mut places, context) else {
            right = false;
            continue;
        };
        let found = match value {
            MapValue::Name(name) => system_of(&name, place, context.out),
            _ => {
                context.report(
                    Diagnostic::error(Code::K0604, "A code system is a name")
                        .at(place, "not a name")
                        .help(
                            "write the system that the text stands for, for example `\"ICD-10-CM\": ICD10CM`",
                        ),
                );
                None
            }
        };
        right &= found.is_some();
        systems.extend(found.map(|found| (text, found)));
    }
    right.then_some(Decode::Code(CodeReading::ByColumn { column, systems }))
}
