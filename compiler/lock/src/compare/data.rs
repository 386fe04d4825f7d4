//! Which data are others.
//!
//! Invariant: a source with another fingerprint has at least one difference.

use crate::difference::{Change, Difference};
use crate::lock::{Lock, Parts, SourceLock};
use std::collections::BTreeSet;

/// What differs, source after source.
pub(super) fn differences(lock: &Lock, now: &Lock) -> Vec<Difference> {
    let both = lock.sources.iter().filter_map(|(name, source)| {
        let same = now.sources.get(name)?;
        Some((name, source, same))
    });
    both.flat_map(|(name, source, same)| of_source(name, source, same))
        .collect()
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
