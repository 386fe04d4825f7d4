//! Tests of the tumour, in the table of the person's disease.
//!
//! The words for an outcome differ by gene, as public code over such data shows them. A gene that was not tested has no row.

use super::tables::Table;
use super::{Sheet, day, first_disease};
use crate::person::{Biomarker, Gene, Specimen, TestStatus};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    // Without a disease of the datamart nobody abstracted tests.
    let Some(disease) = first_disease(person) else {
        return;
    };
    let table = disease.tables().1;
    for biomarker in &person.biomarkers {
        if let Some((name, status)) = outcome(biomarker) {
            row(sheet, table, biomarker, name, status);
        }
    }
}

fn row(sheet: &mut Sheet<'_>, table: Table, biomarker: &Biomarker, name: &str, status: &str) {
    let collected = day(biomarker.collected);
    let specimen = match biomarker.specimen {
        Some(Specimen::Tissue) => "Tissue",
        Some(Specimen::Blood) => "Blood",
        Some(Specimen::Other) => "Other",
        None => "",
    };
    let date = biomarker.date.to_string();
    // A report without its day has at least the day on which the laboratory received the sample.
    let (received, result) = if sheet.defects.happens(50) {
        (date.as_str(), "")
    } else {
        ("", date.as_str())
    };
    let staining = biomarker
        .percent
        .filter(|_| biomarker.gene == Gene::PdL1)
        .map_or("", staining);
    sheet.row(
        table,
        &[
            name, "", &collected, received, result, status, "", "", specimen, "", "", "", "", "", "",
            staining, "",
        ],
    );
}

/// The name of the test and the word for its outcome; none for what has no row.
fn outcome(biomarker: &Biomarker) -> Option<(&'static str, &'static str)> {
    let (name, positive, negative) = match biomarker.gene {
        Gene::Egfr => ("EGFR", "Mutation positive", "Mutation negative"),
        Gene::Braf => ("BRAF", "Mutation positive", "Mutation negative"),
        Gene::Kras => ("KRAS", "Mutation positive", "Mutation negative"),
        Gene::Nras => ("NRAS", "Mutation positive", "Mutation negative"),
        Gene::Alk => ("ALK", "Rearrangement present", "Rearrangement not present"),
        Gene::Ros1 => ("ROS1", "Rearrangement present", "Rearrangement not present"),
        Gene::PdL1 => ("PDL1", "PD-L1 positive", "PD-L1 negative/not detected"),
        Gene::Her2 => ("HER2", "Positive NOS", "Negative NOS"),
        Gene::Er => ("ER", "Positive", "Negative"),
        Gene::Pr => ("PR", "Positive", "Negative"),
        Gene::Brca1 => ("BRCA1", "BRCA1 mutation identified", "No BRCA mutation"),
        Gene::Brca2 => ("BRCA2", "BRCA2 mutation identified", "No BRCA mutation"),
        Gene::Msi => ("MMR/MSI", "MSI-H", "MSS"),
        Gene::Pik3ca => ("PIK3CA", "Positive", "Negative"),
        Gene::Met => ("MET", "Unknown result type positive", "Negative"),
        Gene::Ret => ("RET", "Rearrangement positive", "Negative"),
        Gene::Ntrk => ("NTRK - unknown gene type", "Rearrangement positive", "Negative"),
        // The tables name KRAS and NRAS, never the family.
        Gene::Ras => return None,
    };
    let status = match biomarker.status {
        TestStatus::Positive => positive,
        TestStatus::Negative => negative,
        TestStatus::Unknown => "Unknown",
        TestStatus::Untested => return None,
    };
    Some((name, status))
}

/// The band of the share of stained cells that begins at or below a percentage.
fn staining(percent: u8) -> &'static str {
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
