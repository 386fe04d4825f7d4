//! Demographics, practices, insurance and death.

use super::tables::Table;
use super::{Sheet, day, practice};
use crate::person::{Payer, Race, Sex};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    demographics(sheet);
    practices(sheet);
    insurance(sheet);
    death(sheet);
}

fn demographics(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let year = person
        .birth
        .map(|day| day.ymd().0.to_string())
        .unwrap_or_default();
    // There is no third sex here; the field is then empty.
    let sex = match person.sex {
        Some(Sex::Female) => "F",
        Some(Sex::Male) => "M",
        Some(Sex::Other) | None => "",
    };
    let mut race = match person.race {
        Some(Race::White) => "White",
        Some(Race::Black) => "Black or African American",
        Some(Race::Asian) => "Asian",
        Some(Race::Mixed | Race::Other) => "Other Race",
        None => "",
    };
    let mut ethnicity = if race.is_empty() {
        ""
    } else {
        "Not Hispanic or Latino"
    };
    // Some practices record the ethnicity in place of the race.
    if race == "Other Race" && sheet.defects.happens(500) {
        (race, ethnicity) = ("Hispanic or Latino", "");
    }
    // Geography would identify people, so a state is never invented.
    sheet.row(Table::Demographics, &[&year, sex, race, ethnicity, ""]);
    let index = match person.deprivation {
        Some(1) => "1 - Lowest SES",
        Some(2) => "2",
        Some(3) => "3",
        Some(4) => "4",
        Some(5) => "5 - Highest SES",
        _ => return,
    };
    sheet.row(Table::SocialDeterminants, &[index]);
}

fn practices(sheet: &mut Sheet<'_>) {
    let number = sheet.person.number;
    let kind = if number.is_multiple_of(5) {
        "ACADEMIC"
    } else {
        "COMMUNITY"
    };
    let physician = format!("PH{:05}", number % 20_000);
    sheet.row(Table::Practice, &[&practice(number, false), kind, &physician]);
    if number.is_multiple_of(10) && sheet.defects.happens(1000) {
        sheet.row(
            Table::Practice,
            &[&practice(number, true), "COMMUNITY", &physician],
        );
    }
}

fn insurance(sheet: &mut Sheet<'_>) {
    for cover in &sheet.person.insurance {
        let payer = match cover.payer {
            Payer::Commercial => "Commercial Health Plan",
            Payer::Public => "Medicare",
            Payer::Other => "Other Payer - Type Unknown",
            Payer::SelfPay => "Self Pay",
        };
        let practice = sheet.practice();
        let (start, end) = (cover.start.to_string(), day(cover.end));
        let flags = ["False"; 9];
        let row = sheet.start(Table::Insurance);
        row.row(&[&practice, payer, &start, &end]);
        row.row(&flags);
    }
}

/// Deaths are released by month, and some of the sources behind them only know the year.
fn death(sheet: &mut Sheet<'_>) {
    let Some(death) = &sheet.person.death else { return };
    let (mut year, mut month, _) = death.date.ymd();
    // Sources that are linked later disagree by a month, so that a death can precede the last visit.
    if sheet.defects.happens(10) {
        (year, month) = if month == 1 {
            (year - 1, 12)
        } else {
            (year, month - 1)
        };
    }
    let date = if sheet.defects.happens(15) {
        format!("{year:04}")
    } else {
        format!("{year:04}-{month:02}")
    };
    sheet.row(Table::Mortality, &[&date]);
}
