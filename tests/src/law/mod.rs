//! The projection law: the same people, written down in the tables of several countries, are the same people to every study
//! that all of these countries can answer.
//!
//! Here are the people's files, who of them the oracle finds in which cohort, and the search for those on whom countries do
//! not agree. Invariant: nothing here reads a source model to make a file; what is compared comes from the writers.

mod members;
mod records;
mod said;
mod search;

pub use members::{Members, members, person_number};
pub use records::Records;
pub use said::said_of;
pub use search::differing;

use crate::projects::{Project, shipped};
use kohort_semantics::Source;
use kohort_synth::national::writers;
use std::sync::Arc;

/// A study with its source for each of [`writers`], in their order.
#[derive(Debug, Clone)]
pub struct Case {
    /// The study and where it comes from.
    pub project: Project,
    /// Its sources.
    pub sources: Vec<Arc<Source>>,
}

/// The shipped studies that have a source for each writer.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn cases() -> Result<Vec<Case>, String> {
    let projects = shipped()?.into_iter();
    let of_all = projects.filter_map(|project| {
        let source = |name: &str| project.sources.iter().find(|source| source.name == name).cloned();
        let sources = writers().iter().map(|writer| source(writer.source()));
        let sources = sources.collect::<Option<Vec<_>>>()?;
        Some(Case { project, sources })
    });
    Ok(of_all.collect())
}
