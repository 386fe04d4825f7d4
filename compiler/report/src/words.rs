//! Values as a reader reads them.

use kohort_semantics::Study;
use kohort_semantics::model::AttributeType;
use kohort_semantics::study::{Characteristic, Measure, Type, drugs_of};
use kohort_semantics::value::Value;

/// What is shown for a value that is missing.
pub(crate) const MISSING: &str = "missing";

/// A value of a type in words.
pub(crate) fn of_type(study: &Study, ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (_, Value::Missing) => MISSING.to_owned(),
        (_, Value::Boolean(true)) => String::from("yes"),
        (_, Value::Boolean(false)) => String::from("no"),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Date(date)) => date.to_string(),
        (_, Value::Period(from, to)) => format!("{from} to {to}"),
        (Type::Fixed(fixed), Value::Category(place)) => {
            let words = fixed.words();
            let word = words.get(*place as usize).copied();
            word.map_or_else(|| place.to_string(), |word| word.replace('_', " "))
        }
        (Type::Category(attribute), Value::Category(place)) => {
            match study.model.attribute(*attribute).map(|attribute| &attribute.ty) {
                Some(AttributeType::Category(category)) => category.values.get(*place as usize).cloned(),
                _ => None,
            }
            .unwrap_or_else(|| place.to_string())
        }
        (_, Value::Category(place)) => place.to_string(),
        (_, Value::Analyte(name)) => last_name(name),
        (_, Value::Code { code, .. }) => code.to_string(),
        (Type::Drug | Type::Drugs, Value::Text(drugs)) => {
            let names: Vec<String> = drugs_of(drugs).map(|drug| drug_name(study, drug)).collect();
            names.join(" + ")
        }
        (_, Value::Text(text)) => text.to_string(),
    }
}

/// A value of a characteristic in words: the label, where it has labels.
pub(crate) fn of_characteristic(study: &Study, characteristic: &Characteristic, value: &Value) -> String {
    let label = |labels: &Vec<String>| match value {
        Value::Number(number) => {
            let place = number.to_i64().and_then(|place| usize::try_from(place).ok())?;
            labels.get(place).cloned()
        }
        _ => None,
    };
    let label = characteristic.labels.as_ref().and_then(label);
    label.unwrap_or_else(|| of_type(study, &characteristic.value.ty, value))
}

/// The unit of a type's values, if they have one.
pub(crate) fn unit(study: &Study, ty: &Type) -> Option<String> {
    match ty {
        Type::Years => Some(String::from("years")),
        Type::Months => Some(String::from("months")),
        Type::Days => Some(String::from("days")),
        Type::Quantity(Measure::Unit(unit)) => Some(unit.to_string()),
        Type::Quantity(Measure::Analyte(analyte)) => {
            let analyte = study.analytes.get(analyte.0 as usize)?;
            Some(analyte.unit.to_string())
        }
        _ => None,
    }
}

/// The name by which a reader knows a substance.
fn drug_name(study: &Study, qualified: &str) -> String {
    match study.drugs.iter().find(|drug| drug.qualified == qualified) {
        Some(drug) => drug.display.clone().unwrap_or_else(|| drug.name.clone()),
        None => last_name(qualified),
    }
}

/// The name without its module.
fn last_name(qualified: &str) -> String {
    let name = qualified.rsplit('.').next().unwrap_or(qualified);
    name.to_owned()
}
