//! What the changes promise, for the shipped studies and those that reach every corner of the language.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

use kohort_mutate::{mutation, mutations, random_mutation, rewrite, rewrites, rewritten};
use kohort_tests::generate;
use kohort_tests::oracle;
use kohort_tests::projects::{self, Project};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;

/// How many chains of rewrites are tried for each study and source.
const CHAINS: u64 = 6;
/// How many rewrites a chain has.
const LENGTH: usize = 12;

fn projects() -> Vec<Project> {
    projects::all().unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn every_site_changes_the_study_and_tells_where() {
    for project in projects() {
        for (site, kind) in mutations(&project.study).into_iter().enumerate() {
            let change = mutation(&project.study, site).expect("there is a change at each site");
            assert_eq!(change.kind, kind, "{}", project.name);
            assert!(!change.place.is_empty(), "{}: {kind}", project.name);
            assert_ne!(
                change.study, *project.study,
                "{}: {kind} in {}",
                project.name, change.place
            );
        }
        for (site, kind) in rewrites(&project.study).into_iter().enumerate() {
            let change = rewrite(&project.study, site).expect("there is a change at each site");
            assert_eq!(change.kind, kind, "{}", project.name);
            assert_ne!(
                change.study, *project.study,
                "{}: {kind} in {}",
                project.name, change.place
            );
        }
    }
}

#[test]
fn a_seed_gives_one_change() {
    for project in projects() {
        for seed in 0..20 {
            let (one, again) = (
                random_mutation(&project.study, seed),
                random_mutation(&project.study, seed),
            );
            assert_eq!(one.map(|change| change.study), again.map(|change| change.study));
        }
    }
}

#[test]
fn these_are_the_kinds_of_changes() {
    let (mut meaning, mut words) = (BTreeSet::new(), BTreeSet::new());
    for project in projects() {
        meaning.extend(mutations(&project.study));
        words.extend(rewrites(&project.study));
    }
    let listed = |kinds: BTreeSet<&str>| kinds.into_iter().collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("mutations", listed(meaning));
    insta::assert_snapshot!("rewrites", listed(words));
}

/// The oracle finds the same people and counts the same in random data, however a study is rewritten.
#[test]
fn a_rewritten_study_finds_the_same() {
    for project in projects() {
        for source in &project.sources {
            let source = generate::as_text(source);
            let mut runner = TestRunner::new_with_rng(
                Config::default(),
                TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
            );
            let tables = generate::tables(&project.study, &source);
            for seed in 0..CHAINS {
                let changed = rewritten(&project.study, seed, LENGTH);
                let data = tables
                    .new_tree(&mut runner)
                    .expect("there are random data")
                    .current();
                let files = generate::files(&source, &data);
                let found = |study| {
                    let result = oracle::run_files(study, &source, &files);
                    result
                        .map(|found| (found.cohorts, found.tallies))
                        .map_err(|fault| fault.to_string())
                };
                assert_eq!(
                    found(&project.study),
                    found(&changed),
                    "{} on {}, seed {seed}",
                    project.name,
                    source.name
                );
            }
        }
    }
}
