//! A comparison is empty exactly where the meaning is the same, and every difference has words.
//!
//! `KOHORT_CASES` sets how many changes are tried for a study (default 60), `KOHORT_SEED` the seed they come from.

#![allow(clippy::panic, reason = "a test that cannot go on says so")]

use kohort_diff::{Diff, Given, Kind, compare, render};
use kohort_mutate::{random_mutation, rewritten};
use kohort_semantics::Study;
use kohort_tests::projects::{self, Project};
use kohort_tests::setting;
use std::collections::BTreeMap;

fn projects() -> Vec<Project> {
    projects::all().unwrap_or_else(|why| panic!("{why}"))
}

fn seeds() -> std::ops::Range<u64> {
    let first = setting("KOHORT_SEED", 0_u64);
    first..first.saturating_add(setting("KOHORT_CASES", 60))
}

fn between(project: &Project, old: &Study, new: &Study) -> Diff {
    let given = |study| Given {
        study,
        sources: &project.sources,
    };
    compare(given(old), given(new))
}

/// What is shown if one text alone is looked at: no names of versions, which may have changed as well.
fn wordless(diff: &Diff) -> bool {
    let empty = |change: &kohort_diff::Change| {
        change.edits.is_empty() && matches!(change.happened, kohort_diff::Happened::Changed)
    };
    let vague = |change: &kohort_diff::Change| {
        let texts = change.edits.iter().flat_map(|edit| &edit.new);
        texts
            .into_iter()
            .any(|text| text.contains("in another meaning of a word in it"))
    };
    diff.changes.iter().any(|change| {
        empty(change) || vague(change) || change.subject.kind == Kind::Study && change.edits.is_empty()
    })
}

#[test]
fn what_changes_the_meaning_has_words() {
    let mut wrong: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let mut tried = 0;
    for project in projects() {
        for seed in seeds() {
            let Some(change) = random_mutation(&project.study, seed) else {
                continue;
            };
            tried += 1;
            let diff = between(&project, &project.study, &change.study);
            if diff.changes.is_empty() || wordless(&diff) {
                let first = || {
                    (
                        0,
                        format!("{}, {}\n{}", project.name, change.place, render::text(&diff)),
                    )
                };
                wrong.entry(change.kind).or_insert_with(first).0 += 1;
            }
        }
    }
    println!("{tried} changes");
    assert!(wrong.is_empty(), "{}", listed(wrong));
}

#[test]
fn what_keeps_the_meaning_is_no_difference() {
    for project in projects() {
        for seed in seeds() {
            let new = rewritten(&project.study, seed, 6);
            let diff = between(&project, &project.study, &new);
            assert!(
                diff.changes.is_empty() && diff.cohorts.is_empty(),
                "{}, seed {seed}\n{}",
                project.name,
                render::text(&diff)
            );
        }
    }
}

/// A change is shown alone, whatever else was written otherwise at the same time.
#[test]
fn rewrites_beside_a_change_are_not_shown() {
    let (mut alone, mut more) = (0, String::new());
    for project in projects() {
        for seed in seeds() {
            let Some(change) = random_mutation(&project.study, seed) else {
                continue;
            };
            let rewritten = rewritten(&change.study, seed, 4);
            let plain = between(&project, &project.study, &change.study);
            let noisy = between(&project, &project.study, &rewritten);
            let subjects = |diff: &Diff| -> Vec<String> {
                let grades = diff.changes.iter();
                grades
                    .map(|change| format!("{:?} {}", change.grade, change.subject.kind.words()))
                    .collect()
            };
            assert_eq!(
                plain.grade,
                noisy.grade,
                "{}, seed {seed}, {}, {}\n{}\n{}",
                project.name,
                change.kind,
                change.place,
                render::text(&plain),
                render::text(&noisy)
            );
            if subjects(&plain) == subjects(&noisy) {
                alone += 1;
            } else {
                more = format!(
                    "{}, seed {seed}\n{}\n{}",
                    project.name,
                    render::text(&plain),
                    render::text(&noisy)
                );
            }
        }
    }
    println!("{alone} alone, an example of the others:\n{more}");
}

fn listed(wrong: BTreeMap<&str, (usize, String)>) -> String {
    wrong
        .into_iter()
        .map(|(kind, (times, first))| format!("{kind}: {times} times, first {first}\n"))
        .collect()
}
