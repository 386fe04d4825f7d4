//! The registry's tumours, with the stage, the receptors and the performance status at diagnosis.

use super::tables::Table;
use super::{Said, Sheet, padded};
use crate::person::{
    Biomarker, Day, Diagnosis, Gene, Histology, Laterality, MCategory, NCategory, Person, Stage, TCategory,
    TestStatus,
};
use kohort_semantics::value::Date;

pub(super) fn write(sheet: &mut Sheet<'_>, mut said: Said) -> Said {
    let person = sheet.person;
    for diagnosis in &person.diagnoses {
        let performance = Said::take(&mut said.performance, &person.performance, |one| {
            one.date == diagnosis.date
        })
        .and_then(|position| person.performance.get(position))
        .map(|one| one.ecog.to_string())
        .unwrap_or_default();
        tumour(sheet, diagnosis, &performance);
    }
    said
}

fn tumour(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis, performance: &str) {
    let person = sheet.person;
    let date = diagnosis.date;
    let stage = diagnosis.stage.map_or_else(|| unstaged(sheet), stage);
    let system = match (diagnosis.stage, diagnosis.edition) {
        (Some(_), Some(6)) => "UICC 6",
        (Some(_), Some(7)) => "UICC 7",
        (Some(_), Some(8)) => "UICC 8",
        _ => "",
    };
    let padded = padded(&diagnosis.code);
    let category = padded.get(..3).unwrap_or_default();
    let (morphology, behaviour, full) = morphology(diagnosis);
    let topography = topography(&diagnosis.code);
    let (primary, secondary, combined) =
        diagnosis
            .gleason
            .map_or_else(Default::default, |(primary, secondary)| {
                (
                    primary.to_string(),
                    secondary.to_string(),
                    (primary + secondary).to_string(),
                )
            });
    let laterality = match diagnosis.laterality {
        Some(Laterality::Left) => "L",
        Some(Laterality::Right) => "R",
        Some(Laterality::Both) => "B",
        Some(Laterality::Midline) => "M",
        None => "9",
    };
    let gender = match person.sex {
        Some(crate::person::Sex::Male) => "1",
        Some(crate::person::Sex::Female) => "2",
        Some(crate::person::Sex::Other) => "9",
        None => "X",
    };
    let receptor = |gene| receptor(person, diagnosis, gene);
    let (er, pr, her2) = (receptor(Gene::Er), receptor(Gene::Pr), receptor(Gene::Her2));
    let grade = diagnosis
        .grade
        .map_or("GX".to_owned(), |grade| format!("G{grade}"));
    let age = person
        .birth
        .map(|birth| Date::age(birth, date).to_string())
        .unwrap_or_default();
    let quintile = match person.deprivation {
        Some(1) => "1 - most deprived",
        Some(2) => "2",
        Some(3) => "3",
        Some(4) => "4",
        Some(5) => "5 - least deprived",
        _ => "",
    };
    let surgery = first_surgery(person, diagnosis)
        .map(|day| day.to_string())
        .unwrap_or_default();
    let id = sheet.tumour(diagnosis.tumour);
    let key = sheet.id.clone();
    let t = diagnosis.t.map_or("X", t);
    let n = diagnosis.n.map_or("X", n);
    let m = diagnosis
        .m
        .map_or("X", |m| if m == MCategory::M0 { "0" } else { "1" });
    let date = date.to_string();
    sheet.keyless(
        Table::Tumour,
        &[
            &id,
            &key,
            gender,
            &date,
            category,
            &padded,
            &padded,
            &topography,
            &morphology,
            &behaviour,
            &morphology,
            &behaviour,
            t,
            n,
            m,
            stage,
            system,
            &grade,
            &age,
            "",
            laterality,
            er,
            pr,
            her2,
            quintile,
            &surgery,
            "",
            performance,
            &primary,
            &secondary,
            "",
            &combined,
            &full,
        ],
    );
}

/// What stands for a stage that is not known.
fn unstaged(sheet: &mut Sheet<'_>) -> &'static str {
    if sheet.defects.happens(300) { "?" } else { "U" }
}

/// Morphology and behaviour apart, and together as hospitals report them. A registration always has a morphology; where only
/// the group is known, the group's code without further specification stands (ICD-O-3, first edition of 2000).
fn morphology(diagnosis: &Diagnosis) -> (String, String, String) {
    let group = diagnosis.histology.map(Histology::unspecified_morphology);
    let full = diagnosis.morphology.as_deref().or(group);
    let (morphology, behaviour) = full.and_then(|full| full.split_once('/')).unwrap_or_default();
    (
        morphology.to_owned(),
        behaviour.to_owned(),
        full.unwrap_or_default().to_owned(),
    )
}

/// The site in ICD-O-3, which follows chapter II of ICD-10 in solid tumours. Undivided sites have a ninth there.
fn topography(code: &str) -> String {
    match code {
        "C19" | "C20" | "C61" => format!("{code}9"),
        _ if code.len() == 5 && code.starts_with('C') => code.replace('.', ""),
        _ => String::new(),
    }
}

/// The registry keeps one status for each receptor, without a day: that of diagnosis.
pub(super) fn in_registry(person: &Person, biomarker: &Biomarker) -> bool {
    [Gene::Er, Gene::Pr, Gene::Her2].contains(&biomarker.gene)
        && biomarker.percent.is_none()
        && biomarker.specimen.is_none()
        && biomarker.collected.is_none()
        && person
            .diagnoses
            .iter()
            .find(|diagnosis| diagnosis.date == biomarker.date)
            .is_some()
        && person
            .biomarkers
            .iter()
            .find(|other| other.gene == biomarker.gene && other.date == biomarker.date)
            .is_some_and(|first| std::ptr::eq(first, biomarker))
}

fn receptor(person: &Person, diagnosis: &Diagnosis, gene: Gene) -> &'static str {
    // Of two tumours of one day the first has the status, so that it is said once.
    let first = person.diagnoses.iter().find(|other| other.date == diagnosis.date);
    if !first.is_some_and(|first| std::ptr::eq(first, diagnosis)) {
        return "";
    }
    let found = person
        .biomarkers
        .iter()
        .find(|one| one.gene == gene && one.date == diagnosis.date && in_registry(person, one));
    match found.map(|one| one.status) {
        Some(TestStatus::Positive) => "P",
        Some(TestStatus::Negative) => "N",
        Some(TestStatus::Unknown) => "U",
        Some(TestStatus::Untested) => "X",
        None => "",
    }
}

/// The day of the first operation on the tumour, of which the registry says nothing else.
fn first_surgery(person: &Person, diagnosis: &Diagnosis) -> Option<Day> {
    person
        .procedures
        .iter()
        .filter(|procedure| {
            super::course::in_registry(person, procedure) && procedure.tumour == diagnosis.tumour
        })
        .map(|procedure| procedure.date)
        .min()
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::S0 => "0",
        Stage::I => "1",
        Stage::IA => "1A",
        Stage::IB => "1B",
        Stage::IC => "1C",
        Stage::II => "2",
        Stage::IIA => "2A",
        Stage::IIB => "2B",
        Stage::IIC => "2C",
        Stage::III => "3",
        Stage::IIIA => "3A",
        Stage::IIIB => "3B",
        Stage::IIIC => "3C",
        Stage::IV => "4",
        Stage::IVA => "4A",
        Stage::IVB => "4B",
        Stage::IVC => "4C",
    }
}

fn t(t: TCategory) -> &'static str {
    match t {
        TCategory::T0 => "0",
        TCategory::Tis => "is",
        TCategory::T1 => "1",
        TCategory::T2 => "2",
        TCategory::T3 => "3",
        TCategory::T4 => "4",
    }
}

fn n(n: NCategory) -> &'static str {
    match n {
        NCategory::N0 => "0",
        NCategory::N1 => "1",
        NCategory::N2 => "2",
        NCategory::N3 => "3",
    }
}
