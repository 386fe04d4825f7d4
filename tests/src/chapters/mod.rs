//! Chapters of the language reference: documents whose code blocks are tests.
//!
//! | block | meaning |
//! |---|---|
//! | `kohort` | a piece of source; the pieces under a heading, after those of the headings above it, are one file |
//! | `kohort criterion EXPR` | criteria, which are put into a cohort with the index date EXPR (or a default one) |
//! | `data NAME` | rows of an entity (columns `patient` and attributes), or of a table if the pieces declare a source |
//! | `attrition [COHORT]` | the attrition, a line for each step: `adult 4 -1 ?0 =3` |
//! | `fmt` | the formatted form of the piece before it |
//! | `snapshot diagnostics` | the diagnostics as a terminal shows them |
//! | `plan` | lines that stand together in the plan's text |
//!
//! With several declared sources, the rows are in the form of the first. The `test` items of a piece are run, and must hold.
//! A comment `// error: K0302 "words"` or `// warning: …` at the end of a line expects a finding whose first label starts
//! there and whose title or a label contains the words. What is not expected must not be found. Other kinds of blocks are
//! for the reader only. Invariant: nothing here names the engine; what runs a study comes in as a [`Backend`].

mod analysis;
mod annotation;
mod assemble;
mod attrition;
mod block;
mod difference;
mod findings;
mod identity;
mod identity_attribute;
mod section;
mod tables;
mod tests_in_study;
mod update;

pub use attrition::StepCounts;

use crate::oracle::Tables;
use kohort_semantics::{Source, Study};
use std::fmt;

/// What runs a checked study beside the oracle, and shows its plan.
pub trait Backend {
    /// The attrition of each cohort, by name.
    ///
    /// # Errors
    /// Why there is no result, in words.
    fn attrition(
        &self,
        study: &Study,
        source: &Source,
        tables: &Tables,
    ) -> Result<Vec<(String, Vec<StepCounts>)>, String>;

    /// The text of the plan.
    ///
    /// # Errors
    /// Why there is no plan, in words.
    fn plan(&self, study: &Study, source: &Source) -> Result<String, String>;
}

/// What checking a chapter found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Expectations that do not hold.
    pub failures: Vec<Failure>,
    /// The chapter with the blocks that can be updated as they should be; the text itself if nothing changes.
    pub updated: String,
    /// How many sections were checked.
    pub sections: usize,
}

/// One expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The document.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, with a difference where there is one.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Checks a chapter. `file` is its name in messages.
pub fn check(file: &str, text: &str, backend: &dyn Backend) -> Report {
    let mut report = Report::default();
    let mut updates = Vec::new();
    for section in section::sections(text) {
        if !section.has_something_to_check() {
            continue;
        }
        report.sections += 1;
        for finding in analysis::check(&section, backend) {
            report.failures.push(Failure {
                file: file.to_owned(),
                line: finding.line,
                message: finding.message,
            });
            updates.extend(finding.update);
        }
    }
    report.updated = update::applied(text, updates);
    report
}
