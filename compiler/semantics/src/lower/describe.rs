//! Types in the words of the messages.

use super::Lowering;
use crate::study::{FixedCategory, Measure, Record, RecordKind, Type};

impl Lowering<'_> {
    /// A type as a reader says it: "a date", "an age in years", "a haemoglobin value in g/dL".
    pub(crate) fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => String::from("true or false"),
            Type::Integer => String::from("a whole number"),
            Type::Decimal => String::from("a number"),
            Type::Quantity(Measure::Analyte(id)) => match self.analyte(*id) {
                Some(analyte) => format!("a value of `{}` in {}", analyte.name, analyte.unit.text()),
                None => String::from("a measured value"),
            },
            Type::Quantity(Measure::Unit(unit)) => format!("a quantity in {}", unit.text()),
            Type::Years => String::from("a time in completed years"),
            Type::Months => String::from("a time in months"),
            Type::Days => String::from("a time in days"),
            Type::Date => String::from("a date"),
            Type::Period => String::from("a period"),
            Type::Text => String::from("text"),
            Type::Code => String::from("a code"),
            Type::Analyte => String::from("an analyte"),
            Type::Drug => String::from("a drug"),
            Type::Drugs => String::from("a set of drugs"),
            Type::Fixed(FixedCategory::EndReason) => String::from("a reason why a line ended"),
            Type::Fixed(FixedCategory::LineSetting) => String::from("a setting of lines"),
            Type::Category(attribute) => format!("a category of `{}`", self.model.attribute_path(*attribute)),
            Type::Event(record) => format!("one record of {}", self.describe_record(*record)),
            Type::Events(record) => format!("records of {}", self.describe_record(*record)),
            Type::Error => String::from("a value"),
        }
    }

    /// What records are, as a reader says it.
    pub(crate) fn describe_record(&self, record: Record) -> String {
        match record.kind {
            RecordKind::Entity(entity) => format!("`{}`", self.entity_name(entity)),
            RecordKind::Periods => String::from("periods"),
            RecordKind::Lines => String::from("lines of therapy"),
        }
    }
}
