//! The order of cohorts by who is in them.

use super::{Order, Side, Test, Versions};
use kohort_semantics::meaning::Keep;
use kohort_semantics::study::{Cohort, CohortId, Criterion, Index};

/// A test of entries, and when it keeps them.
#[derive(Clone, Copy)]
struct Kept<'e> {
    test: Test<'e>,
    keep: Keep,
}

/// A cohort as its own index date and all tests since.
struct Population<'e> {
    index: Option<&'e Index>,
    tests: Vec<Kept<'e>>,
    /// From whose members it is drawn, where it has an index date of its own.
    from: Option<CohortId>,
}

impl Versions<'_> {
    /// How the entries of a new cohort relate to the old one's.
    pub(crate) fn cohort(&self, old: CohortId, new: CohortId) -> Order {
        if self.old.population(old) == self.new.population(new) {
            return Order::SAME;
        }
        let (Some(old), Some(new)) = (self.population(Side::Old, old), self.population(Side::New, new))
        else {
            return Order::OPEN;
        };
        let index = match (old.index, new.index) {
            (Some(old), Some(new)) => self.index(old, new),
            _ => Order::OPEN,
        };
        let from = match (old.from, new.from) {
            (None, None) => Order::SAME,
            (Some(old), Some(new)) => self.cohort(old, new),
            // To be drawn from a cohort is one condition more.
            (None, Some(_)) => Order {
                at_most: true,
                at_least: false,
            },
            (Some(_), None) => Order {
                at_most: false,
                at_least: true,
            },
        };
        index.and(from).and(self.tests(&old.tests, &new.tests))
    }

    /// How those whom a new criterion keeps relate to those whom the old one kept.
    pub(crate) fn criterion(&self, old: &Criterion, new: &Criterion) -> Order {
        self.tests(&self.kept(Side::Old, old), &self.kept(Side::New, new))
    }

    /// How the dates of a new index relate to the old one's, as a set: of one date for a patient nothing less than the same
    /// date will do, since every window is measured from it.
    pub(crate) fn index(&self, old: &Index, new: &Index) -> Order {
        if self.old.index(old) == self.new.index(new) {
            return Order::SAME;
        }
        match (old, new) {
            (Index::Each(old), Index::Each(new)) => self.bag(old, new),
            _ => Order::OPEN,
        }
    }

    fn tests(&self, old: &[Kept<'_>], new: &[Kept<'_>]) -> Order {
        Order {
            at_most: old.iter().all(|old| {
                new.iter()
                    .any(|new| new.keep <= old.keep && self.truth(old.test, new.test).at_most)
            }),
            at_least: new.iter().all(|new| {
                old.iter()
                    .any(|old| old.keep <= new.keep && self.truth(old.test, new.test).at_least)
            }),
        }
    }

    fn population(&self, side: Side, id: CohortId) -> Option<Population<'_>> {
        let study = self.side(side).of();
        let mut tests = Vec::new();
        let mut at = id;
        loop {
            let cohort: &Cohort = study.cohort(at)?;
            for criterion in &cohort.criteria {
                tests.extend(self.kept(side, criterion));
            }
            if cohort.index.is_some() || cohort.from.is_none_or(|from| from >= at) {
                return Some(Population {
                    index: cohort.index.as_ref(),
                    tests,
                    from: cohort.from,
                });
            }
            at = cohort.from?;
        }
    }

    fn kept<'e>(&'e self, side: Side, criterion: &'e Criterion) -> Vec<Kept<'e>> {
        let unknown_is_met = criterion.unknown_is_met.unwrap_or(false);
        let keep = if criterion.exclude == unknown_is_met {
            Keep::IfTrue
        } else {
            Keep::UnlessFalse
        };
        let whole = Test {
            condition: &criterion.condition,
            negated: criterion.exclude,
        };
        let tests = self.taken_apart(side, whole, true);
        tests.into_iter().map(|test| Kept { test, keep }).collect()
    }
}
