//! The witnesses of the two runs.
//!
//! Invariant: nothing here is shown, not even for finding mistakes: what a witness holds is patient data.

use super::count::Counting;
use super::standing::{Standing, standings};
use crate::pass::evaluate::BatchOutcome;
use crate::pass::witness::Witness;
use kohort_plan::Plan;
use kohort_plan::algebra::CohortIndex;
use kohort_semantics::moves::Moves;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Where people stand in the compared cohorts, by their keys.
pub(super) type People = BTreeMap<String, Vec<Standing>>;

/// Remembers where people stand in the old version.
pub(super) struct Remembering {
    cohorts: Vec<CohortIndex>,
    people: Mutex<People>,
}

impl Remembering {
    pub(super) fn new(cohorts: Vec<CohortIndex>) -> Self {
        Self {
            cohorts,
            people: Mutex::default(),
        }
    }

    /// Hands over what is remembered.
    pub(super) fn people(&self) -> People {
        std::mem::take(&mut self.people.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Witness for Remembering {
    fn see(&self, plan: &Plan, keys: Vec<String>, outcome: &BatchOutcome) {
        let standings = standings(plan, keys.len(), outcome, &self.cohorts);
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.extend(keys.into_iter().zip(standings));
    }
}

/// Compares where people stand in the new version with what is remembered.
pub(super) struct Comparing {
    cohorts: Vec<CohortIndex>,
    state: Mutex<State>,
}

struct State {
    /// Those of the old version whom the new one has not shown yet.
    people: People,
    counting: Vec<Counting>,
}

impl Comparing {
    pub(super) fn new(people: People, cohorts: Vec<CohortIndex>, counting: Vec<Counting>) -> Self {
        Self {
            cohorts,
            state: Mutex::new(State { people, counting }),
        }
    }

    /// What was counted. Whoever is left is not listed in the new version.
    pub(super) fn counted(&self) -> Vec<Moves> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let left = std::mem::take(&mut state.people);
        for old in left.values() {
            state.count(Some(old), None);
        }
        state.counting.iter().map(Counting::counted).collect()
    }
}

impl State {
    /// Counts a person in every pair of cohorts.
    fn count(&mut self, old: Option<&Vec<Standing>>, new: Option<&Vec<Standing>>) {
        for (position, counting) in self.counting.iter_mut().enumerate() {
            counting.person(
                old.and_then(|old| old.get(position)),
                new.and_then(|new| new.get(position)),
            );
        }
    }
}

impl Witness for Comparing {
    fn see(&self, plan: &Plan, keys: Vec<String>, outcome: &BatchOutcome) {
        let standings = standings(plan, keys.len(), outcome, &self.cohorts);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, new) in keys.iter().zip(&standings) {
            let old = state.people.remove(key);
            state.count(old.as_ref(), Some(new));
        }
    }
}

impl fmt::Debug for Remembering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembering")
    }
}

impl fmt::Debug for Comparing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Comparing")
    }
}
