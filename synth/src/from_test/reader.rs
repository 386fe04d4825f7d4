//! Reading the attributes of a test's record by their names.

use super::CannotSay;
use crate::person::Day;
use kohort_semantics::Study;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::{AttributeId, AttributeType, Entity};
use kohort_semantics::study::{Placement, TestRecord};
use kohort_semantics::value::{Date, Number, Precision, Value};

/// One record, with what of it has been read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) study: &'a Study,
    record: &'a TestRecord,
    pub(super) entity: &'a Entity,
    read: Vec<AttributeId>,
}

/// Systems whose codes are dotted ICD-10 codes, of four characters or more.
const ICD_10: &[CodeSystem] = &[
    CodeSystem::Icd10,
    CodeSystem::Icd10Cm,
    CodeSystem::Icd10Gm,
    CodeSystem::Icd10_2013,
];

impl<'a> Reader<'a> {
    pub(super) fn new(study: &'a Study, record: &'a TestRecord) -> Result<Self, CannotSay> {
        let entity = study.model.entity(record.entity).ok_or_else(|| CannotSay {
            message: String::from("the record is of no kind that the model has"),
            span: record.span,
        })?;
        Ok(Self {
            study,
            record,
            entity,
            read: Vec::new(),
        })
    }

    /// An error at this record.
    pub(super) fn cannot(&self, message: impl Into<String>) -> CannotSay {
        CannotSay {
            message: message.into(),
            span: self.record.span,
        }
    }

    /// The value of an attribute, if the record has one.
    fn value(&mut self, name: &str) -> Option<&'a Value> {
        let (index, _) = self.entity.attribute_named(name)?;
        let id = AttributeId {
            entity: self.record.entity,
            index,
        };
        self.read.push(id);
        let found = self.record.values.iter().find(|(attribute, _)| *attribute == id);
        found.map(|(_, value)| value).filter(|value| !value.is_missing())
    }

    fn unfit(&self, name: &str) -> CannotSay {
        self.cannot(format!(
            "`{}.{name}` has a value of another type than its own",
            self.entity.name
        ))
    }

    /// A date, placed on a day.
    pub(super) fn day(&mut self, name: &str) -> Result<Option<Day>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Date(date)) => Ok(Some(placed(*date))),
            Some(_) => Err(self.unfit(name)),
        }
    }

    /// A value of a category, as one of the words of a person.
    pub(super) fn word<T>(
        &mut self,
        name: &str,
        of_word: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, CannotSay> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let found = self.entity.attribute_named(name);
        let (Value::Category(position), Some((_, attribute))) = (value, found) else {
            return Err(self.unfit(name));
        };
        let AttributeType::Category(category) = &attribute.ty else {
            return Err(self.unfit(name));
        };
        let word = category.values.get(*position as usize).map_or("", String::as_str);
        match of_word(word) {
            Some(value) => Ok(Some(value)),
            None => Err(self.cannot(format!(
                "no person of a test can have the {name} `{word}`; leave it out"
            ))),
        }
    }

    /// An exact number.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<&'a Number>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(Some(number)),
            Some(_) => Err(self.unfit(name)),
        }
    }

    /// A whole number from 0 to `most`.
    pub(super) fn whole(&mut self, name: &str, least: i64, most: i64) -> Result<Option<i64>, CannotSay> {
        let Some(number) = self.number(name)? else {
            return Ok(None);
        };
        match number.to_i64().filter(|whole| (least..=most).contains(whole)) {
            Some(whole) => Ok(Some(whole)),
            None => Err(self.cannot(format!(
                "`{}.{name}` is {number}, and no country's tables can say that; write a whole number from {least} to {most}",
                self.entity.name
            ))),
        }
    }

    pub(super) fn truth(&mut self, name: &str) -> Result<Option<bool>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Boolean(truth)) => Ok(Some(*truth)),
            Some(_) => Err(self.unfit(name)),
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.to_string())),
            Some(_) => Err(self.unfit(name)),
        }
    }

    /// The name of an analyte with its module.
    pub(super) fn analyte(&mut self, name: &str) -> Result<Option<&'a str>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Analyte(qualified) | Value::Text(qualified)) => Ok(Some(qualified)),
            Some(_) => Err(self.unfit(name)),
        }
    }

    /// A drug of the standard library, without its module.
    pub(super) fn drug(&mut self, name: &str) -> Result<Option<String>, CannotSay> {
        let Some(qualified) = self.text(name)? else {
            return Ok(None);
        };
        match qualified.strip_prefix("std.drugs.") {
            Some(short) => Ok(Some(short.to_owned())),
            None => Err(self.cannot(format!(
                "the tables of the countries have the drugs of `std.drugs` only, and `{qualified}` is none of them"
            ))),
        }
    }

    /// A dotted ICD-10 code of at most four characters, which every country's edition has.
    pub(super) fn icd_10(&mut self, name: &str) -> Result<Option<String>, CannotSay> {
        let (system, code) = match self.value(name) {
            None => return Ok(None),
            Some(Value::Code { system, code }) => (*system, code),
            Some(_) => return Err(self.unfit(name)),
        };
        let undotted: String = code.chars().filter(|character| *character != '.').collect();
        let international = ICD_10.contains(&system) && matches!(undotted.len(), 3 | 4);
        let shown = system.display(code);
        if !international {
            return Err(self.cannot(format!(
                "{system} \"{shown}\" is not a code that all countries have; write an ICD10 code of three or four characters, such as ICD10 \"C18.7\""
            )));
        }
        Ok(Some(match undotted.split_at_checked(3) {
            Some((category, "")) => category.to_owned(),
            Some((category, rest)) => format!("{category}.{rest}"),
            None => undotted,
        }))
    }

    /// A morphology of ICD-O-3 as `8140/3`.
    pub(super) fn morphology(&mut self, name: &str) -> Result<Option<String>, CannotSay> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Code { system, code }) if *system == CodeSystem::IcdO3Morphology => {
                Ok(Some(system.display(code)))
            }
            Some(Value::Code { system, .. }) => Err(self.cannot(format!(
                "a morphology is a code of ICDO3M, and this is one of {system}"
            ))),
            Some(_) => Err(self.unfit(name)),
        }
    }

    /// What the record must have.
    pub(super) fn needed<T>(&self, value: Option<T>, name: &str) -> Result<T, CannotSay> {
        value.ok_or_else(|| {
            let entity = &self.entity.name;
            self.cannot(format!(
                "the tables of the countries have no `{entity}` without `{name}`; say its {name}"
            ))
        })
    }

    /// An error for what was given and nobody asked for.
    pub(super) fn all_is_said(&self) -> Result<(), CannotSay> {
        let left = self
            .record
            .values
            .iter()
            .find(|(id, value)| !value.is_missing() && !self.read.contains(id));
        match left {
            None => Ok(()),
            Some((id, _)) => Err(self.cannot(format!(
                "`{}` is not part of the people that are written into the tables of the countries; leave it out",
                self.study.model.attribute_path(*id)
            ))),
        }
    }
}

/// The day on which a date is placed.
fn placed(date: Date) -> Day {
    match date.precision() {
        Some(Precision::Day) => date.first,
        Some(Precision::Month) => date.place(Placement::DayOfMonth(15)),
        Some(Precision::Quarter) => {
            let middle = date.first.add_months(1).unwrap_or(date.first);
            Date::of(Precision::Month, middle).place(Placement::DayOfMonth(15))
        }
        Some(Precision::Year) => date.place(Placement::DayOfYear { month: 7, day: 1 }),
        None => Day(date.first.0.midpoint(date.last.0)),
    }
}
