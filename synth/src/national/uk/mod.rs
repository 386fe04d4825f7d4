//! The United Kingdom: cancer registry, SACT, RTDS and COSD of England, with hospital and chart tables for what these lack.
//!
//! National dates are `YYYY-MM-DD`, those of hospitals `DD/MM/YYYY`; laboratories use SI units and drugs stand in capitals.
//! Facts that two tables could hold stand in the national one if it says everything that is known, and otherwise in the
//! other. *Invariant:* clean rows say everything once.

mod biomarkers;
mod course;
mod measure;
mod medication;
mod patient;
mod tables;
#[cfg(test)]
mod tests;
mod tumour;

use super::defects::Defects;
use super::{Mess, Writer};
use crate::person::{Day, Person};
use crate::rows::{Rows, TableLayout, TableRows};
use tables::Table;

/// Writes people as the national data sets of England and its hospitals do.
#[derive(Debug)]
pub struct Uk;

/// The writer of the United Kingdom.
pub static WRITER: Uk = Uk;

impl Writer for Uk {
    fn source(&self) -> &'static str {
        "uk"
    }

    fn tables(&self) -> &'static [TableLayout] {
        tables::TABLES
    }

    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows) {
        let defects = Defects::of(mess, person.number);
        let mut sheet = Sheet {
            person,
            id: person.number.to_string(),
            rows,
            defects,
        };
        patient::write(&mut sheet);
        let said = medication::write(&mut sheet);
        let said = tumour::write(&mut sheet, said);
        measure::write(&mut sheet, &said);
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

    /// A row without the patient's key at its beginning.
    fn keyless(&mut self, table: Table, cells: &[&str]) {
        tables::of(self.rows, table).row(cells);
    }

    /// The registry's identifier of a tumour.
    fn tumour(&self, tumour: u32) -> String {
        format!("{}{tumour:02}", self.person.number)
    }
}

/// Which measurements and assessments a national table said already, by their positions in the person.
#[derive(Debug, Default)]
struct Said {
    measurements: Vec<usize>,
    performance: Vec<usize>,
}

impl Said {
    /// Takes the first that is not said yet and that fits.
    fn take<T>(said: &mut Vec<usize>, all: &[T], fits: impl Fn(&T) -> bool) -> Option<usize> {
        let found = all
            .iter()
            .enumerate()
            .find(|(position, one)| !said.contains(position) && fits(one))
            .map(|(position, _)| position)?;
        said.push(found);
        Some(found)
    }
}

/// As hospitals write a day.
fn local(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{day:02}/{month:02}/{year:04}")
}

/// A code as the NHS pads it: without its dot, and with an X behind an undivided category.
fn padded(code: &str) -> String {
    let plain = code.replace('.', "");
    if plain.len() == 3 {
        format!("{plain}X")
    } else {
        plain
    }
}
