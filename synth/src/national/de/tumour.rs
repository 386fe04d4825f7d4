//! Tumours at diagnosis, with the metastases that were there.

use super::dates::{Dated, days_between};
use super::tables::Table;
use super::{Sheet, labels, patient};
use crate::person::{Day, Diagnosis};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for diagnosis in &person.diagnoses {
        tumour(sheet, diagnosis);
    }
    for metastasis in &person.metastases {
        let at_diagnosis = sheet
            .diagnosis(metastasis.tumour)
            .filter(|diagnosis| diagnosis.date == metastasis.date);
        let Some(tumour) = at_diagnosis.map(|diagnosis| sheet.tumour(diagnosis.tumour)) else {
            continue;
        };
        let key = sheet.fresh('M');
        sheet.row(Table::Metastasis, &[&key, labels::site(metastasis.site), &tumour]);
    }
}

fn tumour(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis) {
    let (key, person) = (sheet.tumour(diagnosis.tumour), sheet.id.clone());
    let date = Dated::estimated(diagnosis.date, &mut sheet.defects);
    let year = date.text.get(..4).unwrap_or_default().to_owned();
    let age = sheet
        .person
        .birth
        .map(|birth| age(birth, diagnosis.date).to_string())
        .unwrap_or_default();
    // In some reports the edition of ICD is one that nobody knows.
    let version = if sheet.defects.happens(2) {
        "Sonstige".to_owned()
    } else {
        patient::edition(diagnosis.date)
    };
    let morphology = diagnosis.morphology.as_deref().unwrap_or_default();
    let morphology_edition = if morphology.is_empty() {
        ""
    } else {
        oncology_edition(diagnosis.date)
    };
    let topography = topography(&diagnosis.code).unwrap_or_default();
    let topography_edition = if topography.is_empty() {
        ""
    } else {
        oncology_edition(diagnosis.date)
    };
    let grade = diagnosis.grade.map_or("U", grade);
    let edition = diagnosis
        .edition
        .map(|edition| edition.to_string())
        .unwrap_or_default();
    let (t, n, m) = (
        labels::t(diagnosis.t),
        labels::n(diagnosis.n),
        labels::m(diagnosis.m),
    );
    let prefix = |category: &str| if category.is_empty() { "" } else { "c" };
    let death = sheet.person.death.as_ref().map(|death| death.date);
    let survived = days_between(Some(diagnosis.date), death);
    let stage = labels::stage(diagnosis.stage);
    // After neoadjuvant treatment a second classification says something else.
    let after = sheet.defects.happens(100);
    let (edition_p, y, stage_p) = if after {
        (edition.as_str(), "y", "I")
    } else {
        ("", "", "")
    };
    sheet.row(
        Table::Tumour,
        &[
            &key,
            &person,
            &year,
            &date.text,
            date.letter,
            &age,
            "",
            "",
            "",
            &diagnosis.code,
            &version,
            morphology,
            morphology_edition,
            &topography,
            topography_edition,
            "7",
            grade,
            labels::side(diagnosis.laterality),
            &edition,
            "",
            "",
            "",
            "",
            prefix(t),
            t,
            prefix(n),
            n,
            prefix(m),
            m,
            "",
            "",
            "",
            "",
            stage,
            edition_p,
            y,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            stage_p,
            "",
            "",
            &survived,
            "JN_Typ.N",
        ],
    );
}

fn grade(grade: u8) -> &'static str {
    match grade {
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        _ => "X",
    }
}

/// Completed years.
fn age(birth: Day, at: Day) -> i32 {
    let ((year, month, day), (then, later, date)) = (birth.ymd(), at.ymd());
    then - year - i32::from((later, date) < (month, day))
}

/// The edition of ICD-O-3 in use.
fn oncology_edition(day: Day) -> &'static str {
    match day.ymd().0 {
        ..2014 => "31",
        2014..2019 => "32",
        _ => "33",
    }
}

/// The site after ICD-O-3 of a carcinoma: the code of ICD-10, with `.9` where that has no fourth character. Where ICD-10 says
/// what a tumour is instead of where it is, nothing.
pub(super) fn topography(code: &str) -> Option<String> {
    let category: u32 = code.get(1..3)?.parse().ok()?;
    if !code.starts_with('C') || matches!(category, 43 | 45 | 46 | 77..) {
        return None;
    }
    Some(if code.contains('.') {
        code.to_owned()
    } else {
        format!("{code}.9")
    })
}
