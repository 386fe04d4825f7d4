//! Radiotherapy, operations, metastases, progression, phases and visits.

use super::tables::Table;
use super::{Sheet, local, padded};
use crate::person::{
    Evidence, Intent, Person, PhaseStatus, Procedure, ProcedureKind, Residual, Site, Visit, VisitKind,
};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    radiotherapy(sheet);
    surgery(sheet);
    metastases(sheet);
    progression(sheet);
    phases(sheet);
    let person = sheet.person;
    for visit in &person.visits {
        visited(sheet, visit);
    }
}

fn visited(sheet: &mut Sheet<'_>, visit: &Visit) {
    let kind = match visit.kind {
        Some(VisitKind::Outpatient) => "Outpatient",
        Some(VisitKind::Inpatient) => "Inpatient",
        Some(VisitKind::Telephone) => "Telephone",
        Some(VisitKind::Treatment) => "Day case chemotherapy",
        None => "",
    };
    sheet.row(Table::HospitalVisit, &[&local(visit.date), kind]);
}

/// An episode with one prescription. The prescription has the day of the first attendance and no last one.
fn radiotherapy(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for (position, course) in person.radiotherapies.iter().enumerate() {
        let episode = format!("{}{:02}", person.number, position + 1);
        let date = course.start.to_string();
        let intent = match course.intent {
            Some(Intent::Palliative) => "01",
            Some(Intent::Curative) => "02",
            None => "",
        };
        let dose = course.dose.map(|dose| dose.to_string()).unwrap_or_default();
        let fractions = course
            .fractions
            .map(|fractions| fractions.to_string())
            .unwrap_or_default();
        sheet.row(
            Table::Episode,
            &[&episode, &episode, &date, "", "", "", "", intent],
        );
        sheet.row(
            Table::Prescription,
            &[
                &format!("{episode}1"),
                "05",
                &dose,
                &fractions,
                &dose,
                &fractions,
                "P",
                "",
                &episode,
                "",
                &episode,
                &date,
            ],
        );
    }
}

/// The registry keeps the day of a tumour's first operation and nothing else about it.
pub(super) fn in_registry(person: &Person, procedure: &Procedure) -> bool {
    let of_tumour = || {
        person
            .procedures
            .iter()
            .filter(|other| other.tumour == procedure.tumour)
    };
    procedure.kind.is_none()
        && procedure.intent.is_none()
        && procedure.residual.is_none()
        && person
            .diagnoses
            .iter()
            .any(|diagnosis| diagnosis.tumour == procedure.tumour)
        && of_tumour()
            .min_by_key(|other| other.date)
            .is_some_and(|first| std::ptr::eq(first, procedure))
}

fn surgery(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for procedure in person
        .procedures
        .iter()
        .filter(|procedure| !in_registry(person, procedure))
    {
        let kind = match procedure.kind {
            Some(ProcedureKind::PrimaryResection) => "Resection of primary",
            Some(ProcedureKind::Metastasectomy) => "Metastasectomy",
            Some(ProcedureKind::Biopsy) => "Biopsy",
            Some(ProcedureKind::Other) => "Other",
            None => "",
        };
        let intent = match procedure.intent {
            Some(Intent::Curative) => "Curative",
            Some(Intent::Palliative) => "Palliative",
            None => "",
        };
        let residual = match procedure.residual {
            Some(Residual::R0) => "R0",
            Some(Residual::R1) => "R1",
            Some(Residual::R2) => "R2",
            None => "",
        };
        let tumour = sheet.tumour(procedure.tumour);
        sheet.row(
            Table::ChartSurgery,
            &[&tumour, &local(procedure.date), kind, intent, residual],
        );
    }
}

/// COSD has codes for some sites; the others are read out of charts.
fn metastases(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for metastasis in &person.metastases {
        let tumour = sheet.tumour(metastasis.tumour);
        let code = match metastasis.site {
            Some(Site::Brain) => "02",
            Some(Site::Liver) => "03",
            Some(Site::Lung) => "04",
            Some(Site::Skin) => "08",
            Some(Site::LymphNodes) => "09",
            Some(Site::Bone) => "10",
            Some(Site::Marrow) => "11",
            Some(Site::Other) => "98",
            _ => "",
        };
        if code.is_empty() {
            let site = match metastasis.site {
                Some(Site::Pleura) => "Pleura",
                Some(Site::Peritoneum) => "Peritoneum",
                Some(Site::Adrenal) => "Adrenal",
                Some(Site::Generalised) => "Generalised",
                _ => "",
            };
            sheet.row(Table::ChartMetastasis, &[&tumour, &local(metastasis.date), site]);
        } else {
            sheet.row(
                Table::MetastaticSite,
                &[&tumour, &metastasis.date.to_string(), code],
            );
        }
    }
}

/// COSD's non-primary pathway has the day of a progression and the code of the first diagnosis.
fn progression(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let code = first_code(person);
    for progression in &person.progressions {
        if progression.evidence.is_none() && progression.pseudo.is_none() && !code.is_empty() {
            sheet.row(Table::NonPrimary, &[&progression.date.to_string(), &code, ""]);
            continue;
        }
        let evidence = match progression.evidence {
            Some(Evidence::Radiographic) => "Imaging",
            Some(Evidence::Pathologic) => "Pathology",
            Some(Evidence::Clinical) => "Clinical",
            None => "",
        };
        let pseudo = progression
            .pseudo
            .map_or("", |pseudo| if pseudo { "Y" } else { "N" });
        sheet.row(
            Table::ChartProgression,
            &[&local(progression.date), evidence, pseudo],
        );
    }
}

fn phases(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let code = first_code(person);
    for phase in &person.phases {
        let status = match phase.status {
            PhaseStatus::Recurrence if !code.is_empty() => {
                sheet.row(Table::NonPrimary, &[&phase.date.to_string(), "", &code]);
                continue;
            }
            PhaseStatus::Recurrence => "Recurrence",
            PhaseStatus::LocallyAdvanced => "Locally advanced",
            PhaseStatus::Metastatic => "Metastatic",
            PhaseStatus::CastrationResistant => "Castration resistant",
        };
        sheet.row(Table::ChartPhase, &[&local(phase.date), status]);
    }
}

fn first_code(person: &Person) -> String {
    person
        .diagnoses
        .first()
        .map(|diagnosis| padded(&diagnosis.code))
        .unwrap_or_default()
}
