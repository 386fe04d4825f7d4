//! The person of a test that a study contains.
//!
//! A test says what is known in the words of `std.oncology`, for example `diagnosis 2019-03-04 code ICD10 "C18.7"`. Here it
//! becomes a [`Person`], which any country's writer can put into its tables. A coarse date is placed: a month on its 15th, a
//! quarter on the 15th of its middle month, a year on 1 July. Each medication is a regimen of its own, unless it names one.
//!
//! *Invariant:* the person says what the test says and nothing else, or there is no person. What a person cannot say is
//! refused with its place and what to write instead, never left out.

mod quantity;
mod reader;
mod records;
#[cfg(test)]
mod tests;

use crate::person::Person;
use kohort_base::Span;
use kohort_semantics::Study;
use kohort_semantics::study::Test;
use reader::Reader;
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a test's person cannot be written in the tables of a country.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct CannotSay {
    /// What cannot be said, why, and what to write instead.
    pub message: String,
    /// The record that says it.
    pub span: Span,
}

/// The person of a test, with the number 1.
pub fn person_of_test(study: &Study, test: &Test) -> Result<Person, CannotSay> {
    let mut person = Person {
        number: 1,
        ..Person::default()
    };
    let mut names = Names::default();
    for record in &test.records {
        let mut reader = Reader::new(study, record)?;
        records::add(&mut person, &mut reader, &mut names)?;
        reader.all_is_said()?;
    }
    crate::simulate::by_time(&mut person);
    Ok(person)
}

/// The texts by which a test names tumours and regimens, and the numbers they have in a person.
#[derive(Debug, Default)]
struct Names {
    tumours: BTreeMap<String, u32>,
    diagnoses: u32,
    regimens: BTreeMap<String, u32>,
    last_regimen: u32,
}

impl Names {
    /// The tumour of a record: the named one, or else the first.
    fn tumour(&mut self, name: Option<String>) -> u32 {
        let Some(name) = name else {
            return 1;
        };
        let next = u32::try_from(self.tumours.len()).unwrap_or(0) + 1;
        *self.tumours.entry(name).or_insert(next)
    }

    /// The tumour of a diagnosis: the named one, or else the next.
    fn diagnosed(&mut self, name: Option<String>) -> u32 {
        self.diagnoses += 1;
        match name {
            Some(name) => self.tumour(Some(name)),
            None => self.diagnoses,
        }
    }

    /// The regimen of a record: the named one, or else another.
    fn regimen(&mut self, name: Option<&str>) -> u32 {
        if let Some(known) = name.and_then(|name| self.regimens.get(name)) {
            return *known;
        }
        self.last_regimen += 1;
        if let Some(name) = name {
            self.regimens.insert(name.to_owned(), self.last_regimen);
        }
        self.last_regimen
    }
}
