//! The oracle: a slow interpreter of a typed study, written from the language reference.
//!
//! It puts each table together once, takes one patient at a time and one value at a time, and remembers nothing else. Every
//! rule names the part of the reference that it follows, so that it can be checked by reading. Invariant: it shares with the compiler
//! only the typed study, model and source, the values as containers, and exact number arithmetic; its calendar, logic,
//! windows, picks, joins and reading of raw text are its own. The one exception is the written form of codes, which is a
//! table of facts. Nothing here knows the plan or the engine, and nothing reads a disk: files come in as bytes.
//!
//! Beside whole datasets it runs the tests that are written in studies, each on the one person whom it invents.

mod aggregate;
mod bounds;
mod calendar;
mod choose;
mod codes;
mod cohorts;
mod compare;
mod coverage;
mod dataset;
mod dates;
mod decode;
mod drug_name;
mod episodes;
mod evaluate;
mod events;
mod expect;
mod fault;
mod field;
mod files;
mod join;
pub mod lines;
mod load;
mod needs;
mod outcome;
pub mod own_form;
mod pick;
mod quality;
mod raw;
mod reach;
mod readable;
mod record;
mod relation;
mod rows;
mod shown;
mod sites;
mod tallies;
mod therapy;
mod timeline;
mod truth;
mod uses;
pub mod walk;
mod walk_mut;
mod written;

pub use choose::{Adaptation, AdaptationKind};
pub use cohorts::{OracleCohort, OracleEntry, OracleStep, OracleStepKind};
pub use dataset::{Content, Dataset};
pub use expect::{Failure, Outcome, Reason, run_test, run_tests};
pub use fault::{Contradiction, Fault, OracleFault};
pub use files::tables;
pub use quality::{LeftAside, OracleQuality, Placed};
pub use raw::{Cells, RawTable, Tables};
pub use readable::contradictions;
pub use timeline::{
    CohortTimeline, CriterionTimeline, EndpointTimeline, EntryTimeline, LinesTimeline, PartTimeline,
    StepTimeline, Timeline, timeline,
};
pub use truth::Truth;

use kohort_semantics::study::Counted;
use kohort_semantics::{Source, Study};

/// What a study finds in a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleResult {
    /// The cohorts in the order of the study.
    pub cohorts: Vec<OracleCohort>,
    /// What the reports count, in the order of [`Study::tallies`].
    pub tallies: Vec<Counted>,
    /// The data-quality section.
    pub quality: OracleQuality,
    /// The places of the study that depend on the source, in the order of the text, and what was chosen there.
    pub adaptations: Vec<Adaptation>,
}

/// Runs a checked study on the files of a dataset.
///
/// # Errors
/// [`OracleFault`] if the data contradict the source model; then there is no result (2.9).
pub fn run_files(study: &Study, source: &Source, dataset: &Dataset) -> Result<OracleResult, OracleFault> {
    run(study, source, &files::tables(source, dataset)?)
}

/// Runs a checked study on the physical tables of a source.
///
/// # Errors
/// [`OracleFault`] if the data contradict the source model; then there is no result (2.9).
pub fn run(study: &Study, source: &Source, tables: &Tables) -> Result<OracleResult, OracleFault> {
    let (study, adaptations) = choose::chosen(study, source);
    let uses = uses::Uses::of(&study, source, &[]);
    let loaded = load::load(&study, source, tables, &uses)?;
    let entries = cohorts::entries(&study, source, &loaded);
    Ok(OracleResult {
        cohorts: cohorts::report(&study, &loaded, &entries),
        tallies: tallies::tallies(&study, source, &loaded, &entries),
        quality: quality::quality(&study, source, &uses, &loaded, &entries),
        adaptations,
    })
}
