//! The person, the opt-out and the vital status.

use super::tables::Table;
use super::{Sheet, local, padded};
use crate::person::{Race, Sex};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let gender = match person.sex {
        Some(Sex::Male) => "1",
        Some(Sex::Female) => "2",
        Some(Sex::Other) => "9",
        None => "X",
    };
    // A death that is known is the last that is known.
    let (status, date, cause) = match (&person.death, person.last_alive) {
        (Some(death), _) => (
            "D",
            death.date.to_string(),
            death.cause.as_deref().map(padded).unwrap_or_default(),
        ),
        (None, Some(alive)) => ("A", alive.to_string(), String::new()),
        (None, None) => ("A", String::new(), String::new()),
    };
    let ethnicity = ethnicity(sheet);
    sheet.row(
        Table::Patient,
        &[
            gender,
            &ethnicity,
            &cause,
            "",
            "",
            "",
            &cause,
            "",
            status,
            &date,
            &format!("{}", 900_000_000 + person.number),
        ],
    );
    if let Some(birth) = person.birth {
        sheet.row(Table::HospitalPatient, &[&local(birth)]);
    }
    if person.opted_out {
        sheet.row(Table::OptOut, &["Y"]);
    }
}

/// The NHS letter. A group has several; the first of each stands for it, and in real records any of them.
fn ethnicity(sheet: &mut Sheet<'_>) -> String {
    let letters: &[&str] = match sheet.person.race {
        Some(Race::White) => &["A", "B", "C"],
        Some(Race::Mixed) => &["D", "E", "F", "G"],
        Some(Race::Asian) => &["H", "J", "K", "L", "R"],
        Some(Race::Black) => &["M", "N", "P"],
        Some(Race::Other) => &["S"],
        None => return "Z".to_owned(),
    };
    let count = u32::try_from(letters.len()).unwrap_or(0);
    let position = sheet.defects.below(count) as usize;
    let letter = letters.get(position).copied().unwrap_or_default();
    // Letters of local lists, and the digits of a list that was given up in 2001.
    if sheet.defects.happens(20) {
        return if sheet.defects.happens(500) {
            format!("{letter}Q")
        } else {
            "8".to_owned()
        };
    }
    letter.to_owned()
}
