//! The cohorts that both versions have, with their criteria.

use crate::order::Versions;
use crate::pairs::Pairs;
use kohort_semantics::Study;
use kohort_semantics::meaning::Meanings;
use kohort_semantics::study::CohortId;

/// A cohort that both versions have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedCohort {
    /// The cohort of the old version.
    pub old: CohortId,
    /// The cohort of the new version.
    pub new: CohortId,
    /// The criteria that both have, by their positions in the old and the new one.
    pub criteria: Vec<(usize, usize)>,
}

/// The cohorts that both versions have, matched as [`crate::compare`] matches them, in the order of the new version.
pub fn matched(old: &Study, new: &Study) -> Vec<MatchedCohort> {
    let versions = Versions {
        old: Meanings::new(old),
        new: Meanings::new(new),
    };
    let mut both = Pairs::of(&versions).cohorts.both;
    both.sort_by_key(|(_, now)| *now);
    let cohort = |(was, is): (CohortId, CohortId)| {
        let criteria = Pairs::criteria(&versions, old.cohort(was)?, new.cohort(is)?);
        Some(MatchedCohort {
            old: was,
            new: is,
            criteria: criteria.both,
        })
    };
    both.into_iter().filter_map(cohort).collect()
}
