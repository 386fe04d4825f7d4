//! The oracle: a slow interpreter of a typed study, written from the language reference.
//!
//! It takes one patient at a time and one value at a time, remembers nothing and optimises nothing. Every rule names the
//! part of the reference that it follows, so that it can be checked by reading. Invariant: it shares with the compiler
//! only the typed study, model and source, the values as containers, and exact number arithmetic; its calendar, logic,
//! windows, picks and reading of raw text are its own. The one exception is the written form of codes, which is a table
//! of facts. Nothing here knows the plan or the engine.

mod aggregate;
mod calendar;
mod codes;
mod cohorts;
mod compare;
mod decode;
mod episodes;
mod evaluate;
mod events;
mod fault;
mod field;
mod load;
mod pick;
mod quality;
mod raw;
mod readable;
mod record;
mod sites;
mod truth;
mod uses;
pub mod walk;
mod written;

pub use cohorts::{OracleCohort, OracleEntry, OracleStep, OracleStepKind};
pub use fault::{Fault, OracleFault};
pub use quality::{LeftAside, OracleQuality, Placed};
pub use raw::{RawTable, Tables};
pub use readable::unreadable_columns;
pub use truth::Truth;

use kohort_semantics::{Source, Study};

/// What a study finds in a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleResult {
    /// The cohorts in the order of the study.
    pub cohorts: Vec<OracleCohort>,
    /// The data-quality section.
    pub quality: OracleQuality,
}

/// Runs a checked study on the tables of a source.
///
/// # Errors
/// [`OracleFault`] if the data contradict the source model; then there is no result (2.9).
pub fn run(study: &Study, source: &Source, tables: &Tables) -> Result<OracleResult, OracleFault> {
    let uses = uses::Uses::of(study, source);
    let loaded = load::load(study, source, tables, &uses)?;
    let entries = cohorts::entries(study, &loaded);
    Ok(OracleResult {
        cohorts: cohorts::report(study, &loaded, &entries),
        quality: quality::quality(study, &uses, &loaded, &entries),
    })
}
