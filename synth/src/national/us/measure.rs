//! Laboratory results with LOINC and conventional units, vital signs, and ECOG.

use super::Sheet;
use super::tables::Table;
use crate::decimal::Decimal;
use crate::person::{Measurement, Quantity};

/// How a quantity is reported.
struct Report {
    table: Table,
    loinc: &'static str,
    /// LOINC's component, which is what the tables call the test.
    test: &'static str,
    unit: &'static str,
    /// The unit after cleaning, and how many places the point moves to the right for it.
    cleaned: &'static str,
    places: i8,
}

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for measurement in &person.measurements {
        measured(sheet, measurement);
    }
    for status in &person.performance {
        let practice = sheet.practice();
        let date = status.date.to_string();
        sheet.row(Table::Ecog, &[&practice, &date, &status.ecog.to_string()]);
        // Some assessments are documented without their result.
        if sheet.defects.happens(30) {
            sheet.row(Table::Ecog, &[&practice, &date, "Unknown"]);
        }
    }
}

fn measured(sheet: &mut Sheet<'_>, measurement: &Measurement) {
    let report = report(measurement.quantity);
    let practice = sheet.practice();
    let date = measurement.date.to_string();
    let result = measurement
        .value
        .map(|value| value.to_string())
        .unwrap_or_default();
    let mut cleaned = measurement.value.and_then(|value| cleaned(value, report.places));
    let mut unit = report.unit;
    let mut text = result;
    if sheet.defects.happens(10) {
        // A flag in the result, which the cleaning did not understand.
        text.push_str(" L");
        cleaned = None;
    } else if measurement.quantity == Quantity::Creatinine && sheet.defects.happens(10) {
        // A wrong unit, cleaned faithfully: a tenth of the true value.
        unit = "mg/L";
        cleaned = measurement.value.and_then(|value| value.shifted(-1));
    } else if measurement.quantity == Quantity::Weight && sheet.defects.happens(20) {
        // Pounds that nobody recognised as such.
        unit = "";
        cleaned = None;
    }
    let cleaned_text = cleaned.map(|value| value.to_string()).unwrap_or_default();
    let cleaned_unit = if cleaned.is_some() { report.cleaned } else { "" };
    sheet.row(
        report.table,
        &[
            &practice,
            &date,
            report.loinc,
            report.test,
            report.test,
            report.test,
            "",
            unit,
            &date,
            &text,
            &cleaned_text,
            cleaned_unit,
            "",
            "",
            "",
            "",
        ],
    );
}

fn cleaned(value: Decimal, places: i8) -> Option<Decimal> {
    if places == 0 {
        Some(value)
    } else {
        value.shifted(places)
    }
}

/// LOINC codes are those of public code over such data; neutrophils, CEA, testosterone, LDH, CRP, weight and height stand in
/// none of it and are LOINC's own (loinc.org). Albumin is reported in g/dL and cleaned to g/L.
fn report(quantity: Quantity) -> Report {
    let lab = |loinc, test, unit| Report {
        table: Table::Lab,
        loinc,
        test,
        unit,
        cleaned: unit,
        places: 0,
    };
    let vital = |loinc, test, unit| Report {
        table: Table::Vitals,
        loinc,
        test,
        unit,
        cleaned: unit,
        places: 0,
    };
    match quantity {
        Quantity::Haemoglobin => lab("718-7", "hemoglobin", "g/dL"),
        Quantity::Platelets => lab("26515-7", "platelets", "10*9/L"),
        Quantity::WhiteCells => lab("26464-8", "leukocytes", "10*9/L"),
        Quantity::Neutrophils => lab("26499-4", "neutrophils", "10*9/L"),
        Quantity::Creatinine => lab("2160-0", "creatinine", "mg/dL"),
        Quantity::Bilirubin => lab("1975-2", "bilirubin.total", "mg/dL"),
        Quantity::Albumin => Report {
            cleaned: "g/L",
            places: 1,
            ..lab("1751-7", "albumin", "g/dL")
        },
        Quantity::Alt => lab("1742-6", "alanine aminotransferase", "U/L"),
        Quantity::Ast => lab("1920-8", "aspartate aminotransferase", "U/L"),
        Quantity::Ldh => lab("2532-0", "lactate dehydrogenase", "U/L"),
        Quantity::Alp => lab("6768-6", "alkaline phosphatase", "U/L"),
        Quantity::Crp => lab("1988-5", "c reactive protein", "mg/L"),
        Quantity::Psa => lab("2857-1", "prostate specific ag", "ng/mL"),
        Quantity::Cea => lab("2039-6", "carcinoembryonic ag", "ng/mL"),
        Quantity::Testosterone => lab("2986-8", "testosterone", "ng/dL"),
        Quantity::Weight => vital("29463-7", "body weight", "kg"),
        Quantity::Height => vital("8302-2", "body height", "cm"),
    }
}
