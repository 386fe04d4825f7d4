//! The United States: an enhanced datamart of community oncology, as public code over such data describes its tables.
//!
//! Dates are `YYYY-MM-DD`, births are years and deaths are months. The stage of a cancer stands in the header table of its
//! disease; another cancer is an ICD row. *Invariant:* clean rows say everything of a person once. Who refused is not in a
//! delivery at all, since the datamart has no field for it.

mod biomarkers;
mod cancer;
mod course;
mod drugs;
mod icd;
mod measure;
mod medication;
mod patient;
mod tables;
#[cfg(test)]
mod tests;

use super::defects::Defects;
use super::{Mess, Writer};
use crate::person::{Diagnosis, Person};
use crate::rows::{Rows, TableLayout, TableRows};
use tables::Table;

/// Writes people as an enhanced datamart does.
#[derive(Debug)]
pub struct Us;

/// The writer of the United States.
pub static WRITER: Us = Us;

impl Writer for Us {
    fn source(&self) -> &'static str {
        "us"
    }

    fn tables(&self) -> &'static [TableLayout] {
        tables::TABLES
    }

    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows) {
        if person.opted_out {
            return;
        }
        let defects = Defects::of(mess, person.number);
        let mut sheet = Sheet {
            person,
            id: format!("US{:08}", person.number),
            rows,
            defects,
        };
        patient::write(&mut sheet);
        cancer::write(&mut sheet);
        medication::write(&mut sheet);
        measure::write(&mut sheet);
        biomarkers::write(&mut sheet);
        course::write(&mut sheet);
    }
}

/// What the parts of the writer share: the person, and where their rows go.
struct Sheet<'a> {
    person: &'a Person,
    id: String,
    rows: &'a mut Rows,
    defects: Defects,
}

impl Sheet<'_> {
    /// A row that begins with the patient's key.
    fn row(&mut self, table: Table, cells: &[&str]) {
        self.start(table).row(cells);
    }

    /// The same for a row that goes on cell by cell.
    fn start(&mut self, table: Table) -> &mut TableRows {
        tables::of(self.rows, table).cell(&self.id)
    }

    /// The practice that saw the patient. One in ten goes to a second one now and then.
    fn practice(&mut self) -> String {
        let number = self.person.number;
        let second = number.is_multiple_of(10) && self.defects.happens(400);
        practice(number, second)
    }
}

/// The identifier of a patient's first or second practice.
fn practice(number: u64, second: bool) -> String {
    format!("PR{:03}", (number + u64::from(second) * 7) % 280 + 1)
}

/// A disease with header tables of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disease {
    Colorectal,
    Lung,
    Breast,
    Prostate,
    Gastric,
}

impl Disease {
    const ALL: [Self; 5] = [
        Self::Colorectal,
        Self::Lung,
        Self::Breast,
        Self::Prostate,
        Self::Gastric,
    ];

    /// The disease of an ICD-10 code.
    fn of(code: &str) -> Option<Self> {
        match code.get(..3)? {
            "C18" | "C19" | "C20" => Some(Self::Colorectal),
            "C34" => Some(Self::Lung),
            "C50" => Some(Self::Breast),
            "C61" => Some(Self::Prostate),
            "C16" => Some(Self::Gastric),
            _ => None,
        }
    }

    /// Its tables of tablets, tests and progressions.
    fn tables(self) -> (Table, Table, Table) {
        match self {
            Self::Colorectal => (
                Table::ColorectalOrals,
                Table::ColorectalBiomarkers,
                Table::ColorectalProgression,
            ),
            Self::Lung => (Table::LungOrals, Table::LungBiomarkers, Table::LungProgression),
            Self::Breast => (
                Table::BreastOrals,
                Table::BreastBiomarkers,
                Table::BreastProgression,
            ),
            Self::Prostate => (
                Table::ProstateOrals,
                Table::ProstateBiomarkers,
                Table::ProstateProgression,
            ),
            Self::Gastric => (
                Table::GastricOrals,
                Table::GastricBiomarkers,
                Table::GastricProgression,
            ),
        }
    }
}

/// The tumour that the header of a disease describes: the person's first of this disease.
fn headed(person: &Person, disease: Disease) -> Option<&Diagnosis> {
    person
        .diagnoses
        .iter()
        .filter(|diagnosis| Disease::of(&diagnosis.code) == Some(disease))
        .min_by_key(|diagnosis| (diagnosis.date, diagnosis.tumour))
}

/// The disease whose tables hold what belongs to no tumour in particular: that of the person's first header.
fn first_disease(person: &Person) -> Option<Disease> {
    Disease::ALL
        .into_iter()
        .filter_map(|disease| Some((headed(person, disease)?, disease)))
        .min_by_key(|(diagnosis, _)| (diagnosis.date, diagnosis.tumour))
        .map(|(_, disease)| disease)
}

/// The disease of a tumour, or else of the person.
fn disease_of(person: &Person, tumour: u32) -> Option<Disease> {
    person
        .diagnoses
        .iter()
        .find(|diagnosis| diagnosis.tumour == tumour)
        .and_then(|diagnosis| Disease::of(&diagnosis.code))
        .or_else(|| first_disease(person))
}

/// A day, or nothing.
fn day(day: Option<crate::person::Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// As the datamart writes a truth.
const fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// As abstracted tables write a truth.
const fn yes(value: bool) -> &'static str {
    if value { "Yes" } else { "No" }
}
