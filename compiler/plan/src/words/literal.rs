//! Values as Kohort writes them.
//!
//! Invariant: a number is exact and has the unit of its type; a category's value is said by its word.

use super::small::{length, quoted, unit};
use super::vocabulary::Vocabulary;
use kohort_semantics::model::{AttributeId, AttributeType, Model};
use kohort_semantics::study::{Measure, Study, Type};
use kohort_semantics::value::{Date, Number, Precision, Value};

/// A value of a type.
pub(crate) fn literal(study: &Study, words: &Vocabulary<'_>, value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Missing, _) => String::from("missing"),
        (Value::Boolean(truth), _) => truth.to_string(),
        (Value::Number(number), ty) => quantity(study, number, ty),
        (Value::Date(date), _) => self::date(date),
        (Value::Period(start, end), _) => format!("{} to {}", self::date(start), self::date(end)),
        (Value::Category(position), Type::Category(attribute)) => {
            category(&study.model, *attribute, *position)
        }
        (Value::Category(position), Type::Fixed(category)) => {
            let words = category.words();
            words
                .get(*position as usize)
                .map_or_else(|| format!("value {position}"), |word| (*word).to_owned())
        }
        (Value::Category(position), _) => format!("value {position}"),
        (Value::Analyte(qualified), _) => words.analyte(qualified),
        (Value::Code { system, code }, _) => format!("{} {}", system.name(), code),
        (Value::Text(qualified), Type::Drug) => words.drug(qualified),
        (Value::Text(text), _) => quoted(text),
    }
}

/// The word of a category's value.
pub(crate) fn category(model: &Model, attribute: AttributeId, position: u32) -> String {
    match model.attribute(attribute).map(|found| &found.ty) {
        Some(AttributeType::Category(category)) => category.values.get(position as usize).cloned(),
        _ => None,
    }
    .unwrap_or_else(|| format!("value {position}"))
}

/// A date of any precision.
pub(crate) fn date(date: &Date) -> String {
    match date.precision() {
        Some(Precision::Year) => format!("year {date}"),
        _ => date.to_string(),
    }
}

fn quantity(study: &Study, number: &Number, ty: &Type) -> String {
    let text = match ty {
        Type::Quantity(measure) => measured_in(study, measure),
        Type::Years => return length(number, "year"),
        Type::Months => return length(number, "month"),
        Type::Days => return length(number, "day"),
        _ => "",
    };
    let number = number.exact_text();
    if text.is_empty() {
        number
    } else {
        format!("{number} {}", unit(text))
    }
}

/// The unit in which values of a measure are kept.
pub(crate) fn measured_in<'a>(study: &'a Study, measure: &'a Measure) -> &'a str {
    match measure {
        Measure::Unit(unit) => unit.text(),
        Measure::Analyte(id) => study
            .analytes
            .get(id.0 as usize)
            .map_or("", |found| found.unit.text()),
    }
}
