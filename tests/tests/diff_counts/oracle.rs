//! The engine counts the movers between two versions that follow from the oracle's entries of both, on random pairs of
//! studies and random data, also where the versions read different data.
//!
//! `KOHORT_CASES` sets how many pairs are tried (default 400), `KOHORT_SEED` the seed they come from.

use crate::support;
use kohort_diff::counts::matched;
use kohort_engine::{RunOptions, Side, moves_blocking};
use kohort_mutate::{random_mutation, rewritten};
use kohort_plan::algebra::CohortIndex;
use kohort_semantics::moves::{MoveReason, MoveStep, Moves, Unit};
use kohort_semantics::study::{Cohort, CohortId, Expr, ExprKind, Index, Type};
use kohort_semantics::value::{Date, Day, Value};
use kohort_semantics::{Source, Study};
use kohort_tests::generate::{self, as_text, files, write};
use kohort_tests::oracle::{self, OracleEntry, OracleResult, Tables};
use kohort_tests::projects::{self, Project};
use kohort_tests::setting;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const CASES: u64 = 400;

/// An index date that everybody has.
fn on(day: i32, study: &Study) -> Option<Index> {
    Some(Index::One(Expr {
        kind: ExprKind::Literal(Value::Date(Date::day(Day(day)))),
        ty: Type::Date,
        span: study.span,
    }))
}

/// A study with more cohorts: two that are drawn from the first one, and one in which every patient is.
fn with_more(study: &Study) -> Study {
    let mut more = study.clone();
    let first = Some(CohortId(0));
    for (name, from, index) in [
        ("taken over", first, None),
        ("dated anew", first, on(0, study)),
        ("everybody", None, on(0, study)),
    ] {
        more.cohorts.push(Cohort {
            name: name.to_owned(),
            doc: None,
            from,
            index,
            criteria: Vec::new(),
            span: study.span,
        });
    }
    more
}

/// Changes that are larger than mutations, so that many people move.
fn changed_much(old: &mut Study, new: &mut Study, seed: u64) {
    let position = (seed / 7) as usize;
    if seed % 7 < 4 {
        // Hardly anybody of random data meets many criteria.
        for study in [&mut *old, &mut *new] {
            for cohort in &mut study.cohorts {
                let kept = position % cohort.criteria.len().max(1);
                let mut at = 0..;
                cohort.criteria.retain(|_| at.next() == Some(kept));
            }
        }
    }
    match seed % 7 {
        0 => new.cohorts.iter_mut().for_each(|cohort| cohort.criteria.clear()),
        1 => old.cohorts.iter_mut().for_each(|cohort| cohort.criteria.clear()),
        2 | 5 => {
            let day = on(18_000, new);
            let dated = new.cohorts.iter_mut().filter(|cohort| cohort.index.is_some());
            dated.for_each(|cohort| cohort.index.clone_from(&day));
        }
        _ => {}
    }
}

/// What the oracle says of one version.
struct Known<'a> {
    study: &'a Study,
    result: &'a OracleResult,
}

impl Known<'_> {
    fn people(&self) -> BTreeSet<&str> {
        let everybody = self.result.cohorts.last().expect("everybody is a cohort");
        everybody
            .entries
            .iter()
            .map(|entry| entry.patient.as_str())
            .collect()
    }

    fn cohort(&self, id: CohortId) -> &Cohort {
        self.study.cohort(id).expect("the cohort exists")
    }

    fn entries(&self, id: CohortId) -> &[OracleEntry] {
        &self.result.cohorts[id.0 as usize].entries
    }

    /// Whether a person can have several entries.
    fn each(&self, id: CohortId) -> bool {
        match (&self.cohort(id).index, self.cohort(id).from) {
            (Some(Index::Each(_)), _) => true,
            (None, Some(from)) => self.each(from),
            _ => false,
        }
    }

    /// Why somebody who is in the other version with this index date is not in here.
    fn reason(&self, id: CohortId, unit: Unit, patient: &str, index: &str) -> MoveReason {
        let cohort = self.cohort(id);
        let of_patient = || self.entries(id).iter().filter(|entry| entry.patient == patient);
        let entry = match unit {
            Unit::People => of_patient().next(),
            Unit::Entries => of_patient().find(|entry| entry.index == index),
        };
        let drawn_from_others = cohort.from.is_some_and(|from| {
            let mut members = self.entries(from).iter().filter(|entry| entry.kept);
            !members.any(|entry| entry.patient == patient)
        });
        let step = match entry {
            _ if !self.people().contains(patient) => MoveStep::Population,
            _ if drawn_from_others => MoveStep::DrawnFrom,
            Some(entry) => {
                let falls = cohort
                    .criteria
                    .iter()
                    .zip(&entry.outcomes)
                    .position(|(criterion, outcome)| {
                        let met = outcome.unwrap_or(criterion.unknown_is_met == Some(true));
                        met == criterion.exclude
                    });
                MoveStep::Criterion(falls.expect("who is not kept falls out somewhere") as u32)
            }
            None if cohort.index.is_none() => MoveStep::DrawnFrom,
            None => MoveStep::Index,
        };
        MoveReason {
            step,
            other_index: entry.is_some_and(|entry| entry.index != index),
        }
    }
}

/// The movers of a pair of cohorts by the oracle.
fn expected(old: &Known<'_>, new: &Known<'_>, (was, is): (CohortId, CohortId)) -> Moves {
    let unit = match old.each(was) || new.each(is) {
        true => Unit::Entries,
        false => Unit::People,
    };
    // What is one and the same: a person, or a person with an index date.
    let kept = |known: &Known<'_>, id: CohortId| -> BTreeMap<(String, String), String> {
        let kept = known.entries(id).iter().filter(|entry| entry.kept);
        kept.map(|entry| {
            let day = match unit {
                Unit::People => String::new(),
                Unit::Entries => entry.index.clone(),
            };
            ((entry.patient.clone(), day), entry.index.clone())
        })
        .collect()
    };
    let (before, after) = (kept(old, was), kept(new, is));
    let (mut stay, mut stay_otherwise) = (0, 0);
    let (mut go_out, mut come_in) = (BTreeMap::new(), BTreeMap::new());
    for (one, index) in &before {
        match after.get(one) {
            Some(now) if now == index => stay += 1,
            Some(_) => stay_otherwise += 1,
            None => *go_out.entry(new.reason(is, unit, &one.0, index)).or_insert(0) += 1,
        }
    }
    for (one, index) in after.iter().filter(|(one, _)| !before.contains_key(*one)) {
        *come_in.entry(old.reason(was, unit, &one.0, index)).or_insert(0) += 1;
    }
    Moves {
        unit,
        stay,
        stay_otherwise,
        go_out: go_out.into_iter().collect(),
        come_in: come_in.into_iter().collect(),
    }
}

fn data(study: &Study, source: &Source, seed: u64) -> Option<Tables> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    Some(
        generate::tables(study, source)
            .new_tree(&mut runner)
            .ok()?
            .current(),
    )
}

/// What was tried.
#[derive(Default, Debug)]
struct Tried {
    pairs: u64,
    cohorts: u64,
    moving: u64,
    out: u64,
    into: u64,
    otherwise: u64,
    entries: u64,
    other_people: u64,
    steps: [u64; 4],
}

impl Tried {
    fn add(&mut self, moves: &Moves) {
        self.cohorts += 1;
        self.moving += u64::from(moves.left() + moves.entered() > 0);
        self.out += moves.left();
        self.into += moves.entered();
        self.otherwise += moves.stay_otherwise;
        self.entries += u64::from(moves.unit == Unit::Entries);
        for (reason, count) in moves.go_out.iter().chain(&moves.come_in) {
            let step = match reason.step {
                MoveStep::Population => 0,
                MoveStep::DrawnFrom => 1,
                MoveStep::Index => 2,
                MoveStep::Criterion(_) => 3,
            };
            self.steps[step] += count;
        }
    }
}

#[test]
fn movers_are_those_of_the_oracle() {
    let projects = projects::all().unwrap_or_else(|why| panic!("{why}"));
    let (cases, first) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0_u64));
    let mut tried = Tried::default();
    for seed in first..first.saturating_add(cases) {
        let project = &projects[(seed % projects.len() as u64) as usize];
        let at = (seed / projects.len() as u64) as usize % project.sources.len();
        try_one(project, &project.sources[at], seed, &mut tried);
    }
    println!("{tried:?}");
    // A test in which nobody moves proves nothing.
    assert!(tried.pairs * 10 >= cases * 9, "{tried:?}");
    assert!(tried.moving * 10 >= tried.cohorts, "{tried:?}");
    let all = [
        tried.out,
        tried.into,
        tried.otherwise,
        tried.entries,
        tried.other_people,
    ];
    assert!(
        all.into_iter().chain(tried.steps).all(|count| count > 0),
        "{tried:?}"
    );
}

fn try_one(project: &Project, source: &Source, seed: u64, tried: &mut Tried) {
    let mut old = Study::clone(&project.study);
    if seed.is_multiple_of(3) {
        old = random_mutation(&old, seed ^ 0x5eed).map_or(old, |change| change.study);
    }
    let mut new = random_mutation(&old, seed).map_or_else(|| old.clone(), |change| change.study);
    if seed.is_multiple_of(2) {
        new = random_mutation(&new, seed ^ 0xabcd).map_or(new, |change| change.study);
    }
    if seed.is_multiple_of(5) {
        new = rewritten(&new, seed, 3);
    }
    changed_much(&mut old, &mut new, seed);
    let (old, new) = (with_more(&old), with_more(&new));
    let source = as_text(source);
    let Some(before) = data(&old, &source, seed) else {
        return;
    };
    // Where a source changed, the versions may see other people and other records.
    let others = seed % 4 == 1;
    let after = match others {
        true => data(&new, &source, !seed),
        false => Some(before.clone()),
    };
    let Some(after) = after else { return };
    let found = |study: &Study, tables: &Tables| oracle::run_files(study, &source, &files(&source, tables));
    let (Ok(was), Ok(is)) = (found(&old, &before), found(&new, &after)) else {
        return;
    };
    let was = Known {
        study: &old,
        result: &was,
    };
    let is = Known {
        study: &new,
        result: &is,
    };
    let cohorts: Vec<(CohortId, CohortId)> = matched(&old, &new)
        .iter()
        .map(|cohort| (cohort.old, cohort.new))
        .collect();
    let counted = by_engine((&old, &before), (&new, &after), &source, &cohorts, seed);
    let Some(counted) = counted else { return };
    tried.pairs += 1;
    tried.other_people += u64::from(was.people() != is.people());
    for (pair, counted) in cohorts.iter().zip(&counted) {
        let expected = expected(&was, &is, *pair);
        assert_eq!(
            *counted, expected,
            "{} on {}, seed {seed}, cohort {}",
            project.name, source.name, new.cohorts[pair.1.0 as usize].name
        );
        tried.add(counted);
    }
}

fn by_engine(
    old: (&Study, &Tables),
    new: (&Study, &Tables),
    source: &Source,
    cohorts: &[(CohortId, CohortId)],
    seed: u64,
) -> Option<Vec<Moves>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let made = |name: &str, (study, tables): (&Study, &Tables)| {
        // A changed study may ask for what the source does not have, which a check would have told.
        let plan = support::plan(study, source, seed.is_multiple_of(2)).ok()?;
        let place = folder.path().join(name);
        fs::create_dir(&place).expect("the folder is new");
        write(&files(source, tables), &place).expect("the tables can be written");
        Some((plan, options(&place, folder.path(), seed)))
    };
    let (old, new) = (made("old", old)?, made("new", new)?);
    let pairs: Vec<_> = cohorts
        .iter()
        .map(|(old, new)| (CohortIndex(old.0), CohortIndex(new.0)))
        .collect();
    let counted = moves_blocking(
        Side {
            plan: &old.0,
            options: &old.1,
        },
        Side {
            plan: &new.0,
            options: &new.1,
        },
        &pairs,
    );
    Some(counted.unwrap_or_else(|error| panic!("the engine counts nobody: {error:?}")))
}

fn options(data: &Path, spill: &Path, seed: u64) -> RunOptions {
    RunOptions {
        threads: 1 + (seed % 2) as usize,
        batch_size: [None, Some(1), Some(3)][(seed % 3) as usize],
        spill: Some(spill.to_path_buf()),
        ..RunOptions::new(data)
    }
}
