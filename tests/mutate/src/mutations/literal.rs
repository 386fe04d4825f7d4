//! Constants: a number larger by one, a day later, the next value of a category, another substance.

use super::Known;
use crate::sites::Sites;
use kohort_semantics::study::Type;
use kohort_semantics::value::{Date, Number, Precision, Value};
use std::sync::Arc;

pub(super) fn visit(value: &mut Value, ty: &Type, known: &Known, sites: &mut Sites) {
    match value {
        Value::Missing | Value::Analyte(_) => {}
        Value::Boolean(truth) => {
            if sites.here("constant truth changed") {
                *truth = !*truth;
            }
        }
        Value::Number(number) => {
            if sites.here("number changed") {
                *number = number.add(&Number::ONE);
            }
        }
        Value::Date(date) => moved(date, sites),
        Value::Period(first, last) => {
            moved(first, sites);
            moved(last, sites);
        }
        Value::Category(position) => {
            let values = match ty {
                Type::Category(attribute) => known.category(*attribute).map_or(0, |found| found.values.len()),
                Type::Fixed(fixed) => fixed.words().len(),
                _ => 0,
            };
            let values = u32::try_from(values).unwrap_or(0);
            if values > 1 && sites.here("category's value changed") {
                *position = (*position + 1) % values;
            }
        }
        Value::Code { system, code } => {
            let other = neighbour(code, |changed| {
                system.normalise(changed).as_deref() == Some(changed)
            });
            if let Some(other) = other
                && sites.here("code changed")
            {
                *code = Arc::from(other);
            }
        }
        Value::Text(text) if *ty == Type::Drug => {
            let other = known.used.drugs.iter().find(|drug| drug.as_str() != &**text);
            if let Some(other) = other
                && sites.here("drug changed")
            {
                *text = Arc::from(other.as_str());
            }
        }
        // The text of a set of drugs is a value of another type, and no constant of it is written.
        Value::Text(text) => {
            if *ty == Type::Text && sites.here("text changed") {
                *text = Arc::from(format!("{text}x"));
            }
        }
    }
}

fn moved(date: &mut Date, sites: &mut Sites) {
    let precision = date.precision().unwrap_or(Precision::Day);
    let next = date.last.add_days(1).map(|day| Date::of(precision, day));
    if let Some(next) = next
        && sites.here("date changed")
    {
        *date = next;
    }
}

/// The code with another last digit, if there is one that the system accepts.
pub(super) fn neighbour(code: &str, accepted: impl Fn(&str) -> bool) -> Option<String> {
    let at = code.rfind(|letter: char| letter.is_ascii_digit())?;
    let (before, rest) = (code.get(..at)?, code.get(at + 1..)?);
    let digit = code.get(at..=at)?;
    let others = ('0'..='9').filter(|other| !digit.starts_with(*other));
    others
        .map(|other| format!("{before}{other}{rest}"))
        .find(|changed| accepted(changed))
}
