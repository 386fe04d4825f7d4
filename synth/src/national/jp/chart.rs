//! What is abstracted from charts: metastases, tests of the tumour, progression, response, phases and visits.

use super::Sheet;
use super::registry::first_resection;
use super::tables::Table;
use crate::person::{
    Biomarker, Evidence, Gene, Intent, PhaseStatus, Procedure, ProcedureKind, Residual, ResponseStatus, Site,
    Specimen, TestStatus, VisitKind,
};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for metastasis in &person.metastases {
        let date = sheet.noted(metastasis.date);
        let place = metastasis.site.map(site).unwrap_or_default();
        sheet.row(Table::Metastasis, &[&metastasis.tumour.to_string(), &date, place]);
    }
    for procedure in &person.procedures {
        operated(sheet, procedure);
    }
    for test in &person.biomarkers {
        tested(sheet, test);
    }
    for progression in &person.progressions {
        let date = sheet.noted(progression.date);
        let evidence = match progression.evidence {
            Some(Evidence::Radiographic) => "画像",
            Some(Evidence::Pathologic) => "病理",
            Some(Evidence::Clinical) => "臨床",
            None => "",
        };
        let pseudo = match progression.pseudo {
            Some(true) => "あり",
            Some(false) => "なし",
            None => "",
        };
        sheet.row(Table::Progression, &[&date, evidence, pseudo]);
    }
    for response in &person.responses {
        let date = sheet.noted(response.date);
        let effect = match response.status {
            ResponseStatus::Complete => "CR",
            ResponseStatus::Partial => "PR",
            ResponseStatus::Stable => "SD",
            ResponseStatus::Progressive => "PD",
        };
        sheet.row(Table::Response, &[&response.tumour.to_string(), &date, effect]);
    }
    for phase in &person.phases {
        let date = sheet.noted(phase.date);
        let state = match phase.status {
            PhaseStatus::LocallyAdvanced => "局所進行",
            PhaseStatus::Metastatic => "転移",
            PhaseStatus::Recurrence => "再発",
            PhaseStatus::CastrationResistant => "去勢抵抗性",
        };
        sheet.row(Table::Phase, &[&date, state]);
    }
    for visit in &person.visits {
        let date = sheet.noted(visit.date);
        let kind = match visit.kind {
            Some(VisitKind::Outpatient) => "外来",
            Some(VisitKind::Inpatient) => "入院",
            Some(VisitKind::Telephone) => "電話",
            Some(VisitKind::Treatment) => "治療",
            None => "",
        };
        sheet.row(Table::Visit, &[&date, kind]);
    }
}

/// An operation that the registry does not have. Of people without a tumour there, Form 1 has all of them.
fn operated(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    let mut registered = sheet
        .person
        .diagnoses
        .iter()
        .filter_map(|diagnosis| first_resection(sheet, diagnosis));
    if sheet.person.diagnoses.is_empty() || registered.any(|found| std::ptr::eq(found, procedure)) {
        return;
    }
    let date = sheet.noted(procedure.date);
    let kind = match procedure.kind {
        Some(ProcedureKind::PrimaryResection) => "原発巣切除",
        Some(ProcedureKind::Metastasectomy) => "転移巣切除",
        Some(ProcedureKind::Biopsy) => "生検",
        Some(ProcedureKind::Other) => "その他",
        None => "",
    };
    let aim = match procedure.intent {
        Some(Intent::Curative) => "根治",
        Some(Intent::Palliative) => "緩和",
        None if procedure.kind == Some(ProcedureKind::Biopsy) => "診断",
        None => "",
    };
    let left = match procedure.residual {
        Some(Residual::R0) => "R0",
        Some(Residual::R1) => "R1",
        Some(Residual::R2) => "R2",
        None => "",
    };
    sheet.row(
        Table::Surgery,
        &[&procedure.tumour.to_string(), &date, kind, aim, left],
    );
}

fn tested(sheet: &mut Sheet<'_>, test: &Biomarker) {
    let date = sheet.noted(test.date);
    let collected = sheet.noted_or_blank(test.collected);
    let result = match test.status {
        TestStatus::Positive => "陽性",
        TestStatus::Negative => "陰性",
        TestStatus::Unknown => "判定不能",
        TestStatus::Untested => "未検査",
    };
    let specimen = match test.specimen {
        Some(Specimen::Tissue) => "組織",
        Some(Specimen::Blood) => "血液",
        Some(Specimen::Other) => "その他",
        None => "",
    };
    let share = test.percent.map(share).unwrap_or_default();
    sheet.row(
        Table::Biomarker,
        &[&date, marker(test.gene), result, &share, "", specimen, &collected],
    );
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

fn site(site: Site) -> &'static str {
    match site {
        Site::Lung => "肺",
        Site::Bone => "骨",
        Site::Liver => "肝",
        Site::Brain => "脳",
        Site::LymphNodes => "リンパ節",
        Site::Marrow => "骨髄",
        Site::Pleura => "胸膜",
        Site::Peritoneum => "腹膜",
        Site::Adrenal => "副腎",
        Site::Skin => "皮膚",
        Site::Other => "その他",
        Site::Generalised => "多発",
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
        Gene::Er => "ER",
        Gene::Pr => "PgR",
        Gene::Brca1 => "BRCA1",
        Gene::Brca2 => "BRCA2",
        Gene::Msi => "MSI",
        Gene::Pik3ca => "PIK3CA",
        Gene::Met => "MET",
        Gene::Ntrk => "NTRK",
        Gene::Ret => "RET",
    }
}
