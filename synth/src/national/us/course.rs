//! Visits and progression.

use super::tables::Table;
use super::{Sheet, day, first_disease, practice, truth, yes};
use crate::person::{Day, Evidence, Person, Quantity, Visit, VisitKind};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for visit in &person.visits {
        visited(sheet, visit);
    }
    progression(sheet);
}

/// Calls and video visits have a table of their own.
fn visited(sheet: &mut Sheet<'_>, visit: &Visit) {
    let person = sheet.person;
    let here = sheet.practice();
    let date = visit.date.to_string();
    if visit.kind == Some(VisitKind::Telephone) {
        sheet.row(Table::Telemedicine, &[&here, &date]);
        return;
    }
    let vital = |quantity| matches!(quantity, Quantity::Weight | Quantity::Height);
    let mut that_day = person
        .measurements
        .iter()
        .filter(|m| m.date == visit.date)
        .map(|m| m.quantity);
    let vitals = truth(that_day.clone().any(vital));
    let labs = truth(that_day.any(|quantity| !vital(quantity)));
    // Hospital stays are not recorded as such; the visit is then just a visit.
    let treatment = match visit.kind {
        Some(VisitKind::Treatment) => "True",
        Some(VisitKind::Outpatient) => "False",
        _ => "",
    };
    sheet.row(Table::Visit, &[&here, &date, "", vitals, treatment, labs]);
    // Two practices report the same day.
    if person.number.is_multiple_of(10) && sheet.defects.happens(50) {
        let other = practice(person.number, here == practice(person.number, false));
        sheet.row(Table::Visit, &[&other, &date, "", vitals, treatment, labs]);
    }
}

/// A patient without progression has one row, which says until when notes were read.
fn progression(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let Some(disease) = first_disease(person) else {
        return;
    };
    let table = disease.tables().2;
    let read_until = day(last_note(person));
    for progression in &person.progressions {
        let is = |evidence| progression.evidence.map_or("", |known| yes(known == evidence));
        let (radiographic, pathologic) = (is(Evidence::Radiographic), is(Evidence::Pathologic));
        let clinical = is(Evidence::Clinical);
        let pseudo = progression.pseudo.map_or("", yes);
        let date = progression.date.to_string();
        sheet.row(
            table,
            &[
                &date,
                "Day",
                radiographic,
                pathologic,
                clinical,
                "No",
                pseudo,
                &read_until,
            ],
        );
    }
    if person.progressions.is_empty() {
        sheet.row(table, &["", "", "", "", "", "", "", &read_until]);
    }
}

fn last_note(person: &Person) -> Option<Day> {
    let visits = person.visits.iter().map(|visit| visit.date);
    visits
        .chain(person.progressions.iter().map(|progression| progression.date))
        .max()
}
