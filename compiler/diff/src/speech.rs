//! Both versions in words, and the new one once more with the names of the old.
//!
//! Invariant: the same thing reads the same in both versions, whatever it is called in each.

use crate::order::Versions;
use crate::pairs::Pairs;
use crate::uses::Uses;
use kohort_plan::words::Words;
use kohort_semantics::study::{DefinitionId, Study};
use std::collections::{BTreeMap, BTreeSet};

/// The words of both versions.
pub(crate) struct Speech<'s> {
    pub(crate) old: Words<'s>,
    pub(crate) new: Words<'s>,
    /// The new version with the old names.
    pub(crate) aligned: Words<'s>,
}

/// A copy of the new version in which what is in both has its old name.
pub(crate) fn aligned(versions: &Versions<'_>, pairs: &Pairs, uses: Option<&Uses>) -> Study {
    let before = versions.old.of();
    let mut after = versions.new.of().clone();
    for (old, new) in &pairs.cohorts.both {
        if let (Some(old), Some(new)) = (before.cohort(*old), after.cohorts.get_mut(new.0 as usize)) {
            new.name.clone_from(&old.name);
        }
    }
    for (old, new) in &pairs.endpoints.both {
        if let (Some(old), Some(new)) = (before.endpoint(*old), after.endpoints.get_mut(new.0 as usize)) {
            new.name.clone_from(&old.name);
        }
    }
    for (old, new) in &pairs.characteristics.both {
        let new = after.characteristics.get_mut(new.0 as usize);
        if let (Some(old), Some(new)) = (before.characteristic(*old), new) {
            new.name.clone_from(&old.name);
        }
    }
    for (new, old) in definitions(versions, uses) {
        let new = after.definitions.get_mut(new.0 as usize);
        if let (Some(old), Some(new)) = (before.definition(old), new) {
            new.name.clone_from(&old.name);
        }
    }
    after
}

/// For definitions of the new version, which they are in the old: those that stand in one another's place, those of one
/// meaning, and those of one name.
fn definitions(versions: &Versions<'_>, uses: Option<&Uses>) -> BTreeMap<DefinitionId, DefinitionId> {
    let (before, after) = (versions.old.of(), versions.new.of());
    let mut pairs: BTreeMap<DefinitionId, DefinitionId> = BTreeMap::new();
    let mut taken: BTreeSet<DefinitionId> = BTreeSet::new();
    for (old, new) in uses.into_iter().flat_map(Uses::definitions) {
        if !pairs.contains_key(&new) && taken.insert(old) {
            pairs.insert(new, old);
        }
    }
    let ids = |study: &Study| (0u32..).map(DefinitionId).take(study.definitions.len());
    let name = |study: &Study, id| study.definition(id).map(|found| found.name.clone());
    let same_name = |old, new| name(before, old) == name(after, new);
    let same_meaning = |old, new| versions.old.definition(old) == versions.new.definition(new);
    let alike: [&dyn Fn(DefinitionId, DefinitionId) -> bool; 3] = [
        &|old, new| same_name(old, new) && same_meaning(old, new),
        &same_meaning,
        &same_name,
    ];
    for alike in alike {
        for new in ids(after) {
            if pairs.contains_key(&new) {
                continue;
            }
            if let Some(old) = ids(before).find(|old| !taken.contains(old) && alike(*old, new)) {
                taken.insert(old);
                pairs.insert(new, old);
            }
        }
    }
    pairs
}
