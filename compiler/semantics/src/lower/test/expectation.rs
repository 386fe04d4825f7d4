//! What a test expects.

use super::super::Lowering;
use super::super::cohort::each_cohort;
use super::outcome::Outcome;
use crate::study::{Cohort, CohortId, Endpoint, Expectation, Type};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

impl Lowering<'_> {
    /// `expect in COHORT`, `expect not in COHORT`, `expect VALUE, for COHORT`.
    pub(super) fn expectation(
        &mut self,
        entry: &ast::ExpectEntry,
        cohorts: &[Cohort],
        endpoints: &[Endpoint],
    ) -> Option<Expectation> {
        let span = self.span(entry.range());
        let mut outcome = None;
        let (cohort, member, value) = match entry.kind() {
            ast::ExpectKind::In { cohort } => (self.cohort_named(&cohort?, cohorts)?, true, None),
            ast::ExpectKind::NotIn { cohort } => (self.cohort_named(&cohort?, cohorts)?, false, None),
            ast::ExpectKind::Value {
                value,
                status,
                cohort,
            } => {
                let id = match cohort {
                    Some(name) => self.cohort_named(&name, cohorts)?,
                    None => self.only_cohort(cohorts, span)?,
                };
                let value = value?;
                match self.expected_outcome(&value, status.as_ref(), endpoints) {
                    Outcome::Expected(expected) => {
                        outcome = Some(expected);
                        (id, true, None)
                    }
                    Outcome::Wrong => return None,
                    Outcome::None => (id, true, Some(value)),
                }
            }
        };
        let condition = match value {
            None => None,
            Some(value) => {
                let value = self.value(&value, Some(&Type::Boolean));
                let condition = self.expect_condition(value, "an expectation");
                if condition.ty == Type::Error {
                    return None;
                }
                Some(condition)
            }
        };
        let text = entry.syntax().text().to_string();
        Some(Expectation {
            cohort,
            member,
            condition,
            outcome,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            span,
        })
    }

    fn only_cohort(&mut self, cohorts: &[Cohort], span: Span) -> Option<CohortId> {
        if let [_] = cohorts {
            return Some(CohortId(0));
        }
        let names: Vec<&str> = cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
        let mut diagnostic = Diagnostic::error(Code::K0902, "Which cohort is this expected of?")
            .at(span, "a value depends on the index date of a cohort");
        diagnostic = match names.last() {
            Some(last) => diagnostic
                .help(format!("name the cohort at its end, for example `, for {last}`"))
                .note(format!("the study has the cohorts {}", names.join(", "))),
            None => diagnostic.help("the study has no cohort; write one, with an `index` date"),
        };
        let end = Span::at(span.file, span.end);
        self.report(each_cohort(diagnostic, &names, end, ", for "));
        None
    }

    fn cohort_named(&mut self, name: &ast::Name, cohorts: &[Cohort]) -> Option<CohortId> {
        let text = name.text();
        self.names_own(name);
        if let Some(position) = cohorts.iter().position(|cohort| cohort.name == text) {
            return Some(CohortId(position as u32));
        }
        let span = self.span(name.range());
        let mut diagnostic = Diagnostic::error(Code::K0902, format!("There is no cohort `{text}`"))
            .at(span, "expected of this cohort");
        let names = cohorts.iter().map(|cohort| cohort.name.as_str());
        diagnostic = match suggest::nearest(&text, names.clone()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!(
                "the study has the cohorts {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        };
        self.report(diagnostic);
        None
    }
}
