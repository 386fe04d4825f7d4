//! What means something else: parts of the study, and source models.
//!
//! Invariant: a study with another hash has at least one difference, even if no part of it has; parts of a study with the
//! same hash are no difference, since names of definitions and what nothing uses do not belong to its meaning.

use crate::difference::{Change, Difference, Note};
use crate::lock::{Item, Lock};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of parts: what others are made of comes first, as it explains them.
const ORDER: [&str; 12] = [
    "code_list",
    "drug",
    "set_of_drugs",
    "analyte",
    "definition",
    "lines",
    "index_date",
    "criterion",
    "characteristic",
    "endpoint",
    "cohort",
    "output",
];

/// What differs, kind after kind, then source models.
pub(super) fn differences(lock: &Lock, now: &Lock) -> Vec<Difference> {
    let mut found = of_study(lock, now);
    for (name, source) in &lock.sources {
        // A source that the study does not run on any more is another choice of data.
        if let Some(same) = now.sources.get(name)
            && (&same.model, &same.version) != (&source.model, &source.version)
        {
            found.push(Difference::Model {
                source: name.clone(),
                was: source.version.clone(),
                is: same.version.clone(),
            });
        }
    }
    found
}

/// The parts that differ in a study whose meaning as a whole is the same.
pub(super) fn notes(lock: &Lock, now: &Lock) -> Vec<Note> {
    if lock.hashes != now.hashes || lock.study.meaning != now.study.meaning {
        return Vec::new();
    }
    let parts = parts(lock, now).into_iter();
    parts
        .map(|(kind, change, names)| Note::Parts { kind, change, names })
        .collect()
}

fn of_study(lock: &Lock, now: &Lock) -> Vec<Difference> {
    // Hashes of two forms differ whatever they are of.
    if lock.hashes != now.hashes || lock.study.meaning == now.study.meaning {
        return Vec::new();
    }
    let parts = parts(lock, now);
    if parts.is_empty() {
        return vec![Difference::Study];
    }
    let parts = parts.into_iter();
    parts
        .map(|(kind, change, names)| Difference::Meaning { kind, change, names })
        .collect()
}

/// Lists that hold the same and are written with more or fewer entries.
pub(super) fn entries(lock: &Lock, now: &Lock) -> Vec<Note> {
    let mut found = Vec::new();
    for (kind, items) in &lock.meaning {
        for (name, item) in items {
            let same = now.meaning.get(kind).and_then(|items| items.get(name));
            if let (Item::List(was), Some(Item::List(is))) = (item, same)
                && was.meaning == is.meaning
                && was.entries != is.entries
            {
                found.push(Note::Entries {
                    kind: kind.clone(),
                    name: name.clone(),
                    was: was.entries,
                    is: is.entries,
                });
            }
        }
    }
    found
}

/// Which parts differ, by kind and by what became of them.
fn parts(lock: &Lock, now: &Lock) -> Vec<(String, Change, Vec<String>)> {
    let kinds: BTreeSet<&String> = lock.meaning.keys().chain(now.meaning.keys()).collect();
    let mut kinds: Vec<&String> = kinds.into_iter().collect();
    kinds.sort_by_key(|kind| {
        ORDER
            .iter()
            .position(|known| known == kind)
            .unwrap_or(ORDER.len())
    });
    let none = BTreeMap::new();
    let mut found = Vec::new();
    for kind in kinds {
        let was = lock.meaning.get(kind).unwrap_or(&none);
        let is = now.meaning.get(kind).unwrap_or(&none);
        let changes = of_kind(was, is).into_iter();
        found.extend(changes.map(|(change, names)| (kind.clone(), change, names)));
    }
    found
}

fn of_kind(was: &BTreeMap<String, Item>, is: &BTreeMap<String, Item>) -> BTreeMap<Change, Vec<String>> {
    let mut by_change: BTreeMap<Change, Vec<String>> = BTreeMap::new();
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let change = match (was.get(name).map(Item::meaning), is.get(name).map(Item::meaning)) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(_), Some(_)) => Change::Other,
            (None, _) => Change::New,
            (Some(_), None) => Change::Gone,
        };
        by_change.entry(change).or_default().push(name.clone());
    }
    by_change
}
