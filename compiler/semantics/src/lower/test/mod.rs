//! Tests: `test "name" { patient { … } expect … }`.
//!
//! A test's person is written in the words of the model, one record a line. Invariant: every word of a record is understood
//! in exactly one way or reported; nothing is left out.

mod expectation;
mod measured;
mod outcome;
mod record;
mod value;
mod word;

use super::Lowering;
use crate::study::{Cohort, Endpoint, Test};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// All tests of a study's file.
    pub(super) fn tests(
        &mut self,
        tree: &ast::File,
        cohorts: &[Cohort],
        endpoints: &[Endpoint],
    ) -> Vec<Test> {
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        let mut tests = Vec::new();
        for item in tree.items() {
            let ast::Item::Test(written) = item else { continue };
            let Some(name) = written.name() else { continue };
            let span = self.span(name.range());
            if let Some(first) = names.insert(name.value(), span) {
                self.report(
                    Diagnostic::error(Code::K0202, format!("Two tests are named \"{}\"", name.value()))
                        .at(span, "the second one")
                        .and(first, "the first one")
                        .help("say what each of them shows, so that a failing one can be told apart"),
                );
            }
            tests.extend(self.test(&written, name.value(), span, cohorts, endpoints));
        }
        tests
    }

    fn test(
        &mut self,
        written: &ast::TestDecl,
        name: String,
        span: Span,
        cohorts: &[Cohort],
        endpoints: &[Endpoint],
    ) -> Option<Test> {
        let people = written.patients();
        let (person, further) = people.split_first()?;
        if let Some(second) = further.first() {
            let place = self.span(second.range());
            self.report(
                Diagnostic::error(Code::K0901, "A test is about one person")
                    .at(place, "a second `patient`")
                    .help("write a test for each person; nothing in a study can look at two"),
            );
        }
        let records = self.test_records(person);
        let mut expectations = Vec::new();
        for entry in written.expectations() {
            expectations.extend(self.expectation(&entry, cohorts, endpoints));
        }
        if written.expectations().is_empty() {
            self.report(
                Diagnostic::error(Code::K0902, format!("The test \"{name}\" expects nothing"))
                    .at(span, "cannot fail")
                    .help("write for example `expect in COHORT`"),
            );
        }
        Some(Test {
            name,
            records,
            expectations,
            span,
        })
    }
}
