//! A hospital's own records: laboratory, measurements, performance status, tests of the tumour, contacts and insurance.

use super::dates::Dated;
use super::tables::Table;
use super::{Sheet, modules};
use crate::decimal::Decimal;
use crate::person::{Biomarker, Gene, Measurement, Payer, Quantity, Specimen, TestStatus, VisitKind};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for measurement in &person.measurements {
        if !modules::has_measurement(sheet, measurement) {
            measured(sheet, measurement);
        }
    }
    for status in &person.performance {
        // One clinic in four writes Karnofsky; in real records both stand in one field everywhere.
        let karnofsky = person.number.is_multiple_of(4) || sheet.defects.happens(200);
        let text = if karnofsky {
            karnofsky_of(status.ecog)
        } else {
            status.ecog.to_string()
        };
        let text = if sheet.defects.happens(20) {
            "U".to_owned()
        } else {
            text
        };
        sheet.own_row(Table::Performance, &[&status.date.to_string(), &text]);
    }
    for test in &person.biomarkers {
        if !modules::has_test(sheet, test) {
            tested(sheet, test);
        }
    }
    for visit in &person.visits {
        let kind = match visit.kind {
            Some(VisitKind::Outpatient) => "ambulant",
            Some(VisitKind::Inpatient) => "stationär",
            Some(VisitKind::Telephone) => "telefonisch",
            Some(VisitKind::Treatment) => "Therapie",
            None => "",
        };
        sheet.own_row(Table::Contact, &[&visit.date.to_string(), kind]);
    }
    for cover in &person.insurance {
        let payer = match cover.payer {
            Payer::Public => "GKV",
            Payer::Commercial => "PKV",
            Payer::Other => "Sonstige",
            Payer::SelfPay => "Selbstzahler",
        };
        let end = cover.end.map(|end| end.to_string()).unwrap_or_default();
        sheet.own_row(Table::Insurance, &[&cover.start.to_string(), &end, payer]);
    }
}

/// The middle of the percentages that are one grade of ECOG, as a text.
fn karnofsky_of(ecog: u8) -> String {
    match ecog {
        0 => "90%",
        1 => "70%",
        2 => "50%",
        3 => "30%",
        4 => "10%",
        _ => "",
    }
    .to_owned()
}

fn measured(sheet: &mut Sheet<'_>, measurement: &Measurement) {
    let laboratory = sheet.person.number % 3;
    let (table, test, unit, convert) = report(measurement.quantity, laboratory);
    let value = measurement.value.and_then(|value| match convert {
        Convert::Not => Some(value),
        Convert::Shift(places) => value.shifted(places),
        Convert::Times(factor) => value.times(factor),
    });
    let mut text = value.map(|value| value.to_string()).unwrap_or_default();
    let mut unit = unit;
    // Some laboratories of the south count haemoglobin in moles, rounded to a tenth.
    if measurement.quantity == Quantity::Haemoglobin && sheet.defects.happens(100) {
        let moles = measurement
            .value
            .and_then(|value| value.times(Decimal::new(6206, 4)))
            .and_then(tenth);
        text = moles.map(|value| value.to_string()).unwrap_or_default();
        unit = "mmol/L";
    }
    let date = measurement.date.to_string();
    sheet.own_row(table, &[&date, test, &text, unit]);
}

/// Rounded half up to one place.
fn tenth(value: Decimal) -> Option<Decimal> {
    let behind = u32::from(value.scale).checked_sub(1)?;
    let step = 10_i64.checked_pow(behind)?;
    Some(Decimal::new((value.mantissa + step / 2).div_euclid(step), 1))
}

/// From the conventional unit to the laboratory's.
enum Convert {
    Not,
    Shift(i8),
    Times(Decimal),
}

/// How a laboratory reports a quantity: laboratory 0 in conventional units, 1 in SI units, 2 in some of both. The factors are
/// those between milligrams and moles of the substance; all are exact to the last digit.
fn report(quantity: Quantity, laboratory: u64) -> (Table, &'static str, &'static str, Convert) {
    let plain = |test, unit| (Table::Lab, test, unit, Convert::Not);
    let shifted = |test, unit, places| (Table::Lab, test, unit, Convert::Shift(places));
    let times = |test, unit, mantissa, scale| {
        (
            Table::Lab,
            test,
            unit,
            Convert::Times(Decimal::new(mantissa, scale)),
        )
    };
    let si = laboratory == 1;
    match quantity {
        Quantity::Haemoglobin if si => shifted("Hämoglobin", "g/L", 1),
        Quantity::Haemoglobin => plain("Hämoglobin", "g/dL"),
        Quantity::Platelets if laboratory == 2 => shifted("Thrombozyten", "/µL", 3),
        Quantity::Platelets => plain("Thrombozyten", if si { "Gpt/L" } else { "/nL" }),
        Quantity::WhiteCells if laboratory == 2 => shifted("Leukozyten", "/µL", 3),
        Quantity::WhiteCells => plain("Leukozyten", if si { "Gpt/L" } else { "/nL" }),
        Quantity::Neutrophils if laboratory == 2 => shifted("Neutrophile", "/µL", 3),
        Quantity::Neutrophils => plain("Neutrophile", if si { "Gpt/L" } else { "/nL" }),
        Quantity::Creatinine if si => times("Kreatinin", "µmol/L", 88_403, 3),
        Quantity::Creatinine => plain("Kreatinin", "mg/dL"),
        Quantity::Bilirubin if si => times("Bilirubin gesamt", "µmol/L", 17_104, 3),
        Quantity::Bilirubin => plain("Bilirubin gesamt", "mg/dL"),
        Quantity::Albumin if laboratory == 0 => plain("Albumin", "g/dL"),
        Quantity::Albumin => shifted("Albumin", "g/L", 1),
        Quantity::Alt => plain("ALAT (GPT)", "U/L"),
        Quantity::Ast => plain("ASAT (GOT)", "U/L"),
        Quantity::Ldh => plain("LDH", "U/L"),
        Quantity::Alp => plain("Alkalische Phosphatase", "U/L"),
        Quantity::Crp if laboratory == 2 => shifted("CRP", "mg/dL", -1),
        Quantity::Crp => plain("CRP", "mg/L"),
        Quantity::Psa => plain("PSA", if si { "µg/L" } else { "ng/mL" }),
        Quantity::Cea => plain("CEA", if si { "µg/L" } else { "ng/mL" }),
        Quantity::Testosterone if si => times("Testosteron", "nmol/L", 34_670, 6),
        Quantity::Testosterone => plain("Testosteron", "ng/dL"),
        Quantity::Weight => (Table::Vital, "Körpergewicht", "kg", Convert::Not),
        Quantity::Height if laboratory == 2 => (Table::Vital, "Körpergröße", "m", Convert::Shift(-2)),
        Quantity::Height => (Table::Vital, "Körpergröße", "cm", Convert::Not),
    }
}

fn tested(sheet: &mut Sheet<'_>, test: &Biomarker) {
    if let Some(diagnosis) = sheet.first_tumour().filter(|_| is_genetics(test)) {
        let (key, date) = (sheet.tumour(diagnosis.tumour), Dated::exact(test.date));
        let found = match test.status {
            TestStatus::Positive => "M",
            TestStatus::Negative => "W",
            TestStatus::Unknown | TestStatus::Untested => "U",
        };
        sheet.row(
            Table::Genetics,
            &[&key, marker(test.gene), found, &date.text, date.letter],
        );
        return;
    }
    let result = match test.status {
        TestStatus::Positive => "positiv",
        TestStatus::Negative => "negativ",
        TestStatus::Unknown => "nicht beurteilbar",
        TestStatus::Untested => "nicht untersucht",
    };
    let specimen = match test.specimen {
        Some(Specimen::Tissue) => "Gewebe",
        Some(Specimen::Blood) => "Blut",
        Some(Specimen::Other) => "Sonstiges",
        None => "",
    };
    let collected = test.collected.map(|day| day.to_string()).unwrap_or_default();
    let share = test.percent.map(share).unwrap_or_default();
    sheet.own_row(
        Table::Biomarker,
        &[
            &test.date.to_string(),
            marker(test.gene),
            result,
            &share,
            "",
            specimen,
            &collected,
        ],
    );
}

/// Whether the registry's list of genetic variants can say all that is known of a test: no specimen, no share, and no word for
/// what was not tested.
fn is_genetics(test: &Biomarker) -> bool {
    test.percent.is_none()
        && test.specimen.is_none()
        && test.collected.is_none()
        && test.status != TestStatus::Untested
        && !matches!(test.gene, Gene::PdL1 | Gene::Her2 | Gene::Er | Gene::Pr)
}

/// The share of stained cells in the steps in which it is reported.
fn share(percent: u8) -> String {
    match percent {
        0 => "0%".to_owned(),
        1 => "1%".to_owned(),
        2..5 => "2% - 4%".to_owned(),
        5..10 => "5% - 9%".to_owned(),
        10..100 => {
            let lower = percent / 10 * 10;
            format!("{lower}% - {}%", lower + 9)
        }
        _ => "100%".to_owned(),
    }
}

fn marker(gene: Gene) -> &'static str {
    match gene {
        Gene::Egfr => "EGFR",
        Gene::Alk => "ALK",
        Gene::Ros1 => "ROS1",
        Gene::Braf => "BRAF",
        Gene::Kras => "KRAS",
        Gene::Nras => "NRAS",
        Gene::Ras => "RAS",
        Gene::PdL1 => "PD-L1",
        Gene::Her2 => "HER2",
        Gene::Er => "Östrogenrezeptor",
        Gene::Pr => "Progesteronrezeptor",
        Gene::Brca1 => "BRCA1",
        Gene::Brca2 => "BRCA2",
        Gene::Msi => "MSI",
        Gene::Pik3ca => "PIK3CA",
        Gene::Met => "MET",
        Gene::Ntrk => "NTRK",
        Gene::Ret => "RET",
    }
}
