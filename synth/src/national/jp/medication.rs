//! Drugs: what was given by the bills, what was handed out and taken by the notes.

use super::admission::HOSPITAL;
use super::dates::digits;
use super::tables::{self, Table};
use super::{Sheet, drugs};
use crate::person::{Day, Intent, Medication, MedicationKind, Route, Setting};

/// Bills of outpatients have no stay.
const NO_STAY: &str = "00000000";

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    // What was cancelled was not billed, and orders are not abstracted.
    for record in person.medications.iter().filter(|record| !record.cancelled) {
        match record.kind {
            MedicationKind::Administration => given(sheet, record),
            MedicationKind::Dispensing => handed_out(sheet, record),
            MedicationKind::Course => noted(sheet, record, "内服"),
            MedicationKind::Regimen => noted(sheet, record, "他院"),
            MedicationKind::Order => {}
        }
    }
}

/// A row of the bills.
fn given(sheet: &mut Sheet<'_>, record: &Medication) {
    let class = match record.route {
        Some(Route::Oral) => "21",
        Some(Route::Other) => "23",
        Some(Route::Subcutaneous | Route::Intramuscular) => "31",
        Some(Route::Intravenous) | None => "33",
    };
    let mut name = drugs::name(&record.drug);
    // A product's name with its strength.
    if sheet.defects.happens(30) {
        name.push_str("点滴静注液１００ｍｇ");
    }
    // The sum of the rows that follow, which is no drug.
    if sheet.defects.happens(200) {
        bill(sheet, record.start, class, "000", "点滴注射");
    }
    bill(sheet, record.start, class, "001", &name);
}

fn bill(sheet: &mut Sheet<'_>, day: Day, class: &str, detail: &str, name: &str) {
    sheet.bills += 1;
    let number = format!("{:04}", sheet.bills % 10_000);
    let date = digits(day);
    tables::of(sheet.rows, Table::Billing).row(&[
        HOSPITAL,
        &sheet.id,
        NO_STAY,
        NO_STAY,
        class,
        &number,
        detail,
        "",
        "",
        "",
        name,
        "0000001.000",
        "000",
        "0",
        "0",
        "0",
        "000000000000",
        "0",
        "0",
        "0",
        "1",
        "06999999",
        "1110",
        &date,
        "01",
        "010",
        "",
        "",
        "",
        "1",
        "001",
    ]);
}

fn handed_out(sheet: &mut Sheet<'_>, record: &Medication) {
    let date = sheet.noted(record.start);
    let days = record
        .days_supplied
        .map(|days| days.to_string())
        .unwrap_or_default();
    let route = match record.route {
        Some(Route::Oral) => "内服",
        Some(Route::Other) => "外用",
        Some(Route::Intravenous | Route::Subcutaneous | Route::Intramuscular) => "注射",
        None => "",
    };
    let name = drugs::name(&record.drug);
    sheet.row(
        Table::Prescription,
        &[&record.tumour.to_string(), &date, &name, route, &days],
    );
}

fn noted(sheet: &mut Sheet<'_>, record: &Medication, kind: &str) {
    let start = sheet.noted(record.start);
    let end = sheet.noted_or_blank(record.end);
    let name = drugs::name(&record.drug);
    let aim = match record.intent {
        Some(Intent::Curative) => "根治",
        Some(Intent::Palliative) => "緩和",
        None => "",
    };
    let place = match record.setting {
        Some(Setting::Neoadjuvant) => "術前",
        Some(Setting::Adjuvant) => "術後",
        Some(Setting::Primary) => "主治療",
        None => "",
    };
    let route = match record.route {
        Some(Route::Oral) => "内服",
        Some(Route::Intravenous) => "静注",
        Some(Route::Subcutaneous) => "皮下",
        Some(Route::Intramuscular) => "筋注",
        Some(Route::Other) => "外用",
        None => "",
    };
    let trial = if record.in_trial { "あり" } else { "なし" };
    let regimen = record.regimen_name.as_deref().unwrap_or_default();
    sheet.row(
        Table::Treatment,
        &[
            &record.tumour.to_string(),
            &start,
            &end,
            &name,
            kind,
            aim,
            place,
            regimen,
            trial,
            route,
        ],
    );
}
