//! A direction that is claimed is never wrong: on random pairs of studies and random data the oracle finds no entry that
//! should not be there.
//!
//! `KOHORT_CASES` sets how many pairs are tried (default 10,000), `KOHORT_SEED` the seed they come from.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so"
)]

use kohort_diff::{Change, Diff, Direction, Given, Kind, compare};
use kohort_mutate::{random_mutation, rewritten};
use kohort_semantics::meaning::Meanings;
use kohort_semantics::study::{CohortId, Criterion, DefinitionId, Events, EventsBase, Expr, ExprKind, Type};
use kohort_semantics::{Source, Study};
use kohort_tests::generate;
use kohort_tests::oracle::{OracleResult, Tables, run};
use kohort_tests::projects::{self, Project};
use kohort_tests::setting;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CASES: u64 = 10_000;

/// Entries of each cohort: patient and index date.
type Entries = BTreeMap<String, BTreeSet<(String, String)>>;

fn entries(result: &OracleResult) -> Entries {
    let of = |cohort: &kohort_tests::oracle::OracleCohort| {
        let members = cohort.members().into_iter();
        members
            .map(|(patient, index)| (patient.to_owned(), index.to_owned()))
            .collect()
    };
    let cohorts = result.cohorts.iter();
    cohorts.map(|cohort| (cohort.name.clone(), of(cohort))).collect()
}

/// What the pairs claimed.
#[derive(Default, Debug)]
struct Tried {
    pairs: u64,
    claims: u64,
    checked: u64,
    telling: u64,
}

impl Tried {
    fn and(self, other: Self) -> Self {
        Self {
            pairs: self.pairs + other.pairs,
            claims: self.claims + other.claims,
            checked: self.checked + other.checked,
            telling: self.telling + other.telling,
        }
    }
}

/// A claim that can be checked: two studies, the cohort that it is about in both, and the direction.
struct Claim {
    old: Study,
    new: Study,
    cohort: (String, String),
    direction: Direction,
    what: String,
}

/// The claims of a comparison: about whole cohorts, and about criteria as if there were no others.
fn claims(old: &Study, new: &Study, diff: &Diff) -> Vec<Claim> {
    let mut all = Vec::new();
    for verdict in &diff.cohorts {
        all.push(Claim {
            old: old.clone(),
            new: new.clone(),
            cohort: (verdict.cohort.clone(), verdict.cohort.clone()),
            direction: verdict.direction,
            what: format!("cohort {}", verdict.cohort),
        });
    }
    for change in &diff.changes {
        all.extend(of_criterion(old, new, change));
        all.extend(of_definition(old, new, change));
    }
    all.retain(|claim| claim.direction != Direction::Either);
    all
}

/// The claim about a criterion, in studies where its cohort has no other.
fn of_criterion(old: &Study, new: &Study, change: &Change) -> Option<Claim> {
    if change.subject.kind != Kind::Criterion {
        return None;
    }
    let cohort = change.subject.of.clone()?;
    let name = &change.subject.name;
    let with = |study: &Study, keep: &dyn Fn(&str) -> bool| {
        let mut study = study.clone();
        let found = study.cohorts.iter_mut().find(|found| found.name == cohort)?;
        found.criteria.retain(|criterion| keep(&criterion.name));
        Some(study)
    };
    // What is said of a criterion is said of one entry, so that both versions must have the same entries before it.
    let before = |study: &Study| {
        let study = with(study, &|_| false)?;
        let position = study.cohorts.iter().position(|found| found.name == cohort)?;
        let id = CohortId(u32::try_from(position).ok()?);
        Some(Meanings::new(&study).population(id))
    };
    if before(old)? != before(new)? {
        return None;
    }
    Some(Claim {
        old: with(old, &|found| found == name)?,
        new: with(new, &|found| found == name)?,
        cohort: (cohort.clone(), cohort),
        direction: change.direction?,
        what: format!("criterion {name}"),
    })
}

/// The claim about a definition, in studies whose first cohort asks for it alone.
fn of_definition(old: &Study, new: &Study, change: &Change) -> Option<Claim> {
    if change.subject.kind != Kind::Definition {
        return None;
    }
    let asking = |study: &Study| {
        let mut study = study.clone();
        let (id, definition) = (0u32..)
            .zip(&study.definitions)
            .find(|(_, found)| found.name == change.subject.name)?;
        let named = |kind, ty| Expr {
            kind,
            ty,
            span: definition.span,
        };
        let condition = match definition.value.ty {
            Type::Boolean => named(ExprKind::Definition(DefinitionId(id)), Type::Boolean),
            Type::Events(record) => {
                let events = Events {
                    base: EventsBase::Definition(DefinitionId(id)),
                    filter: None,
                    windows: Vec::new(),
                    record,
                    span: definition.span,
                };
                named(ExprKind::Any(Box::new(events)), Type::Boolean)
            }
            _ => return None,
        };
        let span = definition.span;
        let cohort = study.cohorts.first_mut()?;
        cohort.criteria = vec![Criterion {
            name: String::from("asked"),
            doc: None,
            exclude: false,
            condition,
            unknown_is_met: Some(false),
            looking_ahead: None,
            span,
        }];
        Some(study)
    };
    let before = |study: &Study| {
        let mut study = study.clone();
        study.cohorts.first_mut()?.criteria.clear();
        Some(Meanings::new(&study).population(CohortId(0)))
    };
    if before(old)? != before(new)? {
        return None;
    }
    let (old, new) = (asking(old)?, asking(new)?);
    let cohort = (
        old.cohorts.first()?.name.clone(),
        new.cohorts.first()?.name.clone(),
    );
    Some(Claim {
        old,
        new,
        cohort,
        direction: change.direction?,
        what: format!("definition {}", change.subject.name),
    })
}

/// Random data in which values stand at the literals of a study.
fn data(study: &Study, source: &Source, seed: u64) -> Option<Tables> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tree = generate::tables(study, source).new_tree(&mut runner).ok()?;
    Some(tree.current())
}

/// Whether a claim holds on some data; none where either study cannot be run on them.
fn holds(claim: &Claim, source: &Source, tables: &Tables) -> Option<(bool, bool)> {
    let before = entries(&run(&claim.old, source, tables).ok()?);
    let after = entries(&run(&claim.new, source, tables).ok()?);
    let (before, after) = (before.get(&claim.cohort.0)?, after.get(&claim.cohort.1)?);
    let right = match claim.direction {
        Direction::Same => before == after,
        Direction::Narrower => after.is_subset(before),
        Direction::Wider => before.is_subset(after),
        Direction::Either => true,
    };
    Some((right, before != after))
}

#[test]
fn narrower_and_wider_are_never_wrong() {
    let projects = projects::all().unwrap_or_else(|why| panic!("{why}"));
    let (cases, first) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0_u64));
    let last = first.saturating_add(cases);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tried = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| (first..last).skip(part).step_by(threads))
            .map(|seeds| scope.spawn(|| try_all(&projects, seeds)))
            .collect();
        let tried = parts
            .into_iter()
            .map(|part| part.join().expect("no pair is claimed wrongly"));
        tried.fold(Tried::default(), Tried::and)
    });
    println!("{tried:?}");
    // A test that claims nothing proves nothing.
    assert!(tried.claims * 20 >= tried.pairs, "{tried:?}");
    assert!(tried.telling * 200 >= tried.pairs, "{tried:?}");
}

fn try_all(projects: &[Project], seeds: impl Iterator<Item = u64>) -> Tried {
    let mut tried = Tried::default();
    for seed in seeds {
        let project = &projects[(seed % projects.len() as u64) as usize];
        let sources: &[Arc<Source>] = &project.sources;
        let Some(source) = sources.get((seed / projects.len() as u64) as usize % sources.len().max(1)) else {
            continue;
        };
        // Some old versions are changed ones themselves, some new ones are changed twice or written otherwise.
        let mut old = Study::clone(&project.study);
        if seed % 3 == 0 {
            old = random_mutation(&old, seed ^ 0x5eed).map_or(old, |change| change.study);
        }
        let Some(mut new) = random_mutation(&old, seed).map(|change| change.study) else {
            continue;
        };
        if seed % 4 == 0 {
            new = random_mutation(&new, seed ^ 0xabcd).map_or(new, |change| change.study);
        }
        if seed % 5 == 0 {
            new = rewritten(&new, seed, 3);
        }
        tried.pairs += 1;
        let given = |study| Given { study, sources };
        let diff = compare(given(&old), given(&new));
        for claim in claims(&old, &new, &diff) {
            tried.claims += 1;
            for (study, seed) in [(&claim.old, seed), (&claim.new, !seed)] {
                let Some(tables) = data(study, source, seed) else {
                    continue;
                };
                let Some((right, telling)) = holds(&claim, source, &tables) else {
                    continue;
                };
                tried.checked += 1;
                tried.telling += u64::from(telling);
                assert!(
                    right,
                    "{}, seed {seed}: {} is not {:?}\n{}",
                    project.name,
                    claim.what,
                    claim.direction,
                    kohort_diff::render::text(&diff)
                );
            }
        }
    }
    tried
}
