//! Nothing that a lock pins goes uncompared.

use super::{Comparison, Kept, compare};
use crate::invented::any_lock;
use crate::lock::{Lock, Parts, SourceLock, StudyLock};
use crate::status::Status;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn compared(lock: &Lock, now: &Lock) -> Comparison {
    compare(lock, &Kept::default(), now, &[])
}

/// One field of a source, from another one.
fn source_field(of: &mut SourceLock, other: &SourceLock, which: usize) {
    match which {
        0 => of.version.clone_from(&other.version),
        1 => of.model.clone_from(&other.model),
        2 => of.data.clone_from(&other.data),
        3 => of.fingerprint.clone_from(&other.fingerprint),
        4 => of.parts = other.parts.clone(),
        _ => of.results.clone_from(&other.results),
    }
}

/// One field that is pinned, from another lock.
fn field(of: &mut Lock, other: &Lock, which: usize) {
    match which {
        0 => of.kohort.clone_from(&other.kohort),
        1 => of.hashes = other.hashes,
        2 => of.study.name.clone_from(&other.study.name),
        3 => of.study.version.clone_from(&other.study.version),
        4 => of.study.meaning.clone_from(&other.study.meaning),
        5 => of.meaning.clone_from(&other.meaning),
        6 => of.libraries.clone_from(&other.libraries),
        7 => of.sources.clone_from(&other.sources),
        which => {
            for (source, other) in of.sources.values_mut().zip(other.sources.values()) {
                source_field(source, other, which - 8);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_pinned_is_compared(lock in any_lock(), other in any_lock(), which in 0usize..14) {
        let mut now = lock.clone();
        field(&mut now, &other, which);
        let comparison = compared(&lock, &now);
        prop_assert_eq!(comparison == compared(&lock, &lock), lock == now, "{:?}", comparison);
        prop_assert_eq!(comparison.status == Status::Reproduced, comparison.differences.is_empty());
        prop_assert!(comparison.lines().iter().all(|line| !line.is_empty()));
    }
}

/// A lock of one source with one file.
fn simple() -> Lock {
    let text = |text: &str| text.to_owned();
    let parts = Parts::Files(BTreeMap::from([(text("a.csv"), text("1"))]));
    let source = SourceLock {
        version: text("1.0.0"),
        model: text("m"),
        data: Some(text("data/de")),
        fingerprint: parts.fingerprint(),
        parts,
        results: BTreeMap::new(),
    };
    Lock {
        format: crate::FORMAT,
        kohort: text("1.0.0"),
        hashes: 1,
        study: StudyLock {
            file: text("s.kohort"),
            name: text("s"),
            version: text("1.0.0"),
            meaning: text("s"),
        },
        meaning: BTreeMap::new(),
        libraries: BTreeMap::new(),
        sources: BTreeMap::from([(text("de"), source)]),
        history: Vec::new(),
    }
}

fn with_source(change: impl Fn(&mut SourceLock)) -> Lock {
    let mut lock = simple();
    lock.sources.values_mut().for_each(change);
    lock
}

#[test]
fn what_explains_more_gives_the_word() {
    let lock = simple();
    let mut now = with_source(|source| {
        source.parts = Parts::Files(BTreeMap::from([("a.csv".to_owned(), "2".to_owned())]));
        source.fingerprint = source.parts.fingerprint();
    });
    assert_eq!(compared(&lock, &now).status, Status::DataChanged);
    now.study.meaning = String::from("t");
    assert_eq!(compared(&lock, &now).status, Status::MeaningChanged);
    // Where meanings cannot be compared, the data still can.
    now.hashes = 2;
    now.kohort = String::from("2.0.0");
    let comparison = compared(&lock, &now);
    assert_eq!(comparison.status, Status::DataChanged);
    insta::assert_snapshot!(comparison.lines().join("\n"), @"
    de: data/de/a.csv has another content
    Kohort 1.0.0 and Kohort 2.0.0 hash meanings in different forms, so that nobody can tell whether the meaning changed
    all results are the same
    ");
}

#[test]
fn many_files_are_counted() {
    let now = with_source(|source| {
        let files = (10..40).map(|number| (format!("{number}.csv"), String::from("1")));
        source.parts = Parts::Files(files.collect());
        source.fingerprint = source.parts.fingerprint();
    });
    let lines = compared(&simple(), &now).lines();
    assert_eq!(lines.len(), 14, "{lines:?}");
    insta::assert_snapshot!(lines[10..].join("\n"), @"
    de: data/de/20.csv is read, and was not locked
    de: data/de/21.csv is read, and was not locked
    and 19 more
    all results are the same
    ");
}

#[test]
fn an_edited_fingerprint_is_told() {
    let lock = with_source(|source| source.fingerprint = String::from("0"));
    insta::assert_snapshot!(compared(&lock, &simple()).lines().join("\n"), @"
    de: the lock's fingerprint is not that of the data it lists; the lock was edited
    all results are the same
    ");
}
