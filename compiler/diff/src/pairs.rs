//! What of the old version is what of the new one.
//!
//! Things belong together that have one name; then those that mean the same, which were renamed.
//!
//! Invariant: each thing is in at most one pair.

use crate::order::Versions;
use kohort_semantics::study::{CharacteristicId, Cohort, CohortId, EndpointId, Study};

/// Things of one kind: those that are in both versions, those that are gone, and those that are new.
#[derive(Debug, Clone)]
pub(crate) struct Paired<T> {
    pub(crate) both: Vec<(T, T)>,
    pub(crate) gone: Vec<T>,
    pub(crate) added: Vec<T>,
}

/// Everything with a name that results carry.
#[derive(Debug, Clone)]
pub(crate) struct Pairs {
    pub(crate) cohorts: Paired<CohortId>,
    pub(crate) endpoints: Paired<EndpointId>,
    pub(crate) characteristics: Paired<CharacteristicId>,
}

impl Pairs {
    pub(crate) fn of(versions: &Versions<'_>) -> Self {
        let (old, new) = (&versions.old, &versions.new);
        let (before, after) = (old.of(), new.of());
        let name = |study: &Study, id: CohortId| study.cohort(id).map(|found| found.name.clone());
        let mut cohorts = Paired::of(
            ids(before.cohorts.len(), CohortId),
            ids(after.cohorts.len(), CohortId),
            |left, right| name(before, left) == name(after, right),
        );
        cohorts.more(|left, right| old.population(left) == new.population(right));
        cohorts.more(|left, right| related(versions, left, right));
        let name = |study: &Study, id: EndpointId| study.endpoint(id).map(|found| found.name.clone());
        let mut endpoints = Paired::of(
            ids(before.endpoints.len(), EndpointId),
            ids(after.endpoints.len(), EndpointId),
            |left, right| name(before, left) == name(after, right),
        );
        endpoints.more(
            |left, right| match (before.endpoint(left), after.endpoint(right)) {
                (Some(left), Some(right)) => old.outcome(left) == new.outcome(right),
                _ => false,
            },
        );
        let name = |study: &Study, id: CharacteristicId| {
            let found = study.characteristic(id)?;
            Some((found.declared, found.name.clone()))
        };
        let mut characteristics = Paired::of(
            ids(before.characteristics.len(), CharacteristicId),
            ids(after.characteristics.len(), CharacteristicId),
            |left, right| name(before, left) == name(after, right),
        );
        characteristics.more(|left, right| {
            match (before.characteristic(left), after.characteristic(right)) {
                (Some(left), Some(right)) => {
                    old.expression(&left.value) == new.expression(&right.value) && left.labels == right.labels
                }
                _ => false,
            }
        });
        Self {
            cohorts,
            endpoints,
            characteristics,
        }
    }

    /// The criteria of two versions of a cohort, by position.
    pub(crate) fn criteria(versions: &Versions<'_>, old: &Cohort, new: &Cohort) -> Paired<usize> {
        let (before, after) = (&old.criteria, &new.criteria);
        let mut pairs = Paired::of(
            (0..before.len()).collect(),
            (0..after.len()).collect(),
            |left, right| {
                before.get(left).map(|found| &found.name) == after.get(right).map(|found| &found.name)
            },
        );
        pairs.more(|left, right| match (before.get(left), after.get(right)) {
            (Some(left), Some(right)) => versions.old.kept(left) == versions.new.kept(right),
            _ => false,
        });
        pairs
    }
}

impl<T: Copy> Paired<T> {
    fn of(old: Vec<T>, new: Vec<T>, same: impl Fn(T, T) -> bool) -> Self {
        let mut pairs = Self {
            both: Vec::new(),
            gone: old,
            added: new,
        };
        pairs.more(same);
        pairs
    }

    /// Pairs what is left and the same.
    pub(crate) fn more(&mut self, same: impl Fn(T, T) -> bool) {
        let (both, added) = (&mut self.both, &mut self.added);
        self.gone.retain(|left| {
            let found = added.iter().position(|right| same(*left, *right));
            let pair = found.map(|position| (*left, added.remove(position)));
            both.extend(pair);
            pair.is_none()
        });
    }
}

fn ids<T>(count: usize, id: impl Fn(u32) -> T) -> Vec<T> {
    (0u32..).take(count).map(id).collect()
}

/// Whether two cohorts of different names are one that was renamed and changed: most criteria of both are the same.
fn related(versions: &Versions<'_>, old: CohortId, new: CohortId) -> bool {
    let (Some(old), Some(new)) = (versions.old.of().cohort(old), versions.new.of().cohort(new)) else {
        return false;
    };
    let same_index = old.index.as_ref().map(|index| versions.old.index(index))
        == new.index.as_ref().map(|index| versions.new.index(index));
    let shared = old.criteria.iter().filter(|before| {
        let kept = versions.old.kept(before);
        new.criteria.iter().any(|after| versions.new.kept(after) == kept)
    });
    let most = old.criteria.len().max(new.criteria.len());
    same_index && most > 0 && shared.count() * 2 >= most
}
