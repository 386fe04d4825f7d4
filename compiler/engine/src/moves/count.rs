//! Counts of people who stay in a cohort, come in and go out, with the step that decides.
//!
//! Invariant: everybody who was in or is in is counted once: among those who stay, or under one reason.

use super::standing::{Entry, Standing};
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortIndex, IndexPlan};
use kohort_semantics::moves::{MoveReason, MoveStep, Moves, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// One version of a cohort.
#[derive(Debug, Clone, Copy)]
struct Version {
    /// Whether a person can have several entries.
    each: bool,
    /// Whether entries are those of the cohort it is drawn from.
    inherits: bool,
}

impl Version {
    fn of(plan: &Plan, cohort: CohortIndex) -> Self {
        let index = |cohort: CohortIndex| plan.cohorts.get(cohort.0 as usize);
        let mut at = index(cohort);
        let inherits = at.is_some_and(|cohort| matches!(cohort.index, IndexPlan::Inherited));
        // A cohort is drawn from an earlier one, so that this comes to an end.
        for _ in &plan.cohorts {
            match at {
                Some(cohort) if matches!(cohort.index, IndexPlan::Inherited) => {
                    at = cohort.from.and_then(index);
                }
                _ => break,
            }
        }
        Self {
            each: at.is_some_and(|cohort| matches!(cohort.index, IndexPlan::Each { .. })),
            inherits,
        }
    }
}

/// Counts one pair of cohorts.
#[derive(Debug, Clone)]
pub(super) struct Counting {
    old: Version,
    new: Version,
    stay: u64,
    stay_otherwise: u64,
    go_out: BTreeMap<MoveReason, u64>,
    come_in: BTreeMap<MoveReason, u64>,
}

impl Counting {
    /// Nothing counted yet.
    pub(super) fn new(old: (&Plan, CohortIndex), new: (&Plan, CohortIndex)) -> Self {
        Self {
            old: Version::of(old.0, old.1),
            new: Version::of(new.0, new.1),
            stay: 0,
            stay_otherwise: 0,
            go_out: BTreeMap::new(),
            come_in: BTreeMap::new(),
        }
    }

    fn unit(&self) -> Unit {
        match self.old.each || self.new.each {
            true => Unit::Entries,
            false => Unit::People,
        }
    }

    /// Counts one person; none where a version does not list the person.
    pub(super) fn person(&mut self, old: Option<&Standing>, new: Option<&Standing>) {
        match self.unit() {
            Unit::People => {
                let (was, is) = (kept(old).next(), kept(new).next());
                match (was, is) {
                    (None, None) => {}
                    (Some(was), Some(is)) if was == is => self.stay += 1,
                    (Some(_), Some(_)) => self.stay_otherwise += 1,
                    (Some(was), None) => {
                        let reason = reason(new, self.new, entries(new).first(), was);
                        *self.go_out.entry(reason).or_default() += 1;
                    }
                    (None, Some(is)) => {
                        let reason = reason(old, self.old, entries(old).first(), is);
                        *self.come_in.entry(reason).or_default() += 1;
                    }
                }
            }
            Unit::Entries => {
                let was: BTreeSet<i32> = kept(old).collect();
                let is: BTreeSet<i32> = kept(new).collect();
                let on = |standing: Option<&Standing>, day: i32| {
                    entries(standing).iter().find(|entry| entry.index == day).copied()
                };
                for day in was.union(&is) {
                    match (was.contains(day), is.contains(day)) {
                        (true, true) => self.stay += 1,
                        (true, false) => {
                            let reason = reason(new, self.new, on(new, *day).as_ref(), *day);
                            *self.go_out.entry(reason).or_default() += 1;
                        }
                        _ => {
                            let reason = reason(old, self.old, on(old, *day).as_ref(), *day);
                            *self.come_in.entry(reason).or_default() += 1;
                        }
                    }
                }
            }
        }
    }

    /// What was counted.
    pub(super) fn counted(&self) -> Moves {
        let all = |reasons: &BTreeMap<MoveReason, u64>| {
            let reasons = reasons.iter();
            reasons.map(|(reason, count)| (*reason, *count)).collect()
        };
        Moves {
            unit: self.unit(),
            stay: self.stay,
            stay_otherwise: self.stay_otherwise,
            go_out: all(&self.go_out),
            come_in: all(&self.come_in),
        }
    }
}

fn entries(standing: Option<&Standing>) -> &[Entry] {
    match standing {
        Some(Standing::Inside(entries)) => entries,
        Some(Standing::Outside) | None => &[],
    }
}

/// The index dates of the entries that are kept.
fn kept(standing: Option<&Standing>) -> impl Iterator<Item = i32> {
    let entries = entries(standing).iter();
    entries
        .filter(|entry| entry.falls.is_none())
        .map(|entry| entry.index)
}

/// Why a version leaves out somebody who is in the other one with this index date.
fn reason(standing: Option<&Standing>, version: Version, entry: Option<&Entry>, index: i32) -> MoveReason {
    let step = match (standing, entry) {
        (None, _) => MoveStep::Population,
        (Some(Standing::Outside), _) => MoveStep::DrawnFrom,
        (
            Some(Standing::Inside(_)),
            Some(Entry {
                falls: Some(position),
                ..
            }),
        ) => MoveStep::Criterion(*position),
        // An entry that is not made: those of another cohort are taken over, or there is no date.
        (Some(Standing::Inside(_)), _) if version.inherits => MoveStep::DrawnFrom,
        (Some(Standing::Inside(_)), _) => MoveStep::Index,
    };
    MoveReason {
        step,
        other_index: entry.is_some_and(|entry| entry.index != index),
    }
}
