//! Which data are others: sources that came or went, and files of those that stayed.
//!
//! Invariant: a source with another fingerprint has at least one difference.

use crate::difference::{Change, Difference};
use crate::lock::{Lock, Parts, SourceLock};
use std::collections::BTreeSet;

/// What differs, source after source.
pub(super) fn differences(lock: &Lock, now: &Lock) -> Vec<Difference> {
    let names: BTreeSet<&String> = lock.sources.keys().chain(now.sources.keys()).collect();
    let of_name = |name: &String| match (lock.sources.get(name), now.sources.get(name)) {
        (Some(was), Some(is)) => of_source(name, was, is),
        (None, _) => of_whole(name, Change::New),
        (Some(_), None) => of_whole(name, Change::Gone),
    };
    names.into_iter().flat_map(of_name).collect()
}

fn of_whole(name: &str, change: Change) -> Vec<Difference> {
    vec![Difference::Source {
        source: name.to_owned(),
        change,
    }]
}

fn of_source(name: &str, was: &SourceLock, is: &SourceLock) -> Vec<Difference> {
    let (records, same_form) = match (&was.parts, &is.parts) {
        (Parts::Files(_), Parts::Files(_)) => (false, true),
        (Parts::Records(_), Parts::Records(_)) => (true, true),
        (Parts::Files(_), Parts::Records(_)) => (true, false),
        (Parts::Records(_), Parts::Files(_)) => (false, false),
    };
    let source = name.to_owned();
    if !same_form {
        return vec![Difference::DataForm {
            source,
            prepared: records,
        }];
    }
    let (old, new) = (was.parts.all(), is.parts.all());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut found = Vec::new();
    for part in names {
        let change = match (old.get(part), new.get(part)) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(_), Some(_)) => Change::Other,
            (None, _) => Change::New,
            (Some(_), None) => Change::Gone,
        };
        found.push(Difference::Data {
            source: source.clone(),
            folder: is.data.clone(),
            part: part.clone(),
            records,
            change,
        });
    }
    if found.is_empty() && was.fingerprint != is.fingerprint {
        found.push(Difference::Fingerprint { source });
    }
    found
}
