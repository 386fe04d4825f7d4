//! Tests of the tumour: somatic tests known to the registry, and what charts say beyond.

use super::tables::Table;
use super::{Sheet, local, tumour};
use crate::person::{Biomarker, Gene, Person, Specimen, TestStatus};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for biomarker in &person.biomarkers {
        if tumour::in_registry(person, biomarker) {
            continue;
        }
        match gene_table(person, biomarker) {
            Some((gene, status)) => gene_row(sheet, biomarker, gene, status),
            None => chart_row(sheet, biomarker),
        }
    }
}

/// The gene table has one row for each gene of a tumour, with an overall status and its day and nothing else.
fn gene_table(person: &Person, biomarker: &Biomarker) -> Option<(&'static str, &'static str)> {
    let plain = biomarker.percent.is_none() && biomarker.specimen.is_none() && biomarker.collected.is_none();
    let first = person
        .biomarkers
        .iter()
        .find(|other| other.gene == biomarker.gene)?;
    if !plain || !std::ptr::eq(first, biomarker) || person.diagnoses.is_empty() {
        return None;
    }
    let gene = match biomarker.gene {
        Gene::Egfr => "EGFR",
        Gene::Alk => "ALK",
        Gene::Ros1 => "ROS1",
        Gene::Braf => "BRAF",
        Gene::Kras => "KRAS",
        Gene::Nras => "NRAS",
        Gene::Brca1 => "BRCA1",
        Gene::Brca2 => "BRCA2",
        Gene::Pik3ca => "PIK3CA",
        Gene::Met => "MET",
        Gene::Ret => "RET",
        _ => return None,
    };
    let status = match biomarker.status {
        TestStatus::Positive => "Abnormal",
        TestStatus::Negative => "Normal",
        TestStatus::Unknown | TestStatus::Untested => return None,
    };
    Some((gene, status))
}

fn gene_row(sheet: &mut Sheet<'_>, biomarker: &Biomarker, gene: &str, status: &str) {
    let tumour = sheet
        .person
        .diagnoses
        .first()
        .map_or(1, |diagnosis| diagnosis.tumour);
    let (key, tumour) = (sheet.id.clone(), sheet.tumour(tumour));
    let (id, date) = (format!("{tumour}{gene}"), biomarker.date.to_string());
    sheet.keyless(
        Table::Gene,
        &[
            &id, &tumour, &key, gene, "", "1", "1", "1", status, status, &date, &date, &date,
        ],
    );
}

fn chart_row(sheet: &mut Sheet<'_>, biomarker: &Biomarker) {
    let status = match biomarker.status {
        TestStatus::Positive => "Positive",
        TestStatus::Negative => "Negative",
        TestStatus::Unknown => "Unknown",
        TestStatus::Untested => "Not tested",
    };
    let specimen = match biomarker.specimen {
        Some(Specimen::Tissue) => "Tissue",
        Some(Specimen::Blood) => "Blood",
        Some(Specimen::Other) => "Other",
        None => "",
    };
    let expression = biomarker
        .percent
        .filter(|_| biomarker.gene == Gene::PdL1)
        .map_or("", band);
    let collected = biomarker.collected.map(local).unwrap_or_default();
    let date = local(biomarker.date);
    sheet.row(
        Table::ChartBiomarker,
        &[
            &date,
            gene(biomarker.gene),
            status,
            expression,
            "",
            specimen,
            &collected,
        ],
    );
}

fn gene(gene: Gene) -> &'static str {
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
        Gene::Pr => "PR",
        Gene::Brca1 => "BRCA1",
        Gene::Brca2 => "BRCA2",
        Gene::Msi => "MSI",
        Gene::Pik3ca => "PIK3CA",
        Gene::Met => "MET",
        Gene::Ntrk => "NTRK",
        Gene::Ret => "RET",
    }
}

/// Bands of the share of stained cells, as abstraction uses them in every country.
fn band(percent: u8) -> &'static str {
    match percent {
        0 => "0%",
        1 => "1%",
        2..=4 => "2% - 4%",
        5..=9 => "5% - 9%",
        10..=19 => "10% - 19%",
        20..=29 => "20% - 29%",
        30..=39 => "30% - 39%",
        40..=49 => "40% - 49%",
        50..=59 => "50% - 59%",
        60..=69 => "60% - 69%",
        70..=79 => "70% - 79%",
        80..=89 => "80% - 89%",
        90..=99 => "90% - 99%",
        _ => "100%",
    }
}
