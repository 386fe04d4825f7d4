//! The prose is complete: studies with different semantic hashes never have the same prose, even without the line that shows
//! the hash.
//!
//! `KOHORT_CASES` sets how many mutations are tried for each study (default 100), `KOHORT_SEED` the seed they come from.
//! `KOHORT_CASES=0` tries the mutation at every site of every study.

#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use kohort_mutate::{Change, mutation, mutations, random_mutation, rewritten};
use kohort_prose::{About, Protocol};
use kohort_semantics::Study;
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_tests::projects::{self, Project};
use kohort_tests::setting;
use std::collections::BTreeMap;

/// How many mutations are tried for each study.
const CASES: u64 = 100;
/// How many are tried at least, over all studies.
const LEAST: usize = 2_000;

fn projects() -> Vec<Project> {
    projects::all().unwrap_or_else(|why| panic!("{why}"))
}

fn prose(study: &Study) -> String {
    Protocol::of(study, &About::default()).markdown_without_hash()
}

fn hash(study: &Study) -> Hash {
    Meanings::new(study).study()
}

fn changes(study: &Study) -> Vec<Change> {
    let (cases, seed) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0_u64));
    let changes: Vec<Option<Change>> = match cases {
        0 => (0..mutations(study).len())
            .map(|site| mutation(study, site))
            .collect(),
        _ => (seed..seed.saturating_add(cases))
            .map(|seed| random_mutation(study, seed))
            .collect(),
    };
    changes.into_iter().flatten().collect()
}

/// Every mutation changes the hash, and so must change the prose; and of all that are tried, two have one prose only if they
/// have one hash.
#[test]
fn different_hashes_never_have_the_same_prose() {
    let mut wrong: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let (mut tried, mut missed) = (0, String::new());
    for project in projects() {
        let mut known: BTreeMap<String, (Hash, String)> = BTreeMap::new();
        known.insert(
            prose(&project.study),
            (hash(&project.study), String::from("the study itself")),
        );
        for change in changes(&project.study) {
            tried += 1;
            let (hash, place) = (hash(&change.study), format!("{}, {}", change.kind, change.place));
            match known.get(&prose(&change.study)) {
                Some((same, other)) if *same != hash => {
                    let first = || (0, format!("{}, {}: as {other}", project.name, change.place));
                    wrong.entry(change.kind).or_insert_with(first).0 += 1;
                }
                Some(_) => {}
                None => drop(known.insert(prose(&change.study), (hash, place))),
            }
        }
    }
    for (kind, (times, place)) in wrong {
        missed += &format!("{kind}: {times} times, first {place}\n");
    }
    println!("{tried} mutations");
    assert!(missed.is_empty(), "the prose does not say:\n{missed}");
    assert!(
        tried >= LEAST || setting("KOHORT_CASES", CASES) != CASES,
        "only {tried} mutations"
    );
}

/// However a study is rewritten, a mutation after it is seen in the prose.
#[test]
fn rewriting_hides_no_mutation() {
    for project in projects() {
        for seed in 0..setting("KOHORT_CASES", CASES).div_ceil(10).max(1) {
            let study = rewritten(&project.study, seed, 8);
            let Some(change) = random_mutation(&study, seed) else {
                continue;
            };
            assert_ne!(
                prose(&study),
                prose(&change.study),
                "{}, seed {seed}: {} in {}",
                project.name,
                change.kind,
                change.place
            );
        }
    }
}
