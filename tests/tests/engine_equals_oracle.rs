//! The engine's results are those of the oracle: for every study, on random nasty data, however it is run.
//!
//! `KOHORT_CASES` sets the number of datasets for each study and source, `KOHORT_SEED` the seed they come from.

mod compare;
mod support;

use kohort_semantics::{Source, Study};
use kohort_tests::generate;
use kohort_tests::oracle::{self, Tables};
use kohort_tests::projects::{Project, purpose_written, shipped};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::fmt::Write;
use support::Run;

/// How often each study is tried on each of its sources.
const CASES: u32 = 8;

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

#[allow(
    clippy::disallowed_methods,
    reason = "the number of cases is the caller's choice"
)]
fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[test]
fn for_studies_written_to_reach_every_corner() {
    compare_all(&purpose_written().unwrap_or_else(|why| panic!("{why}")));
}

#[test]
fn for_shipped_studies() {
    compare_all(&shipped().unwrap_or_else(|why| panic!("{why}")));
}

fn compare_all(projects: &[Project]) {
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
            if let Err(why) = compare_one(&project.study, source, cases, seed) {
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

fn compare_one(study: &Study, source: &Source, cases: u32, seed: u32) -> Result<(), String> {
    let plans = [
        support::plan(study, source, false).map_err(|why| format!("binding: {why}"))?,
        support::plan(study, source, true).map_err(|why| format!("optimising: {why}"))?,
    ];
    let mut key = [0; 32];
    key[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &key));
    let tried = std::cell::Cell::new(0);
    let outcome = runner.run(&generate::tables(study, source), |tables| {
        let (optimised, how) = RUNS[tried.get() % RUNS.len()];
        tried.set(tried.get() + 1);
        let outcome = compare_run(study, source, &plans[usize::from(optimised)], &tables, how);
        outcome.map_err(|why| TestCaseError::fail(format!("optimised {optimised}, {how:?}\n{why}")))
    });
    outcome.map_err(|error| match error {
        TestError::Fail(why, tables) => format!("{why}\n{}", shown(&tables)),
        TestError::Abort(why) => format!("gave up: {why}"),
    })
}

fn compare_run(
    study: &Study,
    source: &Source,
    plan: &kohort_plan::Plan,
    tables: &Tables,
    how: Run,
) -> Result<(), String> {
    let expected =
        oracle::run(study, source, tables).map_err(|fault| format!("the oracle finds no result: {fault}"))?;
    let actual = support::run(plan, source, tables, how)
        .map_err(|error| format!("the engine finds no result: {error}"))?;
    compare::differences(&expected, &actual)
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
