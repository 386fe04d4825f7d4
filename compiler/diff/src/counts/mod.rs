//! Who moves between two versions: for each source and cohort how many stay, go out and come in, and by which step.
//!
//! The engine counts; here it is decided what of the counts may be shown, and they get their words. Invariant: exact counts
//! come in, and only what may be shown goes out; in a [`CohortCounts`] no count that is withheld follows from the others.

mod matched;
mod shown;
mod words;

pub use matched::{MatchedCohort, matched};
pub use shown::shown;

use kohort_semantics::moves::Unit;
use serde::{Deserialize, Serialize};

/// Who moves, source by source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The sources on which both versions were run.
    pub sources: Vec<SourceCounts>,
    /// Those on which they were not, and why.
    pub not_counted: Vec<NotCounted>,
}

/// A source on which nobody was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCounted {
    /// Its name.
    pub source: String,
    /// Why not, as a clause.
    pub why: String,
}

/// Who moves in one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCounts {
    /// The source's name.
    pub source: String,
    /// Its country, where it declares one.
    pub country: Option<String>,
    /// On what both versions were run.
    pub data: Data,
    /// The smallest count that may be shown: the larger one, where the versions of the source declare different ones.
    pub minimum_cell: Option<u32>,
    /// The cohorts that both versions have, in the order of the new one.
    pub cohorts: Vec<CohortCounts>,
}

/// On what both versions were run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Data {
    /// Invented people.
    Synthetic {
        /// How many.
        people: u64,
        /// What they follow from.
        seed: u64,
    },
    /// Data that a project or the command line names.
    Given,
}

/// Who moves in one cohort. A count that is absent may not be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortCounts {
    /// The cohort's name now.
    pub cohort: String,
    /// What it was called, if otherwise.
    pub was: Option<String>,
    /// What is counted.
    pub counted: Unit,
    /// How many were in.
    pub before: Option<u64>,
    /// How many are in.
    pub now: Option<u64>,
    /// How many are in both.
    pub stay: Option<u64>,
    /// How many of them have another index date.
    pub stay_with_other_index: Option<u64>,
    /// How many were in and are not.
    pub go_out: Option<u64>,
    /// How many were not in and are.
    pub come_in: Option<u64>,
    /// Those who go out, by the first step of the new version that leaves them out; nothing where their sum is withheld.
    pub go_out_by: Vec<ReasonCount>,
    /// Those who come in, by the first step of the old version that left them out.
    pub come_in_by: Vec<ReasonCount>,
}

/// How many move by one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// What kind of step it is.
    pub step: StepKind,
    /// The criterion's name, or that of the cohort from which this one is drawn.
    pub name: Option<String>,
    /// Whether both versions have the criterion.
    pub in_both: bool,
    /// Whether they get there with another index date.
    pub other_index: bool,
    /// How many.
    pub count: Option<u64>,
}

/// The kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The patients of the source.
    Population,
    /// The cohort from which it is drawn.
    DrawnFrom,
    /// The index date.
    IndexDate,
    /// A criterion.
    Criterion,
}

impl NotCounted {
    /// A source with the reason.
    pub fn new(source: &str, why: &str) -> Self {
        Self {
            source: source.to_owned(),
            why: why.to_owned(),
        }
    }
}

impl CohortCounts {
    /// Whether nobody moves, not even to another index date.
    pub fn is_still(&self) -> bool {
        [self.go_out, self.come_in, self.stay_with_other_index] == [Some(0); 3]
    }
}
