//! Who moves between two versions of a cohort, as exact counts.
//!
//! Invariant: everybody who was in or is in is counted once: among those who stay, or under one reason. Nothing here may be
//! shown as it is where a source asks for a smallest count.

use serde::{Deserialize, Serialize};

/// What is counted of a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// People; each has at most one entry in either version.
    People,
    /// Entries: a person and an index date.
    Entries,
}

/// How the members of a cohort differ between two versions. Exact counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// What is counted of a cohort.
    pub unit: Unit,
    /// Those who are in both, with the same index date.
    pub stay: u64,
    /// Those who are in both, with another index date. An entry with another date is another entry, and not here.
    pub stay_otherwise: u64,
    /// Those who were in and are not, by the step of the new version that leaves them out; each reason once, in order.
    pub go_out: Vec<(MoveReason, u64)>,
    /// Those who were not in and are, by the step of the old version that left them out.
    pub come_in: Vec<(MoveReason, u64)>,
}

/// Why somebody is in one version only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MoveReason {
    /// The first step of the other version that leaves them out.
    pub step: MoveStep,
    /// Whether they get to that step with another index date than where they are in.
    pub other_index: bool,
}

/// A step of an attrition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoveStep {
    /// They are no patients of the source.
    Population,
    /// They are not in the cohort from which it is drawn.
    DrawnFrom,
    /// They have no index date, or no entry on that day.
    Index,
    /// A criterion, by position.
    Criterion(u32),
}

impl Moves {
    /// How many go out.
    pub fn left(&self) -> u64 {
        self.go_out.iter().map(|(_, count)| count).sum()
    }

    /// How many come in.
    pub fn entered(&self) -> u64 {
        self.come_in.iter().map(|(_, count)| count).sum()
    }

    /// How many are in both versions.
    pub fn both(&self) -> u64 {
        self.stay + self.stay_otherwise
    }
}
