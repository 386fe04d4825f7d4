//! What belongs to one kind of tumour: receptors of the breast, RAS of the bowel, Gleason and PSA of the prostate.
//!
//! The modules of breast and bowel have no dates, so they hold the results of the day of diagnosis; all others stand in the
//! hospital's own table.

use super::Sheet;
use super::dates::Dated;
use super::tables::Table;
use crate::person::{Biomarker, Diagnosis, Gene, Measurement, Quantity, TestStatus};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for diagnosis in &person.diagnoses {
        let key = sheet.tumour(diagnosis.tumour);
        let test = |gene| find(sheet, diagnosis, gene);
        let result = |gene| {
            test(gene)
                .and_then(|test| receptor(test.status))
                .unwrap_or_default()
        };
        let (oestrogen, progesterone, her2) = (result(Gene::Er), result(Gene::Pr), result(Gene::Her2));
        let ras = test(Gene::Ras);
        if organ(diagnosis) == Some(Organ::Breast)
            && [oestrogen, progesterone, her2]
                .iter()
                .any(|text| !text.is_empty())
        {
            sheet.row(Table::Breast, &[&key, oestrogen, progesterone, her2]);
        }
        if let Some(ras) = ras.filter(|_| organ(diagnosis) == Some(Organ::Bowel)) {
            sheet.row(Table::Bowel, &[&key, mutation(ras.status)]);
        }
        if organ(diagnosis) == Some(Organ::Prostate) {
            prostate(sheet, diagnosis, &key);
        }
    }
}

fn prostate(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis, key: &str) {
    let psa = psa(sheet, diagnosis);
    let (first, second, score) = match diagnosis.gleason {
        Some((first, second)) => (first.to_string(), second.to_string(), score(first, second)),
        None if psa.is_none() => return,
        None => (String::new(), String::new(), String::new()),
    };
    let value = psa
        .and_then(|psa| psa.value)
        .map(|value| value.to_string())
        .unwrap_or_default();
    let date = psa.map_or_else(Dated::none, |psa| Dated::exact(psa.date));
    sheet.row(
        Table::Prostate,
        &[key, &first, &second, &score, &value, &date.text, date.letter],
    );
}

/// 3 + 4 is 7a, 4 + 3 is 7b.
fn score(first: u8, second: u8) -> String {
    match (first, second) {
        (3, 4) => "7a".to_owned(),
        (4, 3) => "7b".to_owned(),
        _ => (first + second).to_string(),
    }
}

/// The first PSA of the day of diagnosis, which stands in the module and not in the laboratory's table.
fn psa<'a>(sheet: &Sheet<'a>, diagnosis: &Diagnosis) -> Option<&'a Measurement> {
    let mut found = sheet.person.measurements.iter();
    found
        .find(|found| {
            found.quantity == Quantity::Psa && found.date == diagnosis.date && found.value.is_some()
        })
        .filter(|_| is_first(sheet, diagnosis))
}

/// Whether the module of a prostate cancer has this result.
pub(super) fn has_measurement(sheet: &Sheet<'_>, measurement: &Measurement) -> bool {
    let mut prostates = sheet
        .person
        .diagnoses
        .iter()
        .filter(|diagnosis| organ(diagnosis) == Some(Organ::Prostate));
    prostates.any(|diagnosis| psa(sheet, diagnosis).is_some_and(|psa| std::ptr::eq(psa, measurement)))
}

/// Whether a module has this result.
pub(super) fn has_test(sheet: &Sheet<'_>, test: &Biomarker) -> bool {
    sheet.person.diagnoses.iter().any(|diagnosis| {
        let own = find(sheet, diagnosis, test.gene).is_some_and(|found| std::ptr::eq(found, test));
        let said = match test.gene {
            Gene::Er | Gene::Pr | Gene::Her2 => {
                organ(diagnosis) == Some(Organ::Breast) && receptor(test.status).is_some()
            }
            Gene::Ras => organ(diagnosis) == Some(Organ::Bowel),
            _ => false,
        };
        own && said
    })
}

/// The first test of a gene on the day of diagnosis.
fn find<'a>(sheet: &Sheet<'a>, diagnosis: &Diagnosis, gene: Gene) -> Option<&'a Biomarker> {
    let mut tests = sheet.person.biomarkers.iter();
    tests
        .find(|test| test.gene == gene && test.date == diagnosis.date)
        .filter(|_| is_first(sheet, diagnosis))
}

/// Whether no other tumour of this organ was diagnosed on this day before it in the list: of two, the first has the results.
fn is_first(sheet: &Sheet<'_>, diagnosis: &Diagnosis) -> bool {
    let same = |other: &&Diagnosis| other.date == diagnosis.date && organ(other) == organ(diagnosis);
    sheet
        .person
        .diagnoses
        .iter()
        .find(same)
        .is_some_and(|first| std::ptr::eq(first, diagnosis))
}

/// An organ with a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Organ {
    Breast,
    Bowel,
    Prostate,
}

fn organ(diagnosis: &Diagnosis) -> Option<Organ> {
    match diagnosis.code.get(..3)? {
        "C50" => Some(Organ::Breast),
        "C18" | "C19" | "C20" => Some(Organ::Bowel),
        "C61" => Some(Organ::Prostate),
        _ => None,
    }
}

/// The module of the breast has no word for a test that was not done.
fn receptor(status: TestStatus) -> Option<&'static str> {
    match status {
        TestStatus::Positive => Some("P"),
        TestStatus::Negative => Some("N"),
        TestStatus::Unknown => Some("U"),
        TestStatus::Untested => None,
    }
}

fn mutation(status: TestStatus) -> &'static str {
    match status {
        TestStatus::Positive => "M",
        TestStatus::Negative => "W",
        TestStatus::Unknown => "U",
        TestStatus::Untested => "N",
    }
}
