//! Lists of texts and what they mean: `{ "1": male, "2": female, "9": missing }`.

use crate::lower::model::offer;
use crate::lower::source::reading::Decoded;
use crate::lower::source::{Context, always};
use crate::lower::value_symbol;
use crate::model::{Attribute, AttributeId, Category};
use crate::source::Decode;
use crate::value::Number;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, MapValue};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Texts that mean true or false.
pub(in crate::lower::source) fn boolean(entries: &[ast::MapEntry], context: &mut Context<'_>) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| match value {
        MapValue::Boolean(truth) => Some(*truth),
        other => {
            let other = shown(other);
            context.report(
                Diagnostic::error(Code::K0604, format!("{other} is neither true nor false"))
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
    let (texts, missing) = texts(entries, context, |value, place, context| {
        let MapValue::Name(name) = value else {
            context.report(not_a_name(value, attribute, place));
            return None;
        };
        position(name, attribute, category, place, context)
    });
    Decoded {
        decode: Decode::Category(texts),
        missing,
    }
}

/// The position of a category's value; reports one that the model does not have.
pub(in crate::lower::source) fn position(
    value: &str,
    attribute: &Attribute,
    category: &Category,
    place: Span,
    context: &mut Context<'_>,
) -> Option<u32> {
    let position = category.values.iter().position(|known| known == value);
    if position.is_some() {
        let of_span = |id: &AttributeId| {
            let found = context.model.attribute(*id);
            found.is_some_and(|found| found.span == attribute.span)
        };
        let id = context.model.all_attributes().find(of_span);
        context.names(place, id.and_then(|id| value_symbol(context.model, id, value)));
    } else {
        let finding = Diagnostic::error(
            Code::K0604,
            format!("`{}` has no value `{value}`", attribute.name),
        )
        .at(place, "not a value of the model")
        .and(attribute.span, "its values are declared here");
        let names = category.values.iter().map(String::as_str);
        context.report(offer(finding, place, value, names, "its values are"));
    }
    position.map(|position| position as u32)
}

fn not_a_name(value: &MapValue, attribute: &Attribute, place: Span) -> Diagnostic {
    Diagnostic::error(
        Code::K0604,
        format!("`{}` has no value {}", attribute.name, shown(value)),
    )
    .at(place, "not a name")
    .and(attribute.span, "its values have names")
    .help("write the value's name without quotes, or `missing`")
}

/// Texts that mean numbers.
pub(in crate::lower::source) fn numbers(
    entries: &[ast::MapEntry],
    attribute: &Attribute,
    context: &mut Context<'_>,
) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| match value {
        MapValue::Number(text) => always::number(text, attribute, place, context),
        other => {
            context.report(
                Diagnostic::error(Code::K0604, format!("{} is not a number", shown(other)))
                    .at(place, "not a number")
                    .and(attribute.span, format!("`{}` is a number", attribute.name))
                    .help("write the number that the text stands for, or `missing`"),
            );
            None
        }
    });
    Decoded {
        decode: Decode::Numbers(texts),
        missing,
    }
}

/// Texts that mean other texts.
pub(in crate::lower::source) fn other_texts(entries: &[ast::MapEntry], context: &mut Context<'_>) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| match value {
        MapValue::Text(text) if !text.trim().is_empty() => Some(text.trim().nfc().collect::<String>()),
        other => {
            context.report(
                Diagnostic::error(Code::K0604, format!("{} is not a text", shown(other)))
                    .at(place, "not a text in quotes")
                    .help("write the text that it stands for in quotes, or `missing`"),
            );
            None
        }
    });
    Decoded {
        decode: Decode::Texts(texts),
        missing,
    }
}

/// Numbers of a local column, which has no attribute to say of which kind they are.
pub(in crate::lower::source) fn local_numbers(
    entries: &[ast::MapEntry],
    context: &mut Context<'_>,
) -> (Decoded, bool) {
    let mut whole = true;
    let (texts, missing) = texts(entries, context, |value, place, context| {
        let number = match value {
            MapValue::Number(text) => Number::parse_decimal(text),
            _ => None,
        };
        match &number {
            Some(number) => whole &= number.is_integer(),
            None => context.report(
                Diagnostic::error(Code::K0604, format!("{} is not a number", shown(value)))
                    .at(place, "not a number")
                    .help("the first value of this list is a number, so all of them have to be numbers or `missing`"),
            ),
        }
        number
    });
    let decoded = Decoded {
        decode: Decode::Numbers(texts),
        missing,
    };
    (decoded, whole)
}

/// A value as a reader sees it.
fn shown(value: &MapValue) -> String {
    match value {
        MapValue::Name(name) => format!("`{name}`"),
        MapValue::Number(text) => format!("`{text}`"),
        MapValue::Text(text) => format!("\"{text}\""),
        MapValue::Boolean(truth) => format!("`{truth}`"),
        MapValue::Missing => String::from("`missing`"),
    }
}

/// Texts that mean analytes.
pub(in crate::lower::source) fn analyte(entries: &[ast::MapEntry], context: &mut Context<'_>) -> Decoded {
    let (texts, missing) = texts(entries, context, |value, place, context| {
        let MapValue::Name(name) = value else {
            context.report(
                Diagnostic::error(Code::K0604, format!("{} is not an analyte", shown(value)))
                    .at(place, "not a name")
                    .help("name the analyte without quotes, or write `missing`"),
            );
            return None;
        };
        Some(context.analyte(name, place)?.qualified.clone())
    });
    Decoded {
        decode: Decode::Analyte(texts),
        missing,
    }
}

/// The meaning of each text, and the texts that mean that a value is missing. Reports texts with two meanings.
pub(super) fn texts<T>(
    entries: &[ast::MapEntry],
    context: &mut Context<'_>,
    mut meaning: impl FnMut(&MapValue, Span, &mut Context<'_>) -> Option<T>,
) -> (BTreeMap<String, T>, Vec<String>) {
    let mut texts = BTreeMap::new();
    let mut missing = Vec::new();
    let mut places = BTreeMap::new();
    for entry in entries {
        let (Some(key), Some(value)) = (entry.key(), entry.literal()) else {
            continue;
        };
        let place = context.span(entry.value().map_or(entry.range(), |value| value.range()));
        let Some(text) = new_text(&key, &mut places, context) else {
            continue;
        };
        match &value {
            MapValue::Missing => missing.push(text),
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
