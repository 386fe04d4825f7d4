//! Lists of texts and what they mean: `{ "1": male, "2": female, "9": missing }`.

use crate::lower::model::offer;
use crate::lower::source::Context;
use crate::lower::source::reading::Decoded;
use crate::model::{Attribute, Category};
use crate::source::Decode;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// Texts that mean true or false.
pub(in crate::lower::source) fn boolean(entries: &[ast::MapEntry], context: &mut Context<'_>) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| match value {
        "true" => Some(true),
        "false" => Some(false),
        other => {
            context.report(
                Diagnostic::error(Code::K0604, format!("`{other}` is neither true nor false"))
                    .at(place, "not a truth value")
                    .help("write `true`, `false` or `missing`"),
            );
            None
        }
    });
    Decoded {
        decode: Decode::Boolean(texts),
        missing,
    }
}

/// Texts that mean values of a category.
pub(in crate::lower::source) fn category(
    entries: &[ast::MapEntry],
    attribute: &Attribute,
    category: &Category,
    context: &mut Context<'_>,
) -> Decoded {
    let positions: BTreeMap<&str, u32> = category
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| (value.as_str(), at as u32))
        .collect();
    let (texts, missing) = texts(entries, context, |value, place, context| {
        let position = positions.get(value).copied();
        if position.is_none() {
            let finding = Diagnostic::error(
                Code::K0604,
                format!("`{}` has no value `{value}`", attribute.name),
            )
            .at(place, "not a value of the model")
            .and(attribute.span, "its values are declared here");
            let names = category.values.iter().map(String::as_str);
            context.report(offer(finding, place, value, names, "its values are"));
        }
        position
    });
    Decoded {
        decode: Decode::Category(texts),
        missing,
    }
}

/// Texts that mean analytes.
pub(in crate::lower::source) fn analyte(entries: &[ast::MapEntry], context: &mut Context<'_>) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| {
        Some(context.analyte(value, place)?.qualified.clone())
    });
    Decoded {
        decode: Decode::Analyte(texts),
        missing,
    }
}

/// The meaning of each text, and the texts that mean that a value is missing. Reports texts with two meanings.
fn texts<T>(
    entries: &[ast::MapEntry],
    context: &mut Context<'_>,
    mut meaning: impl FnMut(&str, Span, &mut Context<'_>) -> Option<T>,
) -> (BTreeMap<String, T>, Vec<String>) {
    let mut texts = BTreeMap::new();
    let mut missing = Vec::new();
    let mut places = BTreeMap::new();
    for entry in entries {
        let (Some(key), Some(value)) = (entry.key(), entry.value()) else {
            continue;
        };
        let place = context.span(value.range());
        let Some(text) = new_text(&key, &mut places, context) else {
            continue;
        };
        match value.text().as_str() {
            "missing" => missing.push(text),
            value => texts.extend(meaning(value, place, context).map(|meaning| (text, meaning))),
        }
    }
    (texts, missing)
}

/// The text of an entry, unless it has a meaning already or can never occur.
pub(super) fn new_text(
    key: &ast::StringLit,
    places: &mut BTreeMap<String, Span>,
    context: &mut Context<'_>,
) -> Option<String> {
    let text = key.value().trim().to_owned();
    let place = context.span(key.range());
    if text.is_empty() {
        context.report(empty_text(place));
        return None;
    }
    if let Some(first) = places.get(&text) {
        let finding = Diagnostic::error(Code::K0607, format!("\"{text}\" is listed twice"))
            .at(place, "the second meaning")
            .and(*first, "the first meaning")
            .help("keep one of them; blanks around a text do not count");
        context.report(finding);
        return None;
    }
    places.insert(text.clone(), place);
    Some(text)
}

/// The finding about a text that no cell can have.
pub(in crate::lower::source) fn empty_text(place: Span) -> Diagnostic {
    Diagnostic::error(Code::K0602, "An empty cell is always missing")
        .at(place, "an empty text cannot mean anything else")
        .help("remove it")
}
