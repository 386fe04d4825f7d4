//! Counts of what a dataset holds.
//!
//! Invariant: every count adds up over disjoint patients, so that batches and threads may be added in any order.

mod attribute;
mod counted;
mod entity;

pub(super) use attribute::{Measured, ValueTally};
pub(super) use counted::Counted;
pub(super) use entity::{EntityTally, Frame, STRETCH};

use std::collections::BTreeMap;

/// The counts of some patients.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) patients: u64,
    /// For each stream of the plan.
    pub(super) entities: Vec<EntityTally>,
    /// For each bound, in the order of the graph: dates that contradict it.
    pub(super) contradictions: Vec<u64>,
}

impl Tally {
    /// Adds the counts of other patients.
    pub(super) fn add(&mut self, other: Self) {
        self.patients += other.patients;
        if self.entities.is_empty() {
            self.entities = other.entities;
        } else {
            self.entities
                .iter_mut()
                .zip(other.entities)
                .for_each(|(sum, more)| sum.add(more));
        }
        if self.contradictions.is_empty() {
            self.contradictions = other.contradictions;
        } else {
            self.contradictions
                .iter_mut()
                .zip(other.contradictions)
                .for_each(|(sum, more)| *sum += more);
        }
    }
}

/// Adds counts by key.
fn add_all<K: Ord>(sums: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *sums.entry(key).or_default() += count;
    }
}
