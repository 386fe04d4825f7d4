//! The folder that a run writes.
//!
//! Invariant: the folder holds the files of one run and nothing else, all or none; a folder that holds anything else is
//! never replaced.

use super::{Report, csv, json};
use crate::failure::{Failure, why};
use crate::write::NewFolder;
use kohort_report::render::{csv_files, is_csv_file};
use std::fs;
use std::path::Path;

const ATTRITION_CSV: &str = "attrition.csv";
const ATTRITION_JSON: &str = "attrition.json";
const ADAPTATIONS: &str = "adaptations.csv";
const QUALITY: &str = "quality.json";
const MANIFEST: &str = "run.json";
const TABLES: &str = "reports.json";
const FILES: &[&str] = &[
    ADAPTATIONS,
    ATTRITION_CSV,
    ATTRITION_JSON,
    QUALITY,
    TABLES,
    MANIFEST,
];

/// Whether a run may be written to a place: nothing is there, an empty folder, or an earlier run.
pub(crate) fn check_place(place: &Path) -> Result<(), Failure> {
    if !place.exists() {
        return Ok(());
    }
    let unreadable = |error: std::io::Error| {
        Failure::environment(format!(
            "`{}` cannot be written: {}",
            place.display(),
            why(&error)
        ))
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(place).map_err(unreadable)? {
        names.push(entry.map_err(unreadable)?.file_name());
    }
    names.sort();
    match names.iter().find(|name| !name.to_str().is_some_and(of_a_run)) {
        None => Ok(()),
        Some(strange) => Err(Failure::environment(format!(
            "`{}` holds `{}`, which is not part of a run, and is not replaced",
            place.display(),
            strange.display()
        ))
        .help("choose a folder that does not exist yet, or one of an earlier run")),
    }
}

/// Writes the run.
pub(crate) fn write(place: &Path, reports: &[Report]) -> Result<(), Failure> {
    check_place(place)?;
    let folder = NewFolder::at(place)?;
    for (name, text) in files(reports) {
        folder.write(&name, text.as_bytes())?;
    }
    folder.finish()
}

/// Whether a file may be of a run: one with a fixed name, or one of the tables.
fn of_a_run(name: &str) -> bool {
    FILES.contains(&name) || is_csv_file(name)
}

/// The result tables of a run, which is what is compared when it is run again.
pub(crate) fn tables(reports: &[Report]) -> Vec<(String, String)> {
    let mut tables = overview(reports);
    tables.extend(of_outputs(reports));
    tables
}

/// The tables that every study has.
fn overview(reports: &[Report]) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    // A study that says the same for all sources has nothing to say here.
    if reports.iter().any(|report| !report.adaptations.is_empty()) {
        tables.push((ADAPTATIONS.to_owned(), csv::adaptations(reports)));
    }
    tables.push((ATTRITION_CSV.to_owned(), csv::attrition(reports)));
    tables
}

/// The tables that a study asks for.
fn of_outputs(reports: &[Report]) -> Vec<(String, String)> {
    let tables: Vec<(&str, &kohort_report::Report)> = reports
        .iter()
        .map(|report| (report.source.as_str(), &report.tables))
        .collect();
    csv_files(&tables)
}

/// The files of a run with their texts; the manifest, which names all of them, is the last.
fn files(reports: &[Report]) -> Vec<(String, String)> {
    let mut files = overview(reports);
    let mut add = |name: &str, text: String| files.push((name.to_owned(), text));
    add(ATTRITION_JSON, json::attrition(reports));
    add(QUALITY, json::quality(reports));
    if reports.iter().any(|report| !report.tables.tables.is_empty()) {
        add(TABLES, json::tables(reports));
    }
    files.extend(of_outputs(reports));
    let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    names.push(MANIFEST);
    let manifest = json::manifest(reports, &names);
    files.push((MANIFEST.to_owned(), manifest));
    files
}
