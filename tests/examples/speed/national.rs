//! The study of early-onset colorectal cancer on invented people in the tables of one country, raw and prepared.

use crate::arguments::Arguments;
use crate::subject::Subject;
use kohort::{Exit, Terminal};
use kohort_engine::prepare::{PrepareOptions, prepare_blocking};
use kohort_semantics::Source;
use kohort_tests::projects::{Project, shipped};
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the tables of the source are.
fn raw(arguments: &Arguments, folder: &Path) -> PathBuf {
    folder.join("people").join(&arguments.source)
}

fn prepared(arguments: &Arguments, folder: &Path) -> PathBuf {
    folder.join("prepared").join(&arguments.source)
}

/// Whether an earlier benchmark left both behind.
pub(crate) fn made(arguments: &Arguments, folder: &Path) -> bool {
    raw(arguments, folder).exists() && prepared(arguments, folder).exists()
}

/// Invents the people, by the command that everybody uses.
pub(crate) fn synth(arguments: &Arguments, folder: &Path) -> Result<u64, Box<dyn Error>> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        colour_errors: false,
        progress: false,
        width: 100,
        table_width: None,
        folder: folder.to_path_buf(),
    };
    let people = arguments.people.to_string();
    let words = [
        "kohort",
        "synth",
        "--patients",
        &people,
        "--source",
        &arguments.source,
        "--format",
        "parquet",
        "--out",
        "people",
    ];
    fs::create_dir_all(folder)?;
    if kohort::run(words.map(OsString::from), &mut terminal) != Exit::Fine {
        return Err(String::from_utf8_lossy(&err).into());
    }
    let about: serde_json::Value =
        serde_json::from_slice(&fs::read(raw(arguments, folder).join("synth.json"))?)?;
    let tables = about["tables"].as_array().ok_or("no tables")?;
    Ok(tables.iter().filter_map(|table| table["rows"].as_u64()).sum())
}

fn project(arguments: &Arguments) -> Result<(Project, Arc<Source>), Box<dyn Error>> {
    let project = shipped()?
        .into_iter()
        .find(|project| project.study.name == "early_onset_colorectal")
        .ok_or("there is no study of colorectal cancer")?;
    let mut sources = project.sources.iter();
    let source = sources
        .find(|source| source.name == arguments.source)
        .ok_or_else(|| format!("there is no source `{}`", arguments.source))?;
    let source = Arc::clone(source);
    Ok((project, source))
}

pub(crate) fn prepare(arguments: &Arguments, folder: &Path) -> Result<(), Box<dyn Error>> {
    let (project, source) = project(arguments)?;
    let into = prepared(arguments, folder);
    fs::create_dir_all(&into)?;
    let options = PrepareOptions::new(raw(arguments, folder), into);
    prepare_blocking(&project.study.model, &source, &options)?;
    Ok(())
}

pub(crate) fn on_raw(arguments: &Arguments, folder: &Path) -> Result<Subject, Box<dyn Error>> {
    let (project, source) = project(arguments)?;
    Subject::new(&project.study, &source, &raw(arguments, folder))
}

pub(crate) fn on_prepared(arguments: &Arguments, folder: &Path) -> Result<Subject, Box<dyn Error>> {
    let (project, source) = project(arguments)?;
    Subject::new(&project.study, &source, &prepared(arguments, folder))
}
