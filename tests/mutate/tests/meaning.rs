//! Mutations change the semantic hash, and rewrites keep it: in the shipped studies and in those that reach every corner of the
//! language.
//!
//! `KOHORT_CASES` sets how many changes of each family are tried for a study (default 120), `KOHORT_SEED` the seed they come
//! from. `KOHORT_CASES=0` tries every site of every study.

#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use kohort_mutate::{
    Change, mutation, mutations, random_mutation, random_rewrite, rewrite, rewrites, rewritten,
};
use kohort_semantics::Study;
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_tests::projects::{self, Project};
use kohort_tests::setting;
use std::collections::BTreeMap;

/// How many changes of a family are tried for a study.
const CASES: u64 = 120;
/// How many rewrites a chain has.
const LENGTH: usize = 12;

fn projects() -> Vec<Project> {
    projects::all().unwrap_or_else(|why| panic!("{why}"))
}

fn hash(study: &Study) -> Hash {
    Meanings::new(study).study()
}

/// A family of changes: their kinds, the change at a site, and a random one.
struct Family {
    kinds: fn(&Study) -> Vec<&'static str>,
    at: fn(&Study, usize) -> Option<Change>,
    random: fn(&Study, u64) -> Option<Change>,
}

/// The changes of a study that are tried.
fn changes(study: &Study, family: &Family) -> Vec<Change> {
    let (cases, seed) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0_u64));
    let changes: Vec<Option<Change>> = match cases {
        0 => (0..(family.kinds)(study).len())
            .map(|site| (family.at)(study, site))
            .collect(),
        _ => (seed..seed.saturating_add(cases))
            .map(|seed| (family.random)(study, seed))
            .collect(),
    };
    let tried = changes.len();
    let changes: Vec<Change> = changes.into_iter().flatten().collect();
    assert_eq!(
        changes.len(),
        tried,
        "there is a change for each site and each seed"
    );
    changes
}

/// What is wrong in all studies, a line for each kind, with the first place where it is.
fn wrong(family: &Family, keeps: bool) -> String {
    let mut wrong: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let mut tried = 0;
    for project in projects() {
        let before = hash(&project.study);
        for change in changes(&project.study, family) {
            tried += 1;
            if (hash(&change.study) == before) != keeps {
                let place = || (0, format!("{}, {}", project.name, change.place));
                wrong.entry(change.kind).or_insert_with(place).0 += 1;
            }
        }
    }
    println!("{tried} changes");
    let line =
        |(kind, (times, place)): (&str, (usize, String))| format!("{kind}: {times} times, first {place}\n");
    wrong.into_iter().map(line).collect()
}

#[test]
fn mutations_change_the_hash() {
    let family = Family {
        kinds: mutations,
        at: mutation,
        random: random_mutation,
    };
    let wrong = wrong(&family, false);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn rewrites_keep_the_hash() {
    let family = Family {
        kinds: rewrites,
        at: rewrite,
        random: random_rewrite,
    };
    let wrong = wrong(&family, true);
    assert!(wrong.is_empty(), "{wrong}");
}

/// Chains of rewrites, and a mutation after one: what was rewritten does not hide what is changed.
#[test]
fn rewrites_of_rewrites_keep_the_hash_and_hide_no_mutation() {
    let cases = setting("KOHORT_CASES", CASES).div_ceil(12).max(1);
    let seed = setting("KOHORT_SEED", 0_u64);
    for project in projects() {
        let before = hash(&project.study);
        for seed in seed..seed.saturating_add(cases) {
            let study = rewritten(&project.study, seed, LENGTH);
            assert_eq!(hash(&study), before, "{}, seed {seed}", project.name);
            if let Some(change) = random_mutation(&study, seed) {
                assert_ne!(
                    hash(&change.study),
                    before,
                    "{}, seed {seed}: {} in {}",
                    project.name,
                    change.kind,
                    change.place
                );
            }
        }
    }
}
