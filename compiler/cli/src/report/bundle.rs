//! The folder that a run writes.
//!
//! Invariant: the folder holds the files of one run and nothing else, all or none; a folder that holds anything else is
//! never replaced.

use super::{Report, csv, json};
use crate::failure::{Failure, why};
use crate::write::NewFolder;
use std::fs;
use std::path::Path;

const ATTRITION_CSV: &str = "attrition.csv";
const ATTRITION_JSON: &str = "attrition.json";
const ADAPTATIONS: &str = "adaptations.csv";
const QUALITY: &str = "quality.json";
const MANIFEST: &str = "run.json";
const FILES: &[&str] = &[ADAPTATIONS, ATTRITION_CSV, ATTRITION_JSON, QUALITY, MANIFEST];

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
    match names
        .iter()
        .find(|name| !FILES.iter().any(|known| *name == *known))
    {
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
    // A study that says the same for all sources has nothing to say here.
    let adapted = reports.iter().any(|report| !report.adaptations.is_empty());
    let files: Vec<&'static str> = FILES
        .iter()
        .copied()
        .filter(|name| adapted || *name != ADAPTATIONS)
        .collect();
    for name in &files {
        let text = match *name {
            ADAPTATIONS => csv::adaptations(reports),
            ATTRITION_CSV => csv::attrition(reports),
            ATTRITION_JSON => json::attrition(reports),
            QUALITY => json::quality(reports),
            _ => json::manifest(reports, &files),
        };
        folder.write(name, text.as_bytes())?;
    }
    folder.finish()
}
