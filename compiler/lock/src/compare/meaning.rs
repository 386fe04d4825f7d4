//! What means something else: parts of the study, and source models.
//!
//! Invariant: a study with another hash has at least one difference, even if no part of it has.

use crate::difference::{Change, Difference};
use crate::lock::{Item, Lock};
use std::collections::{BTreeMap, BTreeSet};

/// What differs, kind after kind, then source models, then sources.
pub(super) fn differences(lock: &Lock, now: &Lock) -> Vec<Difference> {
    let kinds: BTreeSet<&String> = lock.meaning.keys().chain(now.meaning.keys()).collect();
    let mut found: Vec<Difference> = kinds
        .into_iter()
        .flat_map(|kind| of_kind(kind, lock, now))
        .collect();
    if found.is_empty() && lock.study.meaning != now.study.meaning {
        found.push(Difference::Study);
    }
    for (name, source) in &lock.sources {
        match now.sources.get(name) {
            Some(same) if same.model == source.model => {}
            Some(same) => found.push(Difference::Model {
                source: name.clone(),
                was: source.version.clone(),
                is: same.version.clone(),
            }),
            None => found.push(Difference::Source {
                source: name.clone(),
                change: Change::Gone,
            }),
        }
    }
    let new = now
        .sources
        .keys()
        .filter(|name| !lock.sources.contains_key(*name));
    found.extend(new.map(|name| Difference::Source {
        source: name.clone(),
        change: Change::New,
    }));
    found
}

fn of_kind(kind: &str, lock: &Lock, now: &Lock) -> Vec<Difference> {
    let none = BTreeMap::new();
    let (was, is) = (
        lock.meaning.get(kind).unwrap_or(&none),
        now.meaning.get(kind).unwrap_or(&none),
    );
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
    let differences = by_change.into_iter().map(|(change, names)| Difference::Meaning {
        kind: kind.to_owned(),
        change,
        names,
    });
    differences.collect()
}
