//! Laboratory results in the units of Japanese laboratories, measurements and performance status.

use super::Sheet;
use super::tables::Table;
use crate::person::{Measurement, Quantity};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for measurement in &person.measurements {
        measured(sheet, measurement);
    }
    for status in &person.performance {
        let date = sheet.noted(status.date);
        let text = if sheet.defects.happens(20) {
            "9".to_owned()
        } else {
            status.ecog.to_string()
        };
        sheet.row(Table::Performance, &[&date, &text]);
    }
}

fn measured(sheet: &mut Sheet<'_>, measurement: &Measurement) {
    let (table, test, mut unit, places) = report(measurement.quantity);
    let value = measurement.value.and_then(|value| {
        if places == 0 {
            Some(value)
        } else {
            value.shifted(places)
        }
    });
    // The same unit is written in several ways.
    if unit == "万/μL" && sheet.defects.happens(300) {
        unit = if sheet.defects.happens(500) {
            "10^4/μL"
        } else {
            "×10^4/μL"
        };
    } else if unit == "U/L" && sheet.defects.happens(200) {
        unit = "IU/L";
    }
    let date = sheet.noted(measurement.date);
    let text = value.map(|value| value.to_string()).unwrap_or_default();
    sheet.row(table, &[&date, test, &text, unit]);
}

/// The test, its unit, and how many places the point moves to the right from the conventional unit: platelets are counted in
/// tens of thousands (万), white cells one by one, and C-reactive protein in a decilitre.
fn report(quantity: Quantity) -> (Table, &'static str, &'static str, i8) {
    let lab = |test, unit, places| (Table::Lab, test, unit, places);
    match quantity {
        Quantity::Haemoglobin => lab("ヘモグロビン", "g/dL", 0),
        Quantity::Platelets => lab("血小板数", "万/μL", -1),
        Quantity::WhiteCells => lab("白血球数", "/μL", 3),
        Quantity::Neutrophils => lab("好中球数", "/μL", 3),
        Quantity::Creatinine => lab("クレアチニン", "mg/dL", 0),
        Quantity::Bilirubin => lab("総ビリルビン", "mg/dL", 0),
        Quantity::Albumin => lab("アルブミン", "g/dL", 0),
        Quantity::Alt => lab("ALT", "U/L", 0),
        Quantity::Ast => lab("AST", "U/L", 0),
        Quantity::Ldh => lab("LD", "U/L", 0),
        Quantity::Alp => lab("ALP", "U/L", 0),
        Quantity::Crp => lab("CRP", "mg/dL", -1),
        Quantity::Psa => lab("PSA", "ng/mL", 0),
        Quantity::Cea => lab("CEA", "ng/mL", 0),
        Quantity::Testosterone => lab("テストステロン", "ng/dL", 0),
        Quantity::Weight => (Table::Vital, "体重", "kg", 0),
        Quantity::Height => (Table::Vital, "身長", "cm", 0),
    }
}
