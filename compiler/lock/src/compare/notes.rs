//! What differs and changes no result: names, versions, texts, and where data lie.

use super::meaning;
use crate::difference::{Change, Note};
use crate::lock::Lock;
use std::collections::BTreeSet;

/// What differs beside the version of Kohort.
pub(super) fn notes(lock: &Lock, now: &Lock) -> Vec<Note> {
    let mut notes = Vec::new();
    let (was, is) = (&lock.study, &now.study);
    if was.name != is.name {
        notes.push(Note::Name {
            was: was.name.clone(),
            is: is.name.clone(),
        });
    }
    if was.version != is.version {
        notes.push(Note::Version {
            was: was.version.clone(),
            is: is.version.clone(),
        });
    }
    notes.extend(meaning::notes(lock, now));
    notes.extend(meaning::entries(lock, now));
    let paths: BTreeSet<&String> = lock.libraries.keys().chain(now.libraries.keys()).collect();
    for path in paths {
        let change = match (lock.libraries.get(path), now.libraries.get(path)) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(_), Some(_)) => Change::Other,
            (None, _) => Change::New,
            (Some(_), None) => Change::Gone,
        };
        notes.push(Note::Library {
            path: path.clone(),
            change,
        });
    }
    for (name, was) in &lock.sources {
        let Some(is) = now.sources.get(name) else { continue };
        if was.data != is.data {
            notes.push(Note::Folder {
                source: name.clone(),
                was: was.data.clone(),
                is: is.data.clone(),
            });
        }
    }
    notes
}
