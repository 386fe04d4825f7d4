//! Attributes that have the same value in every record: `status always positive`.

use super::Context;
use super::conversion::{anchored, code_list, list, unfit};
use crate::lower::codes::system;
use crate::model::{Attribute, AttributeId, AttributeType};
use crate::source::{Decode, Reading};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, AlwaysKind};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The word for the date that days are counted from.
const ANCHOR: &str = "anchor";

/// How an attribute is read that does not depend on the record.
pub(super) fn reading(
    written: &ast::AlwaysValue,
    id: AttributeId,
    key: &str,
    context: &mut Context<'_>,
) -> Option<Reading> {
    let attribute = context.model.attribute(id)?;
    let place = context.span(written.range());
    let value = value(written.kind()?, attribute, place, context)?;
    Some(Reading {
        column: key.to_owned(),
        decode: Decode::Always(value),
        unknown: Vec::new(),
        otherwise_missing: false,
        optional: false,
    })
}

fn value(
    written: AlwaysKind,
    attribute: &Attribute,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Value> {
    match (&attribute.ty, written) {
        (AttributeType::Boolean, AlwaysKind::Boolean(truth)) => Some(Value::Boolean(truth)),
        (AttributeType::Text, AlwaysKind::Text(text)) => {
            Some(Value::Text(Arc::from(text.trim().nfc().collect::<String>())))
        }
        (AttributeType::Integer | AttributeType::Decimal, AlwaysKind::Number(text)) => {
            number(&text, attribute, place, context).map(Value::Number)
        }
        (AttributeType::Category(category), AlwaysKind::Name(name)) => {
            list::position(&name.text(), attribute, category, place, context).map(Value::Category)
        }
        (AttributeType::Analyte, AlwaysKind::Name(name)) => {
            let analyte = context.analyte(&name.text(), place)?;
            Some(Value::Analyte(Arc::from(analyte.qualified.as_str())))
        }
        (AttributeType::Drug, AlwaysKind::Name(name)) => {
            let drug = context.drug(&name.text(), place)?;
            Some(Value::Text(Arc::from(drug.qualified.as_str())))
        }
        (AttributeType::Code, AlwaysKind::Code { system: name, code }) => {
            let system = system(&name, context.file, context.out)?;
            let code = code_list::code(system, &code.value(), context.span(code.range()), context)?;
            Some(Value::Code {
                system,
                code: Arc::from(code),
            })
        }
        (AttributeType::Date, AlwaysKind::Name(name)) if name.text() == ANCHOR => {
            anchored::anchor(place, context)
        }
        // The model's type was reported.
        (AttributeType::Unknown, _) => None,
        (ty, _) => {
            let (is, _) = unfit::words(ty);
            context.report(
                Diagnostic::error(
                    Code::K0602,
                    format!("`{}` is {is} and cannot always be this", attribute.name),
                )
                .at(place, "something else")
                .and(attribute.span, format!("the model says that it is {is}"))
                .help(instead(ty)),
            );
            None
        }
    }
}

/// A number that the attribute can have.
pub(super) fn number(
    text: &str,
    attribute: &Attribute,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Number> {
    let Some(number) = Number::parse_decimal(text) else {
        context.report(
            Diagnostic::error(Code::K0313, "This number is too long")
                .at(place, "cannot be read")
                .help("numbers may have up to 400 digits in all"),
        );
        return None;
    };
    if attribute.ty == AttributeType::Integer && !number.is_integer() {
        context.report(
            Diagnostic::error(Code::K0604, format!("`{text}` is not a whole number"))
                .at(place, "has a fraction")
                .and(attribute.span, format!("`{}` is a whole number", attribute.name))
                .help("write a whole number, or make the attribute a `Decimal` in the model"),
        );
        return None;
    }
    Some(number)
}

fn instead(ty: &AttributeType) -> String {
    let text = match ty {
        AttributeType::Boolean => "write `always true` or `always false`",
        AttributeType::Text => "write a text in quotes, for example `always \"none\"`",
        AttributeType::Integer | AttributeType::Decimal => "write a number, for example `always 1`",
        AttributeType::Category(_) => "name one of its values",
        AttributeType::Analyte => "name an analyte",
        AttributeType::Drug => "name a drug",
        AttributeType::Code => "write a system and a code, for example `always ICD10CM \"C34.9\"`",
        AttributeType::Date => {
            "read it from a column, derive it, or say why it is absent; where days are counted from it, write `always anchor`"
        }
        AttributeType::QuantityOf(_) | AttributeType::QuantityIn(_) | AttributeType::Unknown => {
            "read it from a column, derive it, or say why it is absent"
        }
    };
    text.to_owned()
}
