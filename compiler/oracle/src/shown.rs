//! Values as somebody who wrote a test reads them.

use crate::calendar::iso;
use crate::evaluate::{Answer, Evaluation};
use crate::record::Row;
use kohort_semantics::Study;
use kohort_semantics::model::AttributeType;
use kohort_semantics::study::{Measure, Type, drugs_of};
use kohort_semantics::value::Value;

impl<'a> Evaluation<'a> {
    /// What an expression gave.
    pub(crate) fn shown(self, answer: &Answer<'a>, ty: &Type) -> String {
        match answer {
            Answer::Value(value) => shown(self.study, value, ty),
            Answer::Event(None) => String::from("missing: there is no such record"),
            Answer::Event(Some(Row::Line(line))) => format!(
                "line {}, {} to {}, {}",
                line.number,
                iso(line.start),
                iso(line.end),
                line.regimen
            ),
            Answer::Event(Some(row)) => format!("the record of {}", self.dated(*row)),
            Answer::Events(bag) => {
                let dates: Vec<String> = bag.certain().into_iter().map(|row| self.dated(row)).collect();
                let found = match dates.as_slice() {
                    [] => String::from("no record"),
                    [one] => format!("one record, of {one}"),
                    several => format!("{} records, of {}", several.len(), several.join(", ")),
                };
                match bag.left_aside() {
                    0 => found,
                    unknown => format!("{found}, and {unknown} of which it is unknown whether they belong"),
                }
            }
        }
    }

    fn dated(self, row: Row<'a>) -> String {
        self.start_of(row)
            .map_or_else(|| String::from("an unknown date"), |date| date.to_string())
    }
}

/// A value of a type.
fn shown(study: &Study, value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Missing, Type::Boolean) => String::from("unknown"),
        (Value::Missing, _) => String::from("missing"),
        (Value::Boolean(truth), _) => truth.to_string(),
        (Value::Number(number), Type::Quantity(measure)) => format!("{number} {}", unit(study, measure)),
        (Value::Number(number), Type::Years) => format!("{number} years"),
        (Value::Number(number), Type::Months) => format!("{number} months"),
        (Value::Number(number), Type::Days) => format!("{number} days"),
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(date), _) => date.to_string(),
        (Value::Period(start, end), _) => format!("{start} to {end}"),
        (Value::Category(position), Type::Category(attribute)) => {
            let named = study
                .model
                .attribute(*attribute)
                .and_then(|found| match &found.ty {
                    AttributeType::Category(category) => category.values.get(*position as usize),
                    _ => None,
                });
            named.map_or_else(|| format!("value {position}"), Clone::clone)
        }
        (Value::Category(position), Type::Fixed(category)) => {
            let word = category.words().get(*position as usize).copied();
            word.map_or_else(|| format!("value {position}"), str::to_owned)
        }
        (Value::Category(position), _) => format!("value {position}"),
        (Value::Text(drugs), Type::Drugs) => drugs_of(drugs).map(bare).collect::<Vec<_>>().join(" + "),
        (Value::Analyte(name), _) | (Value::Text(name), Type::Drug) => bare(name).to_owned(),
        (Value::Code { system, code }, _) => format!("{} \"{code}\"", system.name()),
        (Value::Text(text), _) => format!("\"{text}\""),
    }
}

fn unit(study: &Study, measure: &Measure) -> String {
    match measure {
        Measure::Unit(unit) => unit.text().to_owned(),
        Measure::Analyte(id) => study
            .analytes
            .get(id.0 as usize)
            .map(|analyte| analyte.unit.text().to_owned())
            .unwrap_or_default(),
    }
}

/// The last part of a qualified name.
fn bare(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
