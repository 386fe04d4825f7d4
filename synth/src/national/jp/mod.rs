//! Japan: the hospital-based cancer registry, Form 1 and the EF file of the DPC survey, and charts.
//!
//! Written from public transcriptions of the registry's export, of the Form 1 manual and of the column lists of the survey's
//! files. Injections stand in the bills; tablets, prescriptions and treatment elsewhere in the charts. Orders are not
//! abstracted. *Invariant:* who has a tumour has a row in the registry, so that Form 1 never speaks for them; who has none is
//! known from Form 1 alone.

mod admission;
mod chart;
mod dates;
mod drugs;
mod measure;
mod medication;
mod registry;
mod tables;
#[cfg(test)]
mod tests;

use super::defects::Defects;
use super::{Mess, Writer};
use crate::person::{Day, Person};
use crate::rows::{Rows, TableLayout};
use tables::Table;

/// Writes people as registry, survey and charts of Japan do.
#[derive(Debug)]
pub struct Jp;

/// The writer of Japan.
pub static WRITER: Jp = Jp;

impl Writer for Jp {
    fn source(&self) -> &'static str {
        "jp"
    }

    fn tables(&self) -> &'static [TableLayout] {
        tables::TABLES
    }

    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows) {
        let mut defects = Defects::of(mess, person.number);
        let fate = Fate::of(person, &mut defects);
        let mut sheet = Sheet {
            person,
            id: format!("{:010}", person.number),
            rows,
            defects,
            fate,
            bills: 0,
        };
        registry::write(&mut sheet);
        admission::write(&mut sheet);
        medication::write(&mut sheet);
        measure::write(&mut sheet);
        chart::write(&mut sheet);
    }
}

/// Who knows of a death.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody, or there is none.
    Living,
    /// The registry, which follows up.
    Registered(Day),
    /// The hospital in which it happened.
    InHospital(Day),
}

impl Fate {
    /// In clean records the registry knows all deaths. In real ones it lags: it does not know of some, and of these only those
    /// in hospital are known at all.
    fn of(person: &Person, defects: &mut Defects) -> Self {
        let Some(death) = &person.death else {
            return Self::Living;
        };
        if person.diagnoses.is_empty() || defects.happens(200) {
            return Self::InHospital(death.date);
        }
        if defects.happens(100) {
            Self::Living
        } else {
            Self::Registered(death.date)
        }
    }
}

/// What the parts of the writer share: the person, and where their rows go.
struct Sheet<'a> {
    person: &'a Person,
    id: String,
    rows: &'a mut Rows,
    defects: Defects,
    fate: Fate,
    bills: u32,
}

impl Sheet<'_> {
    /// A row that begins with the patient's number.
    fn row(&mut self, table: Table, cells: &[&str]) {
        tables::of(self.rows, table).cell(&self.id).row(cells);
    }

    fn noted(&mut self, day: Day) -> String {
        dates::noted(day, &mut self.defects)
    }

    fn noted_or_blank(&mut self, day: Option<Day>) -> String {
        day.map(|day| self.noted(day)).unwrap_or_default()
    }

    /// The sex by its number. There is none for a third sex.
    fn sex(&self) -> &'static str {
        match self.person.sex {
            Some(crate::person::Sex::Male) => "1",
            Some(crate::person::Sex::Female) => "2",
            Some(crate::person::Sex::Other) | None => "9",
        }
    }
}
