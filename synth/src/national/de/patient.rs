//! The person, the death and its causes, and the objection to the use of the data.

use super::Sheet;
use super::dates::Dated;
use super::tables::Table;
use crate::person::{Day, Sex};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let sex = match person.sex {
        Some(Sex::Female) => "W",
        Some(Sex::Male) => "M",
        Some(Sex::Other) => "D",
        None => "U",
    };
    // X: nothing said, or not to be said.
    let sex = if sheet.defects.happens(3) { "X" } else { sex };
    let birth = person.birth.map_or_else(Dated::none, Dated::exact);
    let (dead, vital) = match &person.death {
        // The register did not yet hear of some deaths: the person was last known to live some time before.
        Some(death) if sheet.defects.happens(40) => {
            let before = i64::from(sheet.defects.below(200)) + 30;
            ("N", death.date.add_days(-before))
        }
        Some(death) => ("J", Some(death.date)),
        None => ("N", person.last_alive),
    };
    let vital = if sheet.defects.happens(5) {
        sheet.estimated(vital)
    } else {
        vital.map_or_else(Dated::none, Dated::exact)
    };
    let related = match person
        .death
        .as_ref()
        .filter(|_| dead == "J")
        .map(|death| death.tumour_related)
    {
        Some(Some(true)) => "J",
        Some(Some(false)) => "N",
        Some(None) => "U",
        None => "",
    };
    sheet.own_row(
        Table::Patient,
        &[
            sex,
            dead,
            &vital.text,
            vital.letter,
            &birth.text,
            birth.letter,
            related,
        ],
    );
    if dead == "J" {
        causes(sheet);
    }
    if person.opted_out {
        sheet.own_row(Table::Objection, &["J"]);
    }
}

/// The underlying cause, and in real records what else the certificate says.
fn causes(sheet: &mut Sheet<'_>) {
    let Some(death) = &sheet.person.death else { return };
    let Some(cause) = &death.cause else { return };
    let key = sheet.fresh('C');
    let person = sheet.id.clone();
    let version = edition(death.date);
    sheet.row(Table::Cause, &[&key, cause, &version, "True", &person]);
    if sheet.defects.happens(300) {
        sheet.row(Table::Cause, &[&key, "J18.9", &version, "False", &person]);
    }
}

/// The German modification of the day's year, as far as the list of versions goes.
pub(super) fn edition(day: Day) -> String {
    format!("10 {} GM", day.ymd().0.clamp(2004, 2025))
}
