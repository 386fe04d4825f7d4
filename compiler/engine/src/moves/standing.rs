//! Where people stand in the cohorts of a plan.
//!
//! Invariant: who is kept here is whom the attrition counts after its last step; the step at which an entry falls out is the
//! first criterion, in the order written, that removes it.

use crate::pass::attrition::removes;
use crate::pass::evaluate::{BatchOutcome, EntryOutcomes};
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortIndex, CohortPlan};

/// Where one person stands in one cohort.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Not among those from whom the cohort is drawn.
    Outside,
    /// With so many entries, perhaps none.
    Inside(Vec<Entry>),
}

/// One entry of a person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The index date, in days since 1970.
    pub(super) index: i32,
    /// The criterion at which it falls out, by position; none: it is kept.
    pub(super) falls: Option<u32>,
}

/// Where each patient of a batch stands in some cohorts: for each patient, in the order of the cohorts asked for.
pub(super) fn standings(
    plan: &Plan,
    patients: usize,
    outcome: &BatchOutcome,
    wanted: &[CohortIndex],
) -> Vec<Vec<Standing>> {
    let mut of_cohorts: Vec<OfCohort> = Vec::with_capacity(plan.cohorts.len());
    for (cohort, entries) in plan.cohorts.iter().zip(&outcome.cohorts) {
        let parent = cohort.from.and_then(|from| of_cohorts.get(from.0 as usize));
        let candidates = parent.map_or_else(|| vec![true; patients], |parent| parent.members.clone());
        of_cohorts.push(OfCohort::new(cohort, entries, candidates));
    }
    let mut all = vec![Vec::with_capacity(wanted.len()); patients];
    for cohort in wanted {
        let standing = of_cohorts
            .get(cohort.0 as usize)
            .map(OfCohort::standing)
            .unwrap_or_default();
        for (person, standing) in all.iter_mut().zip(standing) {
            person.push(standing);
        }
    }
    all
}

/// One cohort in a batch.
struct OfCohort {
    /// Whether each patient is among those it is drawn from.
    candidates: Vec<bool>,
    /// Whether each patient has an entry that is kept.
    members: Vec<bool>,
    /// The patient of each entry, and the entry.
    entries: Vec<(u32, Entry)>,
}

impl OfCohort {
    fn new(cohort: &CohortPlan, outcomes: &EntryOutcomes, candidates: Vec<bool>) -> Self {
        let mut members = vec![false; candidates.len()];
        let mut entries = Vec::with_capacity(outcomes.patient.len());
        for (at, (patient, index)) in outcomes.patient.iter().zip(&outcomes.index).enumerate() {
            let criteria = (0u32..).zip(cohort.criteria.iter().zip(&outcomes.conditions));
            let falls = criteria
                .filter(|(_, (criterion, conditions))| {
                    removes(criterion, conditions.get(at).copied().flatten())
                })
                .map(|(position, _)| position)
                .next();
            if let (None, Some(member)) = (falls, members.get_mut(*patient as usize)) {
                *member = true;
            }
            entries.push((*patient, Entry { index: *index, falls }));
        }
        Self {
            candidates,
            members,
            entries,
        }
    }

    /// Where each patient stands.
    fn standing(&self) -> Vec<Standing> {
        let inside = |inside: &bool| match inside {
            true => Standing::Inside(Vec::new()),
            false => Standing::Outside,
        };
        let mut all: Vec<Standing> = self.candidates.iter().map(inside).collect();
        for (patient, entry) in &self.entries {
            if let Some(Standing::Inside(entries)) = all.get_mut(*patient as usize) {
                entries.push(*entry);
            }
        }
        all
    }
}
