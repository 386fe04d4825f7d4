//! The chapters of the language reference hold, and the runner of chapters fails when it must.
//!
//! `UPDATE_EXPECT=1` writes what is there into the blocks that can be updated; read the change like code.

mod support;

use kohort_engine::StepKind;
use kohort_semantics::{Source, Study};
use kohort_tests::chapters::{Backend, Report, StepCounts, check};
use kohort_tests::oracle::Tables;
use kohort_tests::projects::repository;
use std::fs;
use std::path::{Path, PathBuf};
use support::Run;

/// The engine, as the chapters use it.
struct Engine;

impl Backend for Engine {
    fn attrition(
        &self,
        study: &Study,
        source: &Source,
        tables: &Tables,
    ) -> Result<Vec<(String, Vec<StepCounts>)>, String> {
        let plan = support::plan(study, source, true)?;
        let results =
            support::run(&plan, source, tables, Run::default()).map_err(|error| error.to_string())?;
        let counts = |step: &kohort_engine::Step| StepCounts {
            name: step.name.clone(),
            criterion: matches!(step.kind, StepKind::Include | StepKind::Exclude),
            before: step.before,
            removed: step.removed,
            unknown: step.unknown,
            after: step.after,
        };
        let cohorts = results.cohorts.iter();
        Ok(cohorts
            .map(|cohort| (cohort.name.clone(), cohort.steps.iter().map(counts).collect()))
            .collect())
    }

    fn plan(&self, study: &Study, source: &Source) -> Result<String, String> {
        let plan = kohort_plan::bind::bind(study, source).map_err(|error| error.to_string())?;
        let plan = kohort_plan::rules::optimise(plan).map_err(|error| error.to_string())?;
        Ok(kohort_plan::text::text(&plan))
    }
}

/// The Markdown files in a folder, in order.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

/// Checks a document, and updates it if the caller asks for that.
#[allow(
    clippy::disallowed_methods,
    reason = "whether to write is the caller's choice"
)]
fn checked(path: &Path) -> Report {
    let text = fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(repository()).unwrap().display().to_string();
    let report = check(&name, &text, &Engine);
    if std::env::var("UPDATE_EXPECT").is_ok_and(|value| value == "1") && report.updated != text {
        fs::write(path, &report.updated).unwrap();
    }
    report
}

#[test]
fn the_chapters_of_the_language_reference_hold() {
    let documents = documents(&repository().join("docs/language"));
    assert!(!documents.is_empty(), "there are no chapters");
    let reports = documents.iter().map(|path| checked(path));
    let failures: Vec<String> = reports
        .flat_map(|report| report.failures)
        .map(|failure| failure.to_string())
        .collect();
    assert!(
        failures.is_empty(),
        "{} expectations do not hold:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

#[test]
fn a_chapter_that_holds_has_no_failures() {
    let report = checked(&repository().join("tests/chapters_selftest/holds.md"));
    let failures: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(report.sections >= 7, "{}", report.sections);
}

/// Every section of this document is wrong in one way; its heading says in which words the runner must say so.
#[test]
fn a_chapter_that_does_not_hold_fails_in_every_section() {
    let text = fs::read_to_string(repository().join("tests/chapters_selftest/fails.md")).unwrap();
    let report = check("fails.md", &text, &Engine);
    let headings: Vec<(usize, &str)> = text
        .lines()
        .zip(1..)
        .filter_map(|(line, number)| Some((number, line.strip_prefix("## ")?)))
        .collect();
    let mut wrong = Vec::new();
    for (position, (start, words)) in headings.iter().enumerate() {
        let end = headings.get(position + 1).map_or(usize::MAX, |(line, _)| *line);
        let here: Vec<String> = report
            .failures
            .iter()
            .filter(|failure| (*start..end).contains(&failure.line))
            .map(ToString::to_string)
            .collect();
        if here.len() != 1 || !here[0].contains(words) {
            wrong.push(format!(
                "line {start}: expected one failure that says \"{words}\", found {here:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(report.failures.len(), headings.len());

    // What can be updated holds afterwards; what a person must decide still fails.
    let again = check("fails.md", &report.updated, &Engine);
    assert!(again.failures.len() < report.failures.len());
    assert_eq!(again.updated, report.updated);
}
