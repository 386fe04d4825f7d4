//! Systemic therapy as regimens, operations and radiotherapy.

use super::dates::{Dated, days_between};
use super::drugs::{Kind, Substance, therapy};
use super::tables::Table;
use super::{Sheet, labels};
use crate::person::{Day, Medication, MedicationKind, Procedure, ProcedureKind, Radiotherapy};
use std::collections::BTreeMap;

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for (span, drugs) in regimens(&person.medications) {
        systemic(sheet, &span, &drugs);
    }
    watched(sheet);
    for procedure in &person.procedures {
        surgery(sheet, procedure);
    }
    for radiotherapy in &person.radiotherapies {
        radiation(sheet, radiotherapy);
    }
}

/// A regimen from its first to its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    regimen: u32,
    start: Day,
    end: Day,
}

/// The drugs of a person's regimens. A drug that joined later, or stayed longer, is a regimen beside the others: so every
/// drug keeps its own first and last day. Orders and what was cancelled are nothing that took place.
fn regimens(medications: &[Medication]) -> BTreeMap<Span, BTreeMap<&str, &Medication>> {
    let mut courses: BTreeMap<(u32, &str), (Day, Day, &Medication)> = BTreeMap::new();
    for record in medications {
        if record.cancelled || record.kind == MedicationKind::Order {
            continue;
        }
        let last = last_day(record);
        let (start, end, first) =
            courses
                .entry((record.regimen, record.drug.as_str()))
                .or_insert((record.start, last, record));
        if record.start < *start {
            (*start, *first) = (record.start, record);
        }
        *end = (*end).max(last);
    }
    let mut spans: BTreeMap<Span, BTreeMap<&str, &Medication>> = BTreeMap::new();
    for ((regimen, drug), (start, end, first)) in courses {
        spans
            .entry(Span { regimen, start, end })
            .or_default()
            .insert(drug, first);
    }
    spans
}

/// The last day of a record: that of the course, of the supply, or of the dose.
fn last_day(record: &Medication) -> Day {
    let supplied = record
        .days_supplied
        .filter(|days| *days > 0)
        .and_then(|days| record.start.add_days(i64::from(days) - 1));
    record.end.or(supplied).unwrap_or(record.start).max(record.start)
}

fn systemic(sheet: &mut Sheet<'_>, span: &Span, drugs: &BTreeMap<&str, &Medication>) {
    let Some(first) = drugs.values().next() else {
        return;
    };
    let Some(diagnosis) = sheet.diagnosis(first.tumour) else {
        return;
    };
    let tumour = sheet.tumour(diagnosis.tumour);
    let start = Dated::estimated(span.start, &mut sheet.defects);
    let end = Dated::exact(span.end);
    let substances: Vec<Substance> = drugs.keys().map(|drug| Substance::of(drug)).collect();
    let kinds: Vec<Kind> = substances.iter().map(|substance| substance.kind).collect();
    // The report of the start and the report of the end, which nobody joined.
    let reports = if sheet.defects.happens(30) { 2 } else { 1 };
    for report in 0..reports {
        let key = sheet.fresh('S');
        let ended = report + 1 == reports;
        let (end_text, end_letter) = if ended {
            (end.text.as_str(), end.letter)
        } else {
            ("", "")
        };
        let duration = if ended {
            days_between(Some(span.start), Some(span.end))
        } else {
            String::new()
        };
        sheet.row(
            Table::Systemic,
            &[
                &key,
                labels::intent(first.intent),
                labels::setting(first.setting),
                therapy(&kinds),
                &days_between(Some(diagnosis.date), Some(span.start)),
                &duration,
                &start.text,
                start.letter,
                &tumour,
                end_text,
                end_letter,
            ],
        );
        if let Some(name) = &first.regimen_name {
            sheet.row(Table::Protocol, &[&key, "Bezeichnung", name, "", ""]);
        }
        for (position, substance) in substances.iter().enumerate() {
            ingredient(sheet, &key, substance, span.start.ymd().0, position);
        }
    }
}

/// A substance by its name or, every second one that has one, by its code.
fn ingredient(sheet: &mut Sheet<'_>, regimen: &str, substance: &Substance, year: i32, position: usize) {
    let key = sheet.fresh('D');
    let mut code = substance.code(year).filter(|_| position % 2 == 1);
    if code.is_some() && sheet.defects.happens(100) {
        code = substance.wrong_code(year).or(code);
    }
    match code {
        Some(code) => {
            let version = year.to_string();
            sheet.row(Table::Substance, &[&key, "Code", "", code, &version, regimen]);
        }
        None => sheet.row(
            Table::Substance,
            &[&key, "Bezeichnung", &substance.name, "", "", regimen],
        ),
    }
}

/// In real records waiting is a therapy: a row of its own, without substances.
fn watched(sheet: &mut Sheet<'_>) {
    let prostate = sheet
        .person
        .diagnoses
        .iter()
        .find(|diagnosis| diagnosis.code.starts_with("C61"));
    let Some(diagnosis) = prostate else { return };
    let watched = sheet.defects.happens(150);
    if !watched {
        return;
    }
    let (kind, name) = if sheet.defects.happens(500) {
        ("AS", "Active Surveillance")
    } else {
        ("WW", "wait and see")
    };
    let key = sheet.fresh('S');
    let tumour = sheet.tumour(diagnosis.tumour);
    let date = Dated::estimated(diagnosis.date, &mut sheet.defects);
    sheet.row(
        Table::Systemic,
        &[
            &key,
            "K",
            "O",
            kind,
            "0",
            "",
            &date.text,
            date.letter,
            &tumour,
            "",
            "",
        ],
    );
    sheet.row(Table::Protocol, &[&key, "Bezeichnung", name, "", ""]);
}

fn surgery(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    let Some(diagnosis) = sheet.diagnosis(procedure.tumour) else {
        return;
    };
    let key = sheet.fresh('O');
    let tumour = sheet.tumour(diagnosis.tumour);
    let date = Dated::estimated(procedure.date, &mut sheet.defects);
    // An operation to find out has no other aim.
    let intent = match procedure.kind {
        Some(ProcedureKind::Biopsy) => "D",
        _ => labels::intent(procedure.intent),
    };
    // What was left is said of the primary tumour alone; of a resection it is at least unknown (RX).
    let residual = match procedure.kind {
        Some(ProcedureKind::PrimaryResection) => labels::residual(procedure.residual),
        _ => "U",
    };
    let waited = days_between(Some(diagnosis.date), Some(procedure.date));
    sheet.row(
        Table::Surgery,
        &[&key, intent, residual, &waited, &date.text, date.letter, &tumour],
    );
}

fn radiation(sheet: &mut Sheet<'_>, course: &Radiotherapy) {
    let Some(diagnosis) = sheet.diagnosis(course.tumour) else {
        return;
    };
    let (key, field) = (sheet.fresh('R'), sheet.fresh('B'));
    let tumour = sheet.tumour(diagnosis.tumour);
    let start = Dated::estimated(course.start, &mut sheet.defects);
    let end = course.end.map_or_else(Dated::none, Dated::exact);
    let dose = course.dose.map(|dose| dose.to_string()).unwrap_or_default();
    sheet.row(
        Table::Radiation,
        &[&key, labels::intent(course.intent), "O", &tumour],
    );
    sheet.row(
        Table::Field,
        &[
            &field,
            &days_between(Some(diagnosis.date), Some(course.start)),
            &days_between(Some(course.start), course.end),
            &start.text,
            start.letter,
            &key,
            &end.text,
            end.letter,
            &dose,
        ],
    );
}
