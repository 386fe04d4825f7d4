//! `kohort.runTests`: the tests of a study, on every source's form. What fails is marked where it is expected.

use super::{Argument, Waiting, job, refused};
use crate::server::Server;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

/// The tests of one study, as `kohort test --format json` says them.
#[derive(Clone, Debug, Deserialize)]
struct Report {
    tests: Vec<Test>,
}

#[derive(Clone, Debug, Deserialize)]
struct Test {
    name: String,
    runs: Vec<Run>,
}

#[derive(Clone, Debug, Deserialize)]
struct Run {
    form: String,
    passed: bool,
    failures: Vec<Failure>,
}

#[derive(Clone, Debug, Deserialize)]
struct Failure {
    line: u32,
    expected: String,
    reasons: Vec<String>,
}

/// An expectation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Failed {
    /// The test.
    test: String,
    /// The line, counted from 0.
    pub(crate) line: u32,
    /// What was expected, where it is not so, and why.
    pub(crate) message: String,
}

/// Runs the tests of a study.
pub(crate) fn begin(server: &mut Server, argument: Argument, waiting: Waiting) {
    let study = match server.saved_study(&argument.uri) {
        Ok(study) => study,
        Err(error) => return waiting.answer(Err(error)),
    };
    let (uri, only) = (argument.uri, argument.test);
    let (path, text) = (study.path.clone(), study.text);
    let work = move |bench: &job::Bench| -> Result<Report> {
        let ran = bench.run(&["test", &path, "--format", "json"])?;
        let reports: Vec<Report> = serde_json::from_str(&ran.out).map_err(|_| failed(&ran.err))?;
        let found = reports.into_iter().next();
        // A study with errors has no report; the findings say what is wrong.
        found.ok_or_else(|| refused("the study has errors; correct them first"))
    };
    let then = move |server: &mut Server, mut report: Report| -> Result<Option<Value>> {
        if let Some(only) = &only {
            report.tests.retain(|test| test.name == *only);
        }
        let failures = failures(&report);
        server.mark_failures(&uri, text, failures.clone());
        Ok(Some(summary(&report, &failures)))
    };
    let title = format!("Tests of {}", study.path);
    job::begin(server, (&title, study.root), waiting, work, then);
}

/// Why a run gave nothing, in the words of the command.
pub(super) fn failed(said: &str) -> Error {
    match said.trim() {
        "" => refused("the run gave no result"),
        said => refused(said),
    }
}

/// Each expectation that does not hold, once, with all the forms in which it does not.
fn failures(report: &Report) -> Vec<Failed> {
    let mut failures: Vec<(Failed, Vec<&str>)> = Vec::new();
    for test in &report.tests {
        for run in &test.runs {
            for failure in &run.failures {
                let mut message = format!("expected: {}", failure.expected);
                for reason in &failure.reasons {
                    message.push_str("\n  ");
                    message.push_str(reason);
                }
                let failed = Failed {
                    test: test.name.clone(),
                    line: failure.line.saturating_sub(1),
                    message,
                };
                match failures.iter_mut().find(|(known, _)| *known == failed) {
                    Some((_, forms)) => forms.push(&run.form),
                    None => failures.push((failed, vec![&run.form])),
                }
            }
        }
    }
    let with_forms = failures.into_iter().map(|(failed, forms)| Failed {
        message: format!("{}\n  in the form of: {}", failed.message, forms.join(", ")),
        ..failed
    });
    with_forms.collect()
}

/// How many passed, and what did not.
fn summary(report: &Report, failures: &[Failed]) -> Value {
    let passed = |test: &&Test| test.runs.iter().all(|run| run.passed);
    let passed = report.tests.iter().filter(passed).count();
    let mut text = format!("{passed} of {} tests passed", report.tests.len());
    for failure in failures {
        text.push_str(&format!(
            "\n\n{} (line {})\n{}",
            failure.test,
            failure.line.saturating_add(1),
            failure.message
        ));
    }
    text.push('\n');
    json!({
        "title": "Tests",
        "language": "plaintext",
        "text": text,
        "tests": report.tests.len(),
        "passed": passed,
        "failures": failures,
    })
}
