//! Germany: the federal clinical cancer registry dataset (oBDS) as tables, and the records of a hospital beside it.
//!
//! Written from the registry's schema and code lists (oBDS-RKI 3.0.0.8a, oBDS 3.0.4). Systemic therapy is written as regimens:
//! one row for the drugs of a regimen that began and ended together, so that the first day of every drug is exact. A response
//! that says progression without one is left out, since the register has one word for both. *Invariant:* clean dates are exact
//! (E), and every row's keys lead to one row of the table they refer to.

mod course;
mod dates;
mod drugs;
mod hospital;
mod labels;
mod modules;
mod patient;
mod tables;
#[cfg(test)]
mod tests;
mod treatment;
mod tumour;

use super::defects::Defects;
use super::{Mess, Writer};
use crate::person::{Day, Diagnosis, Person};
use crate::rows::{Rows, TableLayout};
use dates::Dated;
use tables::Table;

/// Writes people as registers and hospitals of Germany do.
#[derive(Debug)]
pub struct De;

/// The writer of Germany.
pub static WRITER: De = De;

impl Writer for De {
    fn source(&self) -> &'static str {
        "de"
    }

    fn tables(&self) -> &'static [TableLayout] {
        tables::TABLES
    }

    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows) {
        let defects = Defects::of(mess, person.number);
        let mut sheet = Sheet {
            person,
            id: format!("DE{:08}", person.number),
            rows,
            defects,
            next: 0,
        };
        patient::write(&mut sheet);
        tumour::write(&mut sheet);
        treatment::write(&mut sheet);
        course::write(&mut sheet);
        modules::write(&mut sheet);
        hospital::write(&mut sheet);
    }
}

/// What the parts of the writer share: the person, and where their rows go.
struct Sheet<'a> {
    person: &'a Person,
    id: String,
    rows: &'a mut Rows,
    defects: Defects,
    next: u32,
}

impl<'a> Sheet<'a> {
    fn row(&mut self, table: Table, cells: &[&str]) {
        tables::of(self.rows, table).row(cells);
    }

    /// A row that begins with the patient's key.
    fn own_row(&mut self, table: Table, cells: &[&str]) {
        tables::of(self.rows, table).cell(&self.id).row(cells);
    }

    /// A new identifier of a row.
    fn fresh(&mut self, letter: char) -> String {
        self.next += 1;
        format!("{}-{letter}{}", self.id, self.next)
    }

    /// The identifier of a tumour.
    fn tumour(&self, tumour: u32) -> String {
        format!("{}-T{tumour}", self.id)
    }

    /// The tumour that a record without one belongs to: the person's first.
    fn first_tumour(&self) -> Option<&'a Diagnosis> {
        self.person
            .diagnoses
            .iter()
            .min_by_key(|diagnosis| (diagnosis.date, diagnosis.tumour))
    }

    /// The diagnosis of a tumour. A record of a tumour that nobody diagnosed cannot be said: it would belong to no one.
    fn diagnosis(&self, tumour: u32) -> Option<&'a Diagnosis> {
        self.person
            .diagnoses
            .iter()
            .find(|diagnosis| diagnosis.tumour == tumour)
            .or_else(|| self.first_tumour())
    }

    fn estimated(&mut self, day: Option<Day>) -> Dated {
        day.map_or_else(Dated::none, |day| Dated::estimated(day, &mut self.defects))
    }
}
