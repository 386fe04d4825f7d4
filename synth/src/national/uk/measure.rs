//! Laboratory results in SI units, body measurements and performance status of hospital systems.

use super::tables::Table;
use super::{Said, Sheet, local};
use crate::decimal::Decimal;
use crate::person::{Measurement, Quantity};

pub(super) fn write(sheet: &mut Sheet<'_>, said: &Said) {
    let person = sheet.person;
    for (position, measurement) in person.measurements.iter().enumerate() {
        if !said.measurements.contains(&position) {
            measured(sheet, measurement);
        }
    }
    for (position, status) in person.performance.iter().enumerate() {
        if !said.performance.contains(&position) {
            let ecog = status.ecog.to_string();
            sheet.row(Table::HospitalPerformance, &[&local(status.date), &ecog]);
        }
    }
}

fn measured(sheet: &mut Sheet<'_>, measurement: &Measurement) {
    let date = local(measurement.date);
    let (table, name, unit, factor) = report(measurement.quantity);
    let result = measurement.value.and_then(|value| value.times(factor));
    let mut text = result.map(|value| value.to_string()).unwrap_or_default();
    let mut unit = unit;
    if measurement.quantity == Quantity::Haemoglobin && sheet.defects.happens(30) {
        // Some hospitals stayed with g/dL after 2013.
        text = measurement
            .value
            .map(|value| value.to_string())
            .unwrap_or_default();
        unit = "g/dL";
    } else if sheet.defects.happens(10) {
        text = "haemolysed".to_owned();
    }
    sheet.row(table, &[&date, name, &text, unit]);
}

/// The table, name and unit of a quantity, and by what the conventional value is multiplied. The factors of creatinine,
/// bilirubin and testosterone are those of `std.analytes`.
fn report(quantity: Quantity) -> (Table, &'static str, &'static str, Decimal) {
    const ONE: Decimal = Decimal::new(1, 0);
    const TEN: Decimal = Decimal::new(10, 0);
    let lab = |name, unit, factor| (Table::HospitalLab, name, unit, factor);
    match quantity {
        Quantity::Haemoglobin => lab("Haemoglobin", "g/L", TEN),
        Quantity::Platelets => lab("Platelets", "10*9/L", ONE),
        Quantity::WhiteCells => lab("White cell count", "10*9/L", ONE),
        Quantity::Neutrophils => lab("Neutrophils", "10*9/L", ONE),
        Quantity::Creatinine => lab("Creatinine", "umol/L", Decimal::new(88_403, 3)),
        Quantity::Bilirubin => lab("Total bilirubin", "umol/L", Decimal::new(17_104, 3)),
        Quantity::Albumin => lab("Albumin", "g/L", TEN),
        Quantity::Alt => lab("ALT", "U/L", ONE),
        Quantity::Ast => lab("AST", "U/L", ONE),
        Quantity::Ldh => lab("LDH", "U/L", ONE),
        Quantity::Alp => lab("ALP", "U/L", ONE),
        Quantity::Crp => lab("CRP", "mg/L", ONE),
        Quantity::Psa => lab("PSA", "ug/L", ONE),
        Quantity::Cea => lab("CEA", "ug/L", ONE),
        Quantity::Testosterone => lab("Testosterone", "nmol/L", Decimal::new(34_670, 6)),
        Quantity::Weight => (Table::HospitalVital, "Weight", "kg", ONE),
        Quantity::Height => (Table::HospitalVital, "Height", "cm", ONE),
    }
}
