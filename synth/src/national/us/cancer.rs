//! Header tables of the diseases, ICD rows and sites of metastasis.

use super::tables::Table;
use super::{Disease, Sheet, day, headed, icd, yes};
use crate::person::{
    Day, Diagnosis, Histology, MCategory, NCategory, Person, PhaseStatus, Site, Stage, TCategory,
};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for disease in Disease::ALL {
        if let Some(diagnosis) = headed(person, disease) {
            header(sheet, disease, diagnosis);
        }
    }
    for diagnosis in &person.diagnoses {
        let in_header = Disease::of(&diagnosis.code)
            .and_then(|disease| headed(person, disease))
            .is_some_and(|headed| headed == diagnosis);
        // A clean datamart says each diagnosis once. A real one bills the header's cancer at many visits.
        if !in_header {
            icd_row(sheet, diagnosis, diagnosis.date);
        } else if sheet.defects.happens(800) {
            icd_row(sheet, diagnosis, diagnosis.date);
            for visit in person.visits.iter().step_by(5) {
                icd_row(sheet, diagnosis, visit.date);
            }
        }
    }
    for metastasis in &person.metastases {
        if super::disease_of(person, metastasis.tumour) == Some(Disease::Breast) {
            let site = metastasis.site.map_or("", site);
            sheet.row(Table::BreastSites, &[&metastasis.date.to_string(), site]);
        }
    }
}

fn icd_row(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis, date: Day) {
    let Some((code, system)) = icd::code(&diagnosis.code, sheet.person.sex, date) else {
        return;
    };
    let practice = sheet.practice();
    sheet.row(
        Table::Diagnosis,
        &[&practice, &date.to_string(), &code, system, ""],
    );
}

fn header(sheet: &mut Sheet<'_>, disease: Disease, diagnosis: &Diagnosis) {
    let person = sheet.person;
    let date = diagnosis.date.to_string();
    let spread = day(metastatic(person, diagnosis));
    let stage = diagnosis.stage.map(stage);
    let plain = stage.unwrap_or("Unknown");
    match disease {
        Disease::Colorectal => {
            let site = match diagnosis.code.get(..3) {
                Some("C18") => "Colon",
                Some("C20") => "Rectum",
                _ => "Colorectal NOS",
            };
            sheet.row(Table::Colorectal, &[&date, &spread, plain, site]);
        }
        Disease::Lung => {
            let advanced = day(advanced(person, diagnosis));
            let stage = stage.map_or("Group stage is not reported".to_owned(), |stage| {
                format!("Stage {stage}")
            });
            // Adenosquamous carcinoma is both, and the table has no word for it.
            let adenosquamous = diagnosis.morphology.as_deref() == Some("8560/3");
            let histology = match diagnosis.histology {
                _ if adenosquamous => "NSCLC histology NOS",
                Some(Histology::SquamousCell) => "Squamous cell carcinoma",
                Some(Histology::Adenocarcinoma | Histology::LargeCell) => "Non-squamous cell carcinoma",
                Some(Histology::NonSmallCell) => "NSCLC histology NOS",
                _ => "",
            };
            sheet.row(Table::Lung, &[&date, &advanced, histology, &stage, ""]);
        }
        Disease::Breast => sheet.row(Table::Breast, &[&date, &spread, plain]),
        Disease::Gastric => sheet.row(Table::Gastric, &[&date, &spread, plain]),
        Disease::Prostate => prostate(sheet, diagnosis, &date, &spread, stage),
    }
}

fn prostate(sheet: &mut Sheet<'_>, diagnosis: &Diagnosis, date: &str, spread: &str, stage: Option<&str>) {
    const UNKNOWN: &str = "Unknown / Not documented";
    let resistant = phase(sheet.person, &[PhaseStatus::CastrationResistant]);
    let t = diagnosis.t.map_or(UNKNOWN, |t| match t {
        TCategory::T0 => "T0",
        // In situ does not occur in the prostate.
        TCategory::Tis => UNKNOWN,
        TCategory::T1 => "T1",
        TCategory::T2 => "T2",
        TCategory::T3 => "T3",
        TCategory::T4 => "T4",
    });
    let n = diagnosis
        .n
        .map_or(UNKNOWN, |n| if n == NCategory::N0 { "N0" } else { "N1" });
    let m = diagnosis
        .m
        .map_or(UNKNOWN, |m| if m == MCategory::M0 { "M0" } else { "M1" });
    let histology = match diagnosis.histology {
        Some(Histology::Adenocarcinoma) => "Adenocarcinoma",
        _ => "",
    };
    let gleason = match diagnosis.gleason {
        None => UNKNOWN,
        Some((3, 4)) => "3 + 4 = 7",
        Some((4, 3)) => "4 + 3 = 7",
        Some((primary, secondary)) => match primary + secondary {
            0..=6 => "Less than or equal to 6",
            7 => "7 (when breakdown not available)",
            8 => "8",
            9 => "9",
            _ => "10",
        },
    };
    let stage = stage.unwrap_or(UNKNOWN);
    let (crpc, is_crpc) = (day(resistant), yes(resistant.is_some()));
    sheet.row(
        Table::Prostate,
        &[
            date, spread, &crpc, is_crpc, stage, t, n, m, histology, gleason, "", "",
        ],
    );
}

/// The first day on which the tumour is known to have spread.
fn metastatic(person: &Person, diagnosis: &Diagnosis) -> Option<Day> {
    let sites = person
        .metastases
        .iter()
        .filter(|m| m.tumour == diagnosis.tumour)
        .map(|m| m.date);
    let phase = (super::first_disease(person) == Disease::of(&diagnosis.code))
        .then(|| phase(person, &[PhaseStatus::Metastatic]))
        .flatten();
    sites.chain(phase).min()
}

/// The first day of advanced lung cancer: stage IIIB or more at diagnosis, or what became of a lower stage later.
fn advanced(person: &Person, diagnosis: &Diagnosis) -> Option<Day> {
    if diagnosis.stage.is_some_and(|stage| stage >= Stage::IIIB) {
        return Some(diagnosis.date);
    }
    let later = phase(person, &[PhaseStatus::LocallyAdvanced, PhaseStatus::Recurrence]);
    metastatic(person, diagnosis).into_iter().chain(later).min()
}

fn phase(person: &Person, of: &[PhaseStatus]) -> Option<Day> {
    person
        .phases
        .iter()
        .filter(|phase| of.contains(&phase.status))
        .map(|phase| phase.date)
        .min()
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::S0 => "0",
        Stage::I => "I",
        Stage::IA => "IA",
        Stage::IB => "IB",
        Stage::IC => "IC",
        Stage::II => "II",
        Stage::IIA => "IIA",
        Stage::IIB => "IIB",
        Stage::IIC => "IIC",
        Stage::III => "III",
        Stage::IIIA => "IIIA",
        Stage::IIIB => "IIIB",
        Stage::IIIC => "IIIC",
        Stage::IV => "IV",
        Stage::IVA => "IVA",
        Stage::IVB => "IVB",
        Stage::IVC => "IVC",
    }
}

/// The words of the breast table for the sites of metastasis.
fn site(site: Site) -> &'static str {
    match site {
        Site::Lung => "Lung",
        Site::Bone => "Bone",
        Site::Liver => "Liver",
        Site::Brain => "Brain",
        Site::LymphNodes => "Distant lymph node",
        Site::Marrow => "Bone marrow",
        Site::Pleura => "Pleura",
        Site::Peritoneum => "Peritoneum",
        Site::Adrenal => "Adrenal",
        Site::Skin => "Skin",
        Site::Other => "Other",
        // The list of sites has no word for spread everywhere.
        Site::Generalised => "",
    }
}
