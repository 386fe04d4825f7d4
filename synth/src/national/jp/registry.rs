//! The hospital-based cancer registry: one row for each tumour.

use super::dates::{NOT_APPLICABLE, digits, of_era, partly_known};
use super::tables::{self, TABLES, Table};
use super::{Fate, Sheet};
use crate::person::{
    Day, Diagnosis, Laterality, MCategory, NCategory, Procedure, ProcedureKind, Stage, TCategory,
};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for diagnosis in &person.diagnoses {
        let number = diagnosis.tumour.to_string();
        tumour(sheet, diagnosis, &number);
        // Another hospital registers the same tumour too.
        if sheet.defects.happens(20) {
            tumour(sheet, diagnosis, &format!("{number}9"));
        }
        let gleason = diagnosis
            .gleason
            .map(|(first, second)| (first + second).to_string())
            .unwrap_or_default();
        let grade = diagnosis.grade.map(|grade| grade.to_string()).unwrap_or_default();
        let code = diagnosis.code.replace('.', "");
        sheet.row(Table::Tumour, &[&number, &code, &gleason, &grade]);
    }
}

fn tumour(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis, number: &str) {
    let birth = birth(sheet);
    let date = partly_known(diagnosis.date, &mut sheet.defects);
    let (last_alive, death) = survival(sheet);
    let site = topography(&diagnosis.code).unwrap_or_default();
    let radiation = sheet
        .person
        .radiotherapies
        .iter()
        .filter(|course| course.tumour == diagnosis.tumour)
        .map(|course| course.start)
        .min()
        .map(digits)
        .unwrap_or_default();
    let surgery = first_resection(sheet, diagnosis)
        .map(|resection| digits(resection.date))
        .unwrap_or_default();
    let stage = diagnosis
        .stage
        .map(|stage| stage_code(stage, diagnosis.date))
        .unwrap_or_default();
    let wish = if sheet.person.opted_out { "2" } else { "1" };
    let cells = [
        ("診療録番号", sheet.id.as_str()),
        ("重複番号", number),
        ("性別", sheet.sex()),
        ("生年月日", birth.as_str()),
        ("原発部位《局在コード》", site.as_str()),
        ("側性", side(diagnosis.laterality)),
        (
            "病理診断《形態コード》",
            diagnosis.morphology.as_deref().unwrap_or_default(),
        ),
        ("診断日", date.as_str()),
        ("ステージ（治療前・ＵＩＣＣ）", stage.as_str()),
        ("ＴＮＭ分類（ＵＩＣＣ）Ｔ分類", t(diagnosis.t)),
        ("ＴＮＭ分類（ＵＩＣＣ）Ｎ分類", n(diagnosis.n)),
        ("ＴＮＭ分類（ＵＩＣＣ）Ｍ分類", m(diagnosis.m)),
        ("外科的治療の施行日（自施設）", surgery.as_str()),
        ("放射線療法の施行日（自施設）", radiation.as_str()),
        ("生存最終確認日", last_alive.as_str()),
        ("死亡日", death.as_str()),
        ("データの調査研究利用に関する意思表示", wish),
    ];
    let columns = TABLES
        .get(Table::Registry as usize)
        .map_or(&[][..], |layout| layout.columns);
    let rows = tables::of(sheet.rows, Table::Registry);
    for column in columns {
        let known = cells.iter().find(|(name, _)| name == column);
        rows.cell(known.map_or("", |(_, text)| text));
    }
}

/// The first removal of a tumour, which the registry has; the charts have all other operations.
pub(super) fn first_resection<'a>(sheet: &Sheet<'a>, diagnosis: &Diagnosis) -> Option<&'a Procedure> {
    let procedures = sheet.person.procedures.iter();
    procedures
        .filter(|found| {
            found.kind == Some(ProcedureKind::PrimaryResection) && found.tumour == diagnosis.tumour
        })
        .min_by_key(|found| found.date)
}

/// The day of birth, of every fifth person in the era's years. All rows of a person have the same form.
pub(super) fn birth(sheet: &Sheet<'_>) -> String {
    let Some(birth) = sheet.person.birth else {
        return String::new();
    };
    match sheet.person.number % 10 {
        4 => of_era(birth, false),
        9 => of_era(birth, true),
        _ => digits(birth),
    }
}

/// The last day of known life and the day of death, of which one is not applicable.
fn survival(sheet: &Sheet<'_>) -> (String, String) {
    let person = sheet.person;
    // Where the registry did not hear of a death, it last saw the person at the last visit.
    let seen = || person.visits.iter().map(|visit| visit.date).max();
    match sheet.fate {
        Fate::Registered(day) => (NOT_APPLICABLE.to_owned(), digits(day)),
        Fate::Living | Fate::InHospital(_) => {
            let last = if person.death.is_some() {
                seen()
            } else {
                person.last_alive
            };
            (last.map(digits).unwrap_or_default(), NOT_APPLICABLE.to_owned())
        }
    }
}

/// The site after ICD-O-3 without a point, `9` where ICD-10 has no fourth character. ICD-10 says of some tumours what they are
/// instead of where they are; their site is not known then.
fn topography(code: &str) -> Option<String> {
    let category: u32 = code.get(1..3)?.parse().ok()?;
    if !code.starts_with('C') || matches!(category, 43 | 45 | 46 | 77..) {
        return None;
    }
    let digits = code.replace('.', "");
    Some(if digits.len() == 3 {
        format!("{digits}9")
    } else {
        digits
    })
}

/// 4, the stage and its letter; since 2018 with a fourth digit.
fn stage_code(stage: Stage, date: Day) -> String {
    let code = match stage {
        Stage::S0 => "400",
        Stage::I => "410",
        Stage::IA => "411",
        Stage::IB => "412",
        Stage::IC => "413",
        Stage::II => "420",
        Stage::IIA => "421",
        Stage::IIB => "422",
        Stage::IIC => "423",
        Stage::III => "430",
        Stage::IIIA => "431",
        Stage::IIIB => "432",
        Stage::IIIC => "433",
        Stage::IV => "440",
        Stage::IVA => "441",
        Stage::IVB => "442",
        Stage::IVC => "443",
    };
    if date.ymd().0 < 2018 {
        code.to_owned()
    } else {
        format!("{code}0")
    }
}

fn side(side: Option<Laterality>) -> &'static str {
    match side {
        Some(Laterality::Right) => "1",
        Some(Laterality::Left) => "2",
        Some(Laterality::Both) => "3",
        Some(Laterality::Midline) => "7",
        None => "9",
    }
}

pub(super) fn t(t: Option<TCategory>) -> &'static str {
    match t {
        Some(TCategory::T0) => "T0",
        Some(TCategory::Tis) => "Tis",
        Some(TCategory::T1) => "T1",
        Some(TCategory::T2) => "T2",
        Some(TCategory::T3) => "T3",
        Some(TCategory::T4) => "T4",
        None => "",
    }
}

pub(super) fn n(n: Option<NCategory>) -> &'static str {
    match n {
        Some(NCategory::N0) => "N0",
        Some(NCategory::N1) => "N1",
        Some(NCategory::N2) => "N2",
        Some(NCategory::N3) => "N3",
        None => "",
    }
}

pub(super) fn m(m: Option<MCategory>) -> &'static str {
    match m {
        Some(MCategory::M0) => "M0",
        Some(MCategory::M1) => "M1",
        None => "",
    }
}
