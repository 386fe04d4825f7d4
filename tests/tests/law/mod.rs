//! The engine's part of the projection law: a study over one country's files, as bytes that can be compared.

use kohort_engine::prepare::{PrepareOptions, prepare_blocking};
use kohort_engine::{Results, RunOptions, run_blocking};
use kohort_plan::{Plan, bind::bind, rules::optimise};
use kohort_semantics::{Model, Source, Study};
use kohort_synth::national::{Mess, writers};
use kohort_tests::generate::write;
use kohort_tests::law::{Case, Records};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempDir;

/// The plan of a study on a source, as a run takes it.
pub(crate) fn plan(study: &Study, source: &Source) -> Result<Plan, String> {
    let bound = bind(study, source).map_err(|error| error.to_string())?;
    optimise(bound).map_err(|error| error.to_string())
}

/// The plans of a study for all writers' countries, in their order.
pub(crate) fn plans(case: &Case) -> Result<Vec<Plan>, String> {
    let sources = case.sources.iter();
    sources.map(|source| plan(&case.project.study, source)).collect()
}

/// Runs a plan over a folder, and sorts in a folder of its own.
pub(crate) fn run(plan: &Plan, data: &Path, threads: usize, batch_size: Option<usize>) -> Result<Results, String> {
    let spill = folder()?;
    let options = RunOptions {
        threads,
        batch_size,
        spill: Some(spill.path().to_path_buf()),
        ..RunOptions::new(data)
    };
    run_blocking(plan, &options).map_err(|error| format!("{} does not run: {error}", data.display()))
}

/// The rows of all attritions, as they are compared.
pub(crate) fn attrition(results: &Results) -> String {
    serde_json::to_string(&results.cohorts).unwrap_or_else(|error| error.to_string())
}

/// Prepares the data of a source in a new folder.
#[allow(dead_code, reason = "not every program that shares this prepares data")]
pub(crate) fn prepare(model: &Model, source: &Source, data: &Path, into: &Path, threads: usize) -> Result<(), String> {
    let spill = folder()?;
    fs::create_dir(into).map_err(|error| error.to_string())?;
    let mut options = PrepareOptions::new(data, into);
    options.run.threads = threads;
    options.run.spill = Some(spill.path().to_path_buf());
    let prepared = prepare_blocking(model, source, &options);
    prepared
        .map(|_| ())
        .map_err(|error| format!("{} cannot be prepared: {error}", data.display()))
}

/// Writes the same people as text files of all countries, one folder a source.
#[allow(dead_code, reason = "not every program that shares this writes all of them")]
pub(crate) fn written(out: &Path, records: impl Fn(usize) -> Records) -> Result<(), String> {
    for (position, writer) in writers().iter().enumerate() {
        text_files(&records(position), &out.join(writer.source()))?;
    }
    Ok(())
}

/// Writes records as text files into a new folder.
pub(crate) fn text_files(records: &Records, folder: &Path) -> Result<(), String> {
    let files = records.files().map_err(|error| error.to_string())?;
    let made = fs::create_dir_all(folder).and_then(|()| write(&files, folder));
    made.map_err(|error| format!("{}: {error}", folder.display()))
}

/// Runs a command line of `kohort`.
#[allow(dead_code, reason = "not every program that shares this runs commands")]
pub(crate) fn command(folder: &Path, words: &[&str]) -> Result<String, String> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = kohort::Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        colour_errors: false,
        progress: false,
        width: 100,
        table_width: None,
        folder: folder.to_path_buf(),
    };
    let words = std::iter::once("kohort").chain(words.iter().copied());
    let exit = kohort::run(words.map(OsString::from), &mut terminal);
    match exit {
        kohort::Exit::Fine => Ok(String::from_utf8_lossy(&out).into_owned()),
        _ => Err(String::from_utf8_lossy(&err).into_owned()),
    }
}

/// Whether the engine's attrition for some people alone differs between countries.
#[allow(dead_code, reason = "not every program that shares this searches")]
pub(crate) fn differ(plans: &[Plan], seed: u64, people: &[u64]) -> Result<bool, String> {
    let mut first: Option<String> = None;
    for (writer, plan) in writers().iter().zip(plans) {
        let data = folder()?;
        text_files(
            &Records::of(*writer, seed, people.iter().copied(), Mess::Clean),
            data.path(),
        )?;
        let found = attrition(&run(plan, data.path(), 1, None)?);
        match &first {
            Some(first) if *first != found => return Ok(true),
            Some(_) => {}
            None => first = Some(found),
        }
    }
    Ok(false)
}

/// A new folder that goes away by itself.
pub(crate) fn folder() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|error: io::Error| error.to_string())
}
