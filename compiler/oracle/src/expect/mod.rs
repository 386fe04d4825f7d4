//! Tests that are written in a study: what it says of one invented person, against what is expected.

pub(crate) mod outcome;
mod why;

use crate::cohorts::{self, Entry};
use crate::dataset::Dataset;
use crate::evaluate::{Evaluation, Scope};
use crate::fault::OracleFault;
use crate::load::{Loaded, load};
use crate::own_form::own_form;
use crate::raw::Tables;
use crate::uses::Uses;
use crate::{choose, files, reach};
use kohort_base::Span;
use kohort_semantics::study::{Expectation, Expr, Test};
use kohort_semantics::{Source, Study};
use std::fmt;

pub use why::Reason;

/// The patient key of the person in the model's own form.
const KEY: &str = "1";

/// What came of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it shows.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The expectations that do not hold, in the order written; none if the test passes.
    pub failures: Vec<Failure>,
    /// Why the person could not be read at all.
    pub fault: Option<OracleFault>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The expectation as written.
    pub text: String,
    /// Where it is written.
    pub span: Span,
    /// Why it does not hold: what happened first, then the values that led to it.
    pub reasons: Vec<Reason>,
}

impl Outcome {
    /// Whether everything was as expected.
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.fault.is_none()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text)?;
        self.reasons
            .iter()
            .try_for_each(|reason| write!(f, "\n  {reason}"))
    }
}

/// Runs all tests of a study, each on its person in the model's own form.
pub fn run_tests(study: &Study) -> Vec<Outcome> {
    study
        .tests
        .iter()
        .map(|test| run_in_own_form(study, test))
        .collect()
}

fn run_in_own_form(study: &Study, test: &Test) -> Outcome {
    match own_form(study, &[(KEY, &test.records)]) {
        Some(form) => run_on_tables(study, test, &form.source, &form.tables),
        None => Outcome {
            name: test.name.clone(),
            span: test.span,
            failures: Vec::new(),
            fault: Some(OracleFault { faults: Vec::new() }),
        },
    }
}

/// Runs one test on a dataset that writes its person down in the form of a source.
pub fn run_test(study: &Study, test: &Test, source: &Source, dataset: &Dataset) -> Outcome {
    match files::tables(source, dataset) {
        Ok(tables) => run_on_tables(study, test, source, &tables),
        Err(fault) => Outcome {
            name: test.name.clone(),
            span: test.span,
            failures: Vec::new(),
            fault: Some(fault),
        },
    }
}

fn run_on_tables(study: &Study, test: &Test, source: &Source, tables: &Tables) -> Outcome {
    let alone = Study {
        tests: vec![test.clone()],
        ..study.clone()
    };
    let (study, _) = choose::chosen(&alone, source);
    let expectations: Vec<&Expectation> = study.tests.iter().flat_map(|test| &test.expectations).collect();
    let mut asked: Vec<&Expr> = Vec::new();
    for expectation in &expectations {
        asked.extend(&expectation.condition);
        let endpoint = expectation.outcome.as_ref().map(|outcome| outcome.endpoint);
        let endpoint = endpoint.and_then(|id| study.endpoint(id));
        asked.extend(endpoint.into_iter().flat_map(reach::clauses));
    }
    let uses = Uses::of(&study, source, &asked);
    let mut outcome = Outcome {
        name: test.name.clone(),
        span: test.span,
        failures: Vec::new(),
        fault: None,
    };
    match load(&study, source, tables, &uses) {
        Ok(loaded) => {
            let entries = cohorts::entries(&study, source, &loaded);
            let person = Person {
                study: &study,
                source,
                loaded: &loaded,
                entries: &entries,
            };
            outcome.failures = expectations
                .into_iter()
                .filter_map(|one| person.failure(one))
                .collect();
        }
        Err(fault) => outcome.fault = Some(fault),
    }
    outcome
}

/// All that is known of a test's person.
struct Person<'a> {
    study: &'a Study,
    source: &'a Source,
    loaded: &'a Loaded<'a>,
    entries: &'a [Vec<Entry>],
}

impl<'a> Person<'a> {
    /// Why an expectation does not hold; none if it does.
    fn failure(&self, expected: &'a Expectation) -> Option<Failure> {
        let cohort = expected.cohort.0 as usize;
        let entries = self.entries.get(cohort).map_or(&[][..], Vec::as_slice);
        let members: Vec<&Entry> = entries.iter().filter(|entry| entry.kept).collect();
        let reasons: Vec<Reason> = match (expected.member, members.as_slice()) {
            (true, []) => self.why_not_in(expected.cohort),
            (false, []) => Vec::new(),
            (false, _) => self.why_in(expected.cohort),
            (true, members) => {
                let conditions = expected.condition.iter().flat_map(|condition| {
                    members
                        .iter()
                        .flat_map(move |entry| self.why_not_true(condition, entry))
                });
                let outcomes = expected.outcome.iter().flat_map(|outcome| {
                    members
                        .iter()
                        .flat_map(move |entry| self.why_other_outcome(outcome, entry))
                });
                conditions.chain(outcomes).collect()
            }
        };
        (!reasons.is_empty()).then(|| Failure {
            text: expected.text.clone(),
            span: expected.span,
            reasons,
        })
    }

    fn evaluation(&self, entry: &Entry) -> Option<(Evaluation<'a>, Scope<'a>)> {
        let patient = self.loaded.patients.get(&entry.patient)?;
        let scope = Scope {
            index: Some(entry.index),
            row: None,
        };
        Some((Evaluation::new(self.study, self.source, patient), scope))
    }
}
