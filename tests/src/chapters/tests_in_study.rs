//! Tests that are written in a chapter: each holds, by the oracle, on the person whom it invents.

use super::assemble::Assembled;
use super::findings::line_of;
use crate::oracle;
use kohort_semantics::project::Analysis;

/// The expectations that do not hold, each with the line in which it is written.
pub(super) fn failures(file: &Assembled, name: &str, analysis: &Analysis) -> Vec<(Option<usize>, String)> {
    let Some(study) = analysis.study.as_deref() else {
        return Vec::new();
    };
    let mut failures = Vec::new();
    for outcome in oracle::run_tests(study) {
        let line = |span| line_of(file, name, &analysis.files, span);
        for failure in &outcome.failures {
            failures.push((
                line(failure.span),
                format!("the test \"{}\" fails: {failure}", outcome.name),
            ));
        }
        if let Some(fault) = &outcome.fault {
            failures.push((
                line(outcome.span),
                format!(
                    "the person of the test \"{}\" cannot be read: {fault}",
                    outcome.name
                ),
            ));
        }
    }
    failures
}
