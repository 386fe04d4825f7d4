//! The engine's results are those of the oracle: for every study, on random nasty data, however it is run.
//!
//! `KOHORT_CASES` sets the number of datasets for each study and source, `KOHORT_SEED` the seed they come from.

mod compare;
mod support;

use kohort_engine::RunError;
use kohort_plan::Plan;
use kohort_semantics::{Source, Study};
use kohort_tests::generate;
use kohort_tests::oracle::{self, OracleFault, OracleResult, Tables};
use kohort_tests::projects::{Project, purpose_written, reading, shipped};
use kohort_tests::setting;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write;
use support::Run;

/// How often each study is tried on each of its sources.
const CASES: u32 = 48;

/// Whether the plan is optimised and how it is run; each dataset takes the next.
const RUNS: [(bool, Run); 5] = [
    (
        true,
        Run {
            threads: 1,
            batch_size: None,
        },
    ),
    (
        true,
        Run {
            threads: 2,
            batch_size: Some(1),
        },
    ),
    (
        false,
        Run {
            threads: 2,
            batch_size: Some(7),
        },
    ),
    (
        false,
        Run {
            threads: 1,
            batch_size: Some(3),
        },
    ),
    (
        true,
        Run {
            threads: 2,
            batch_size: None,
        },
    ),
];

#[test]
fn for_studies_written_to_reach_every_corner() {
    compare_all(&purpose_written().unwrap_or_else(|why| panic!("{why}")));
}

#[test]
fn for_sources_that_need_every_way_of_reading() {
    compare_all(&reading().unwrap_or_else(|why| panic!("{why}")));
}

#[test]
fn for_data_that_contradict_a_source_with_joins() {
    let projects = reading().unwrap_or_else(|why| panic!("{why}"));
    try_all(&projects, generate::damaged_tables, compare_faults);
}

#[test]
fn for_shipped_studies() {
    let projects = shipped().unwrap_or_else(|why| panic!("{why}"));
    assert!(!projects.is_empty(), "there is no study below `examples`");
    compare_all(&projects);
}

#[test]
fn for_data_that_contradict_their_source() {
    let projects = purpose_written().unwrap_or_else(|why| panic!("{why}"));
    try_all(&projects, generate::damaged_tables, compare_faults);
}

fn compare_all(projects: &[Project]) {
    try_all(projects, generate::tables, compare_run);
}

/// What is compared: a study, its source, its plans (as bound, and optimised), and one dataset.
struct Case<'a> {
    study: &'a Study,
    source: &'a Source,
    bound: &'a Plan,
    optimised: &'a Plan,
}

type Compare = fn(&Case<'_>, &Tables, number: usize) -> Result<(), String>;

/// Compares on random datasets for each study and each of its sources, and tells all differences.
fn try_all(projects: &[Project], tables: fn(&Study, &Source) -> BoxedStrategy<Tables>, compare: Compare) {
    let (cases, seed) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0));
    println!("{cases} cases for each study and source, seed {seed}");
    let mut failures = String::new();
    for project in projects {
        assert!(
            !project.sources.is_empty(),
            "{} has no source to run on",
            project.name
        );
        for source in &project.sources {
            if let Err(why) = try_one(&project.study, source, tables, compare, (cases, seed)) {
                writeln!(
                    failures,
                    "{} on {}, seed {seed}:\n{why}",
                    project.name, source.name
                )
                .unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn try_one(
    study: &Study,
    source: &Source,
    tables: fn(&Study, &Source) -> BoxedStrategy<Tables>,
    compare: Compare,
    (cases, seed): (u32, u32),
) -> Result<(), String> {
    let bound = support::plan(study, source, false).map_err(|why| format!("binding: {why}"))?;
    let optimised = support::plan(study, source, true).map_err(|why| format!("optimising: {why}"))?;
    let case = Case {
        study,
        source,
        bound: &bound,
        optimised: &optimised,
    };
    let mut key = [0; 32];
    key[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &key));
    let tried = Cell::new(0);
    let outcome = runner.run(&tables(study, source), |tables| {
        tried.set(tried.get() + 1);
        compare(&case, &tables, tried.get()).map_err(TestCaseError::fail)
    });
    outcome.map_err(|error| match error {
        TestError::Fail(why, tables) => format!("{why}\n{}", shown(&tables)),
        TestError::Abort(why) => format!("gave up: {why}"),
    })
}

/// What the oracle finds in the same files that the engine reads.
fn by_oracle(case: &Case<'_>, tables: &Tables) -> Result<OracleResult, OracleFault> {
    let source = generate::as_text(case.source);
    oracle::run_files(case.study, &source, &generate::files(&source, tables))
}

/// The results are the same.
fn compare_run(case: &Case<'_>, tables: &Tables, number: usize) -> Result<(), String> {
    let (optimised, how) = RUNS[number % RUNS.len()];
    let plan = if optimised { case.optimised } else { case.bound };
    let expected = by_oracle(case, tables).map_err(|fault| format!("the oracle finds no result: {fault}"))?;
    let actual = support::run(plan, case.source, tables, how)
        .map_err(|error| format!("optimised {optimised}, {how:?}\nthe engine finds no result: {error}"))?;
    compare::differences(&expected, &actual).map_err(|why| format!("optimised {optimised}, {how:?}\n{why}"))
}

/// The faults are the same. A plan reads every column before it is optimised and none that cannot matter afterwards, so
/// that the oracle, which reads what the study names, finds at least the faults of the one and at most those of the other.
fn compare_faults(case: &Case<'_>, tables: &Tables, number: usize) -> Result<(), String> {
    let (_, how) = RUNS[number % RUNS.len()];
    let by_oracle = match by_oracle(case, tables) {
        Ok(_) => BTreeMap::new(),
        Err(fault) => compare::faults_of_oracle(&fault, case.source),
    };
    let by_engine = |plan| match support::run(plan, case.source, tables, how) {
        Ok(_) => Ok(BTreeMap::new()),
        Err(RunError::Data(faults)) => Ok(compare::faults_of_engine(&faults, case.source)),
        Err(other) => Err(other.to_string()),
    };
    let (most, least) = (by_engine(case.bound)?, by_engine(case.optimised)?);
    let is_part = |part: &BTreeMap<String, u64>, whole: &BTreeMap<String, u64>| {
        part.iter().all(|(fault, rows)| whole.get(fault) == Some(rows))
    };
    if is_part(&least, &by_oracle) && is_part(&by_oracle, &most) {
        return Ok(());
    }
    Err(format!(
        "{how:?}\n  oracle {by_oracle:?}\n  engine, as bound {most:?}\n  engine, optimised {least:?}"
    ))
}

/// The tables as text, for somebody who wants to see why.
fn shown(tables: &Tables) -> String {
    let mut text = String::new();
    for (name, table) in tables.iter().filter(|(_, table)| !table.rows.is_empty()) {
        writeln!(text, "  {name}: {}", table.columns.join(" | ")).unwrap();
        for row in &table.rows {
            let cells: Vec<&str> = row.iter().map(|cell| cell.as_deref().unwrap_or("")).collect();
            writeln!(text, "    {}", cells.join(" | ")).unwrap();
        }
    }
    text
}
