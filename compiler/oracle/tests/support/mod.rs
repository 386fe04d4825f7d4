//! A cohort with one criterion, over a source and files in memory.

#![allow(dead_code, reason = "each test uses a part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use kohort_base::{MemoryWorld, render};
use kohort_oracle::{Content, Dataset, OracleFault, OracleResult, run_files};
use kohort_semantics::project::{Analysis, Options, analyse};

/// A checked file.
pub(crate) fn analysed(text: &str) -> Analysis {
    let world = MemoryWorld::new().with("test.kohort", text);
    let analysis = analyse(&world, "test.kohort", &Options::default()).unwrap();
    let errors: Vec<_> = analysis
        .diagnostics
        .iter()
        .filter(|one| one.is_error())
        .cloned()
        .collect();
    assert!(
        errors.is_empty(),
        "{}",
        render::terminal(&errors, &analysis.files, false, 120)
    );
    analysis
}

fn study(text: &str, criterion: &str) -> String {
    let header = "study test version \"1\" on m\n";
    format!("{header}{text}\ncohort c {{\n index 2022-01-01\n {criterion}\n}}\n")
}

fn run_bytes(text: &str, criterion: &str, files: Vec<(&str, Vec<u8>)>) -> Result<OracleResult, OracleFault> {
    let analysis = analysed(&study(text, criterion));
    let study = analysis.study.as_ref().unwrap();
    let source = analysis.sources.iter().find(|source| source.name == "s").unwrap();
    let files = files
        .into_iter()
        .map(|(path, bytes)| (path.to_owned(), Content::Bytes(bytes)));
    run_files(
        study,
        source,
        &Dataset {
            files: files.collect(),
        },
    )
}

/// What a criterion finds in files.
pub(crate) fn run(text: &str, criterion: &str, files: &[(&str, &str)]) -> Result<OracleResult, OracleFault> {
    run_bytes(
        text,
        criterion,
        files
            .iter()
            .map(|(path, text)| (*path, text.as_bytes().to_vec()))
            .collect(),
    )
}

/// The patients whom a criterion keeps.
pub(crate) fn members(text: &str, criterion: &str, files: &[(&str, &str)]) -> Vec<String> {
    kept(&run(text, criterion, files).unwrap_or_else(|fault| panic!("{fault}")))
}

/// The patients whom a criterion keeps, of files in any encoding.
pub(crate) fn members_of_bytes(text: &str, criterion: &str, files: &[(&str, Vec<u8>)]) -> Vec<String> {
    kept(&run_bytes(text, criterion, files.to_vec()).unwrap_or_else(|fault| panic!("{fault}")))
}

fn kept(result: &OracleResult) -> Vec<String> {
    result.cohorts[0]
        .members()
        .into_iter()
        .map(|(patient, _)| patient.to_owned())
        .collect()
}

/// The faults that a run finds.
pub(crate) fn faults(text: &str, criterion: &str, files: &[(&str, &str)]) -> Vec<String> {
    let faults = run(text, criterion, files).unwrap_err().faults;
    let shown = |fault: &kohort_oracle::Fault| {
        format!("{} {}.{} {}", fault.code, fault.table, fault.column, fault.rows)
    };
    faults.iter().map(shown).collect()
}
