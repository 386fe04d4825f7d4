//! Cohorts: who is in them, and how the attrition tells it.
//!
//! Invariant: the population of a cohort is a set of tests, since everybody must pass all of them. `exclude a or b` and
//! `exclude a` with `exclude b` remove the same people; the attritions differ, and so do the cohorts' hashes.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{Cohort, CohortId, Criterion, Index};
use std::collections::BTreeSet;

/// When a test keeps an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// If it is true; an unknown does not.
    IfTrue,
    /// Unless it is false; an unknown does.
    UnlessFalse,
}

/// A test that entries must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// The condition.
    pub test: Hash,
    /// When it keeps.
    pub keep: Keep,
}

impl Meanings<'_> {
    /// The meaning of a cohort: its name, who is in it, and the steps of its attrition.
    pub fn cohort(&self, id: CohortId) -> Hash {
        let Some(cohort) = self.study.cohort(id) else {
            return Encoder::new("nothing").finish();
        };
        let Cohort {
            name,
            doc: _,
            from,
            index,
            criteria,
            span: _,
        } = cohort;
        let mut encoder = Encoder::new("cohort");
        encoder.text(name);
        encoder.maybe(from.filter(|from| from.0 < id.0), |encoder, from| {
            encoder.hash(self.cohort(from))
        });
        encoder.maybe(index.as_ref(), |encoder, index| encoder.hash(self.index(index)));
        encoder.hashes(criteria.iter().map(|criterion| self.criterion(criterion)));
        encoder.finish()
    }

    /// The meaning of an index date.
    pub fn index(&self, index: &Index) -> Hash {
        match index {
            Index::One(date) => Encoder::new("one").hash(self.expression(date)).finish(),
            Index::Each(events) => Encoder::new("each").hash(self.events(events)).finish(),
        }
    }

    /// The meaning of a criterion: its name, its condition, and what it does to whom.
    pub fn criterion(&self, criterion: &Criterion) -> Hash {
        let Criterion {
            name,
            doc: _,
            exclude,
            condition,
            unknown_is_met,
            looking_ahead: _,
            span: _,
        } = criterion;
        let mut encoder = Encoder::new("criterion");
        encoder
            .text(name)
            .truth(*exclude)
            .truth(unknown_is_met.unwrap_or(false));
        encoder.hash(self.expression(condition));
        encoder.finish()
    }

    /// The tests that a criterion puts entries to.
    pub fn kept(&self, criterion: &Criterion) -> BTreeSet<Kept> {
        let unknown_is_met = criterion.unknown_is_met.unwrap_or(false);
        let keep = if criterion.exclude == unknown_is_met {
            Keep::IfTrue
        } else {
            Keep::UnlessFalse
        };
        let tests = self
            .condition(&criterion.condition, criterion.exclude)
            .conjuncts();
        tests.into_iter().map(|test| Kept { test, keep }).collect()
    }

    /// Who is in a cohort, whatever the attrition tells of the way there: one hash for the same entries.
    pub fn population(&self, id: CohortId) -> Hash {
        let mut tests = BTreeSet::new();
        let mut encoder = Encoder::new("population");
        let mut at = Some(id);
        while let Some(cohort) = at.and_then(|id| self.study.cohort(id)) {
            tests.extend(cohort.criteria.iter().flat_map(|criterion| self.kept(criterion)));
            let from = cohort.from.filter(|from| at.is_some_and(|id| from.0 < id.0));
            if let Some(index) = &cohort.index {
                encoder.hash(self.index(index));
                encoder.maybe(from, |encoder, from| encoder.hash(self.population(from)));
                break;
            }
            at = from;
        }
        // Who passes a test for certain passes it.
        let certain = |kept: &Kept| {
            kept.keep == Keep::UnlessFalse
                && tests.contains(&Kept {
                    keep: Keep::IfTrue,
                    ..*kept
                })
        };
        for kept in tests.iter().filter(|kept| !certain(kept)) {
            encoder.hash(kept.test).truth(kept.keep == Keep::IfTrue);
        }
        encoder.finish()
    }
}
