//! Constants in English.
//!
//! Invariant: a number is exact and has its unit; a category's value is said by its word.

use super::Say;
use super::phrase::{Level, Phrase};
use crate::text::{quoted, words};
use kohort_semantics::model::{AttributeId, AttributeType};
use kohort_semantics::study::{Measure, Type, drugs_of};
use kohort_semantics::value::{Number, Value};

impl Say<'_> {
    /// A constant of a type.
    pub(super) fn value(&self, value: &Value, ty: &Type) -> Phrase {
        match (value, ty) {
            (Value::Missing, _) => Phrase::new(Level::Word, "missing"),
            (Value::Boolean(truth), _) => Phrase::new(Level::Word, truth.to_string()),
            (Value::Number(number), ty) => Phrase::new(Level::Word, self.number(number, ty)),
            (Value::Date(date), _) => Phrase::new(Level::Word, date.to_string()),
            (Value::Period(from, to), _) => Phrase::new(Level::Tail, format!("{from} to {to}")),
            (Value::Category(position), Type::Category(attribute)) => {
                Phrase::new(Level::Word, self.category(*attribute, *position))
            }
            (Value::Category(position), Type::Fixed(category)) => {
                let word = category.words().get(*position as usize).copied();
                let word = word.map_or_else(|| format!("value {position}"), words);
                Phrase::new(Level::Word, word)
            }
            (Value::Category(position), _) => Phrase::new(Level::Word, format!("value {position}")),
            (Value::Analyte(qualified), _) => Phrase::new(Level::Word, self.analyte(qualified)),
            (Value::Code { system, code }, _) => {
                let code = system.display(code);
                Phrase::new(Level::Word, format!("{} {code}", system.name()))
            }
            (Value::Text(qualified), Type::Drug) => Phrase::new(Level::Word, self.drug(qualified)),
            (Value::Text(set), Type::Drugs) => {
                let drugs: Vec<String> = drugs_of(set).map(str::to_owned).collect();
                Phrase::new(Level::Tail, self.drugs(&drugs))
            }
            (Value::Text(text), _) => Phrase::new(Level::Word, quoted(text)),
        }
    }

    /// The word of a category's value.
    pub(super) fn category(&self, attribute: AttributeId, position: u32) -> String {
        let found = self.study.model.attribute(attribute);
        let value = found.and_then(|found| match &found.ty {
            AttributeType::Category(category) => category.values.get(position as usize),
            _ => None,
        });
        value.map_or_else(|| format!("value {position}"), |value| words(value))
    }

    fn number(&self, number: &Number, ty: &Type) -> String {
        let unit = match ty {
            Type::Years => "year",
            Type::Months => "month",
            Type::Days => "day",
            Type::Quantity(measure) => {
                let unit = self.unit(measure);
                let between = match unit.chars().next() {
                    None => "",
                    // `100 × 10*9/L`
                    Some(first) if first.is_ascii_digit() => " \u{d7} ",
                    Some(_) => " ",
                };
                return format!("{}{between}{unit}", number.exact_text());
            }
            _ => return number.exact_text(),
        };
        let plural = if *number == Number::ONE { "" } else { "s" };
        format!("{} {unit}{plural}", number.exact_text())
    }

    /// The unit in which values of a measure are kept.
    pub(super) fn unit<'a>(&'a self, measure: &'a Measure) -> &'a str {
        match measure {
            Measure::Unit(unit) => unit.text(),
            Measure::Analyte(id) => {
                let analyte = self.study.analytes.get(id.0 as usize);
                analyte.map_or("", |analyte| analyte.unit.text())
            }
        }
    }
}
