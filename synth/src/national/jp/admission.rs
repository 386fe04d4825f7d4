//! Form 1 of the DPC survey: the rows of each admission. Operations are admissions, and so is a death in hospital.

use super::dates::digits;
use super::registry::{birth, m, n, t};
use super::tables::Table;
use super::{Fate, Sheet, tables};
use crate::person::{Day, Diagnosis};
use std::collections::BTreeMap;

/// The hospital of the survey's samples.
pub(super) const HOSPITAL: &str = "999999999";

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let mut operations: BTreeMap<Day, usize> = BTreeMap::new();
    for procedure in &person.procedures {
        *operations.entry(procedure.date).or_default() += 1;
    }
    if person.diagnoses.is_empty() {
        unregistered(sheet);
    }
    for (day, count) in operations {
        let stay = Stay {
            from: day,
            to: day.add_days(7).unwrap_or(day),
            place: "1",
            outcome: "1",
        };
        let admission = admitted(sheet, &stay);
        for position in 1..=count {
            let row = [
                digits(day),
                "K000".to_owned(),
                String::new(),
                "1".to_owned(),
                "0".to_owned(),
                "1".to_owned(),
            ];
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            record(
                sheet,
                &admission,
                "A007010",
                &position.to_string(),
                &cells,
                "手術",
            );
        }
    }
    if let Fate::InHospital(day) = sheet.fate {
        let related = person.death.as_ref().and_then(|death| death.tumour_related) != Some(false);
        let outcome = if related { "6" } else { "7" };
        // No two stays begin on one day.
        let mut from = day.add_days(-10).unwrap_or(day);
        while person.procedures.iter().any(|procedure| procedure.date == from) {
            from = Day(from.0 - 1);
        }
        admitted(
            sheet,
            &Stay {
                from,
                to: day,
                place: "8",
                outcome,
            },
        );
    }
}

/// A stay in hospital.
struct Stay {
    from: Day,
    to: Day,
    /// Where to (退院先).
    place: &'static str,
    /// How it ended (退院時転帰).
    outcome: &'static str,
}

/// A person without a tumour in the registry, known from one admission without a disease.
fn unregistered(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let days = [
        person.visits.iter().map(|visit| visit.date).min(),
        person.last_alive,
        person.birth,
    ];
    let Some(day) = days.into_iter().flatten().next() else {
        return;
    };
    who(sheet, &digits(day));
}

/// The rows that every admission has; its day as the other rows repeat it.
fn admitted(sheet: &mut Sheet<'_>, stay: &Stay) -> String {
    let admission = digits(stay.from);
    who(sheet, &admission);
    // Who is not in the registry is taken to have been in hospital on these days, which the charts say already.
    if !sheet.person.diagnoses.is_empty() {
        record(sheet, &admission, "A000020", "0", &[&admission, "1"], "");
    }
    record(
        sheet,
        &admission,
        "A000030",
        "0",
        &[&digits(stay.to), stay.place, stay.outcome, "0"],
        "",
    );
    let person = sheet.person;
    let treated = person
        .diagnoses
        .iter()
        .filter(|diagnosis| diagnosis.date <= stay.to)
        .max_by_key(|found| found.date);
    if let Some(diagnosis) = treated.or(person.diagnoses.first()) {
        disease(sheet, &admission, diagnosis);
    }
    admission
}

fn who(sheet: &mut Sheet<'_>, admission: &str) {
    let (birth, sex) = (birth(sheet), sheet.sex());
    record(sheet, admission, "A000010", "0", &[&birth, sex, "1000001"], "");
}

fn disease(sheet: &mut Sheet<'_>, admission: &str, diagnosis: &Diagnosis) {
    let code = diagnosis.code.replace('.', "");
    // The small cell question is asked of the lung alone (病名付加コード).
    for item in ["A006010", "A006020", "A006030"] {
        record(
            sheet,
            admission,
            item,
            "0",
            &["", &code, "", "0000999"],
            "悪性腫瘍",
        );
    }
    let edition = diagnosis
        .edition
        .map(|edition| edition.to_string())
        .unwrap_or_default();
    record(sheet, admission, "CAN0010", "0", &["", "", "0"], "");
    let tnm = ["", "", t(diagnosis.t), n(diagnosis.n), m(diagnosis.m), &edition];
    record(sheet, admission, "CAN0020", "0", &tnm, "");
    record(sheet, admission, "CAN0040", "0", &["", "", "0"], "");
}

/// One row: who, when, which item, and up to eight payloads before the name.
fn record(sheet: &mut Sheet<'_>, admission: &str, item: &str, number: &str, payloads: &[&str], name: &str) {
    let rows = tables::of(sheet.rows, Table::FormOne);
    for text in [HOSPITAL, &sheet.id, admission, "0", "0", item, "20140401", number] {
        rows.cell(text);
    }
    for position in 0..8 {
        rows.cell(payloads.get(position).copied().unwrap_or_default());
    }
    rows.cell(name);
}
