//! How many patients and entries are left after each step of a cohort.
//!
//! Invariant: criteria count in the order in which the study writes them, whatever order they were evaluated in.

use super::evaluate::{BatchOutcome, EntryOutcomes};
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortPlan, CriterionPlan, IndexPlan};

/// The attrition of one cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CohortCounts {
    /// Where it starts: patients, or entries of the cohort whose entries it takes over.
    pub population: u64,
    /// How many patients those are.
    pub population_patients: u64,
    /// Patients without an entry.
    pub without_entry: u64,
    /// Entries.
    pub entries: u64,
    /// Patients with an entry.
    pub entry_patients: u64,
    /// The criteria in the order written.
    pub criteria: Vec<CriterionCounts>,
}

/// What one criterion did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionCounts {
    /// Entries before it.
    pub before: u64,
    /// Those it removed.
    pub removed: u64,
    /// Those before it for which its condition was unknown.
    pub unknown: u64,
    /// Entries after it.
    pub after: u64,
    /// Patients after it.
    pub patients: u64,
    /// Of all entries, those it would remove alone.
    pub alone: u64,
}

impl CohortCounts {
    pub(super) fn new(cohort: &CohortPlan) -> Self {
        Self {
            criteria: vec![CriterionCounts::default(); cohort.criteria.len()],
            ..Self::default()
        }
    }

    /// Shows every counter.
    pub(super) fn visit(&mut self, each: &mut impl FnMut(&mut u64)) {
        for count in [
            &mut self.population,
            &mut self.population_patients,
            &mut self.without_entry,
            &mut self.entries,
            &mut self.entry_patients,
        ] {
            each(count);
        }
        for criterion in &mut self.criteria {
            let CriterionCounts {
                before,
                removed,
                unknown,
                after,
                patients,
                alone,
            } = criterion;
            [before, removed, unknown, after, patients, alone]
                .into_iter()
                .for_each(&mut *each);
        }
    }
}

/// Adds a batch of patients.
pub(super) fn add(plan: &Plan, patients: usize, outcome: &BatchOutcome, counts: &mut [CohortCounts]) {
    // Entries and patients who passed all criteria of each cohort so far, for those drawn from it.
    let mut members: Vec<(u64, u64)> = Vec::with_capacity(plan.cohorts.len());
    for ((cohort, entries), counts) in plan.cohorts.iter().zip(&outcome.cohorts).zip(counts) {
        let everybody = (patients as u64, patients as u64);
        let (parent_entries, parent_patients) = match cohort.from {
            Some(parent) => members.get(parent.0 as usize).copied().unwrap_or_default(),
            None => everybody,
        };
        let takes_over = matches!(cohort.index, IndexPlan::Inherited);
        let mut left = vec![true; entries.patient.len()];
        let (all, with_entry) = (entries.patient.len() as u64, patients_of(entries, &left));
        counts.population += if takes_over {
            parent_entries
        } else {
            parent_patients
        };
        counts.population_patients += parent_patients;
        counts.without_entry += parent_patients.saturating_sub(with_entry);
        counts.entries += all;
        counts.entry_patients += with_entry;

        let mut before = all;
        for ((criterion, conditions), counts) in cohort
            .criteria
            .iter()
            .zip(&entries.conditions)
            .zip(&mut counts.criteria)
        {
            counts.before += before;
            let mut after = 0;
            for (left, condition) in left.iter_mut().zip(conditions) {
                let removes = removes(criterion, *condition);
                counts.alone += u64::from(removes);
                counts.unknown += u64::from(*left && condition.is_none());
                *left &= !removes;
                after += u64::from(*left);
            }
            counts.removed += before.saturating_sub(after);
            counts.after += after;
            counts.patients += patients_of(entries, &left);
            before = after;
        }
        members.push((before, patients_of(entries, &left)));
    }
}

/// Whether a criterion removes an entry with this condition.
pub(crate) fn removes(criterion: &CriterionPlan, condition: Option<bool>) -> bool {
    let met = condition.unwrap_or(criterion.unknown_is_met);
    met == criterion.exclude
}

/// How many patients have an entry that is left. Entries of one patient stand together.
fn patients_of(entries: &EntryOutcomes, left: &[bool]) -> u64 {
    let (mut count, mut last) = (0, None);
    for (patient, left) in entries.patient.iter().zip(left) {
        if *left && last != Some(patient) {
            count += 1;
            last = Some(patient);
        }
    }
    count
}
