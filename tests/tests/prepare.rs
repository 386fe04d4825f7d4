//! Prepared data give what the raw files give, and are written alike whatever their rows' order.
//!
//! `KOHORT_CASES` sets the number of datasets for each study and source, `KOHORT_SEED` the seed they come from.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod below;
mod prepared;
mod terminal;

use below::bytes_below;
use kohort_engine::prepare::{PrepareOptions, prepare_blocking};
use kohort_engine::prepared::{MANIFEST, Manifest, source_hash};
use kohort_engine::{EnvironmentFault, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::{Source, Study};
use kohort_tests::generate::{as_text, files, tables, write};
use kohort_tests::oracle::Tables;
use kohort_tests::projects::{Project, purpose_written, reading};
use kohort_tests::setting;
use prepared::shuffled;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use terminal::{Outcome, kohort};

/// How often each study is tried on each of its sources.
const CASES: u32 = 12;

/// Buckets, threads and batch size; each dataset takes the next.
const WAYS: [(u32, usize, Option<usize>); 4] =
    [(1, 1, None), (3, 2, Some(1)), (32, 2, None), (2, 1, Some(5))];

/// The raw files of some tables, and a folder beside them.
struct Data {
    folder: TempDir,
}

impl Data {
    fn of(source: &Source, tables: &Tables) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["raw", "spill"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        write(&files(source, tables), &folder.path().join("raw")).unwrap();
        Self { folder }
    }

    fn options(&self, data: &Path, threads: usize, batch_size: Option<usize>) -> RunOptions {
        RunOptions {
            threads,
            batch_size,
            spill: Some(self.folder.path().join("spill")),
            ..RunOptions::new(data)
        }
    }

    fn prepare(
        &self,
        study: &Study,
        source: &Source,
        name: &str,
        (buckets, threads, batch_size): (u32, usize, Option<usize>),
    ) -> Result<Manifest, RunError> {
        let into = self.folder.path().join(name);
        fs::create_dir(&into).unwrap();
        let options = PrepareOptions {
            run: self.options(&self.folder.path().join("raw"), threads, batch_size),
            buckets,
            into,
        };
        prepare_blocking(&study.model, source, &options)
    }

    fn run(&self, plan: &Plan, name: &str, (_, threads, batch_size): (u32, usize, Option<usize>)) -> String {
        let options = self.options(&self.folder.path().join(name), threads, batch_size);
        match run_blocking(plan, &options) {
            Ok(results) => serde_json::to_string_pretty(&results).unwrap(),
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

fn plans(study: &Study, source: &Source) -> [Plan; 2] {
    let bound = kohort_plan::bind::bind(study, source).unwrap();
    let optimised = kohort_plan::rules::optimise(bound.clone()).unwrap();
    [bound, optimised]
}

#[test]
fn for_studies_written_to_reach_every_corner() {
    try_all(&purpose_written().unwrap_or_else(|why| panic!("{why}")));
}

#[test]
fn for_sources_that_need_every_way_of_reading() {
    try_all(&reading().unwrap_or_else(|why| panic!("{why}")));
}

fn try_all(projects: &[Project]) {
    let (cases, seed) = (setting("KOHORT_CASES", CASES), setting("KOHORT_SEED", 0));
    let mut failures = String::new();
    for project in projects {
        for source in &project.sources {
            if let Err(why) = try_one(&project.study, source, (cases, seed)) {
                failures.push_str(&format!(
                    "{} on {}, seed {seed}:\n{why}\n",
                    project.name, source.name
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn try_one(study: &Study, source: &Source, (cases, seed): (u32, u32)) -> Result<(), String> {
    let text = as_text(source);
    let plans = plans(study, &text);
    let mut key = [0; 32];
    key[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &key));
    let tried = Cell::new(0);
    let outcome = runner.run(&tables(study, source), |tables| {
        tried.set(tried.get() + 1);
        compare((study, &text), &plans, &tables, tried.get()).map_err(TestCaseError::fail)
    });
    outcome.map_err(|error| match error {
        TestError::Fail(why, tables) => format!("{why}\n{tables:#?}"),
        TestError::Abort(why) => format!("gave up: {why}"),
    })
}

/// Prepared is raw; and whatever the order of rows, the buckets, the threads and the batches, the content is the same, as
/// are the bytes where the buckets are.
fn compare(
    (study, source): (&Study, &Source),
    plans: &[Plan],
    tables: &Tables,
    number: usize,
) -> Result<(), String> {
    let (way, other) = (WAYS[number % WAYS.len()], WAYS[(number + 1) % WAYS.len()]);
    let data = Data::of(source, tables);
    let told = |error: RunError| format!("{way:?}: preparing fails\n{error}");
    let first = data.prepare(study, source, "first", way).map_err(told)?;
    for plan in plans {
        let (raw, prepared) = (data.run(plan, "raw", way), data.run(plan, "first", way));
        if raw != prepared {
            let difference = similar::TextDiff::from_lines(&raw, &prepared);
            return Err(format!("{way:?}: results differ\n{}", difference.unified_diff()));
        }
    }
    let moved = Data::of(source, &shuffled(tables, number));
    let second = moved.prepare(study, source, "second", other).map_err(told)?;
    if first.fingerprint != second.fingerprint {
        return Err(format!(
            "{way:?}, {other:?}: fingerprints of shuffled rows differ"
        ));
    }
    let third = moved
        .prepare(study, source, "third", (way.0, other.1, other.2))
        .map_err(told)?;
    let bytes = |data: &Data, name: &str| bytes_below(&data.folder.path().join(name));
    if first != third || bytes(&data, "first") != bytes(&moved, "third") {
        return Err(format!(
            "{way:?}, {other:?}: shuffled rows have other bytes\n{first:#?}\n{third:#?}"
        ));
    }
    Ok(())
}

/// A study with a source that has everything, and tables of it.
fn example() -> (Project, Source, Tables) {
    let project = reading().unwrap().into_iter().next().unwrap();
    let source = as_text(&project.sources[0]);
    let mut runner = TestRunner::deterministic();
    let strategy = tables(&project.study, &project.sources[0]);
    loop {
        let tree = proptest::strategy::Strategy::new_tree(&strategy, &mut runner).unwrap();
        let tables = proptest::strategy::ValueTree::current(&tree);
        let data = Data::of(&source, &tables);
        let manifest = data.prepare(&project.study, &source, "out", WAYS[0]).unwrap();
        // Enough patients, and records of everything.
        if manifest.patients > 2 && manifest.streams.iter().all(|stream| stream.rows > 1) {
            return (project, source, tables);
        }
    }
}

#[test]
fn data_of_another_source_model_are_refused() {
    let (project, source, tables) = example();
    let data = Data::of(&source, &tables);
    let plan = &plans(&project.study, &source)[1];
    data.prepare(&project.study, &source, "out", WAYS[1]).unwrap();
    let out = data.folder.path().join("out");
    let hash = source_hash(&project.study.model, &source).unwrap();
    let run = |hash: &str| {
        let options = RunOptions {
            source_hash: Some(hash.to_owned()),
            ..data.options(&out, 1, None)
        };
        run_blocking(plan, &options).map_err(|error| error.to_string())
    };
    run(&hash).unwrap();
    let refused = run("0").unwrap_err();
    assert!(
        refused.contains("has changed since") && refused.contains("kohort prepare"),
        "{refused}"
    );

    let text = fs::read_to_string(out.join(MANIFEST)).unwrap();
    for (from, to, why) in [
        ("\"format\": 1,", "\"format\": 2,", "in format 2"),
        (
            "\"format\": 1,",
            "\"format\": \"1\",",
            "cannot be understood (line 2",
        ),
        (
            &format!("\"name\": \"{}\"", source.name),
            "\"name\": \"other\"",
            "for the source `other for",
        ),
        (
            &format!("\"version\": \"{}\"", source.version),
            "\"version\": \"9.9\"",
            "has changed since",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        fs::write(out.join(MANIFEST), text.replacen(from, to, 1)).unwrap();
        let refused = run(&hash).unwrap_err();
        assert!(refused.contains(why) && refused.contains("prepare"), "{refused}");
    }
    fs::write(out.join(MANIFEST), &text).unwrap();
    run(&hash).unwrap();
}

#[test]
fn a_damaged_file_is_told_and_never_used() {
    let (project, source, tables) = example();
    let data = Data::of(&source, &tables);
    let plan = &plans(&project.study, &source)[0];
    data.prepare(&project.study, &source, "out", WAYS[0]).unwrap();
    let out = data.folder.path().join("out");
    let right = data.run(plan, "out", WAYS[0]);
    let mut told = 0;
    for (name, bytes) in bytes_below(&out) {
        if name == MANIFEST {
            continue;
        }
        let path = out.join(&name);
        let places = (0..bytes.len()).step_by(bytes.len() / 23 + 1);
        let flipped = places.map(|place| {
            let mut bytes = bytes.clone();
            bytes[place] ^= 0x41;
            bytes
        });
        for damaged in flipped.chain([bytes[..bytes.len() / 2].to_vec(), Vec::new()]) {
            fs::write(&path, damaged).unwrap();
            match run_blocking(plan, &data.options(&out, 2, None)) {
                // A column that the plan does not read.
                Ok(results) => assert_eq!(serde_json::to_string_pretty(&results).unwrap(), right),
                Err(RunError::Environment(EnvironmentFault::Prepared(fault))) => {
                    let fault = fault.to_string();
                    assert!(fault.contains("are damaged") && fault.contains(&name), "{fault}");
                    told += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        fs::remove_file(&path).unwrap();
        let missing = run_blocking(plan, &data.options(&out, 2, None));
        let read = plan
            .streams
            .iter()
            .any(|stream| name.starts_with(&format!("{}/", stream.name)));
        assert_eq!(missing.is_err(), read, "{name}");
        fs::write(&path, bytes).unwrap();
    }
    assert!(told > 50, "{told}");
    assert_eq!(data.run(plan, "out", WAYS[0]), right);
}

#[test]
fn a_cell_that_changes_changes_the_fingerprint() {
    let (project, source, tables) = example();
    let fingerprint = |tables: &Tables| {
        let data = Data::of(&source, tables);
        let manifest = data.prepare(&project.study, &source, "out", WAYS[2]).ok()?;
        Some(manifest.fingerprint)
    };
    let before = fingerprint(&tables).unwrap();
    let mut changed = 0;
    for (name, table) in &tables {
        for row in 0..table.rows.len() {
            for column in 0..table.columns.len() {
                let Some(other) = table
                    .rows
                    .iter()
                    .map(|row| &row[column])
                    .find(|cell| **cell != table.rows[row][column])
                else {
                    continue;
                };
                let mut tables = tables.clone();
                tables.get_mut(name).unwrap().rows[row][column] = other.clone();
                changed += usize::from(fingerprint(&tables).is_some_and(|after| after != before));
            }
        }
    }
    // Some cells are not read, or say the same in other words.
    assert!(changed > 20, "{changed}");
}

/// The tutorial, as a project of its own.
fn tutorial() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = kohort_tests::projects::repository().join("examples/trialpathfinder_tutorial");
    for name in [
        "kohort.toml",
        "study.kohort",
        "tutorial.kohort",
        "tutorial_files.kohort",
    ] {
        fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    fs::create_dir(folder.path().join("data")).unwrap();
    for name in ["demographics.csv", "features.csv", "lab.csv"] {
        fs::copy(
            from.join("data").join(name),
            folder.path().join("data").join(name),
        )
        .unwrap();
    }
    folder
}

fn fingerprint(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap();
    serde_json::from_str::<Manifest>(&text).unwrap().fingerprint
}

#[test]
fn the_tutorial_from_prepared_data_is_the_tutorial() {
    let folder = tutorial();
    let run = |arguments: &[&str]| {
        let Outcome { exit, out, err } = kohort(folder.path(), arguments);
        assert_eq!(exit, kohort::Exit::Fine, "{out}{err}");
        out
    };
    let raw = run(&["run", ".", "--format", "json"]);
    assert!(raw.contains("4000"), "{raw}");
    let mut fingerprints = Vec::new();
    for (buckets, threads) in [("1", "2"), ("7", "1"), ("32", "2")] {
        let prepare = [
            "prepare",
            "tutorial_files",
            "--data",
            "data",
            "--out",
            "out",
            "--buckets",
            buckets,
        ];
        let said = run(&[&prepare[..], &["--threads", threads]].concat());
        assert!(
            said.starts_with("wrote `out`: `tutorial_files` 1.0.0, 4000 patients"),
            "{said}"
        );
        fingerprints.push(fingerprint(&folder.path().join("out")));
        for threads in ["1", "2"] {
            let from = [
                "run",
                ".",
                "--data",
                "out",
                "--threads",
                threads,
                "--format",
                "json",
            ];
            assert_eq!(run(&from), raw, "{buckets} buckets");
        }
    }
    // The folder of the project file, and all sources with data.
    run(&["prepare", "--out", "all", "--buckets", "3", "--memory", "8MB"]);
    fingerprints.push(fingerprint(&folder.path().join("all/tutorial_files")));
    let project = fs::read_to_string(folder.path().join("kohort.toml")).unwrap();
    let moved = project.replace("\"data\"", "\"all/tutorial_files\"");
    fs::write(folder.path().join("kohort.toml"), moved).unwrap();
    assert_eq!(run(&["run", ".", "--format", "json"]), raw);

    // As Parquet the source model is another one, and the content is not.
    let parquet = folder.path().join("parquet");
    fs::create_dir(&parquet).unwrap();
    for name in ["demographics", "features", "lab"] {
        let from = folder.path().join("data").join(format!("{name}.csv"));
        prepared::to_parquet(&from, &parquet.join(format!("{name}.parquet")));
    }
    let source = fs::read_to_string(folder.path().join("tutorial_files.kohort")).unwrap();
    let source = source
        .replace("= csv", "= parquet")
        .replace(".csv\"", ".parquet\"");
    fs::write(folder.path().join("tutorial_files.kohort"), source).unwrap();
    run(&["prepare", "tutorial_files", "--data", "parquet", "--out", "out2"]);
    fingerprints.push(fingerprint(&folder.path().join("out2")));
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), 1);
    let Outcome { exit, err, .. } = kohort(folder.path(), &["run", ".", "--data", "out"]);
    assert_eq!(exit, kohort::Exit::Environment);
    assert!(
        err.contains("the source model `tutorial_files` has changed since"),
        "{err}"
    );
}

#[test]
fn faults_are_told_together_and_leave_no_folder() {
    let folder = tutorial();
    let data = folder.path().join("data");
    for (file, from, to) in [
        ("demographics.csv", "Squamous cell carcinoma", "Squamish"),
        ("lab.csv", "Platelet count", "Thrombocytes"),
    ] {
        let text = fs::read_to_string(data.join(file)).unwrap();
        assert!(text.contains(from));
        fs::write(data.join(file), text.replacen(from, to, 2)).unwrap();
    }
    let before = bytes_below(folder.path());
    let prepare = ["prepare", "tutorial_files", "--data", "data", "--out", "out"];
    let Outcome { exit, out, err } = kohort(folder.path(), &prepare);
    assert_eq!((exit, out.as_str()), (kohort::Exit::Environment, ""));
    assert!(err.contains("Squamish") && err.contains("Thrombocytes"), "{err}");
    assert!(
        err.ends_with("the data contradict the source `tutorial_files`; nothing was written\n"),
        "{err}"
    );
    assert!(before == bytes_below(folder.path()), "something was written");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn only_prepared_data_are_replaced() {
    let folder = tutorial();
    for (arguments, why) in [
        (
            &["prepare", "tutorial_files", "--data", "data", "--out", "data"][..],
            "does not hold prepared data",
        ),
        (
            &["prepare", "tutorial_file", "--data", "data", "--out", "out"],
            "did you mean `tutorial_files`?",
        ),
        (
            &["prepare", "--data", "data", "--out", "out"],
            "`--data` names the folder of one source",
        ),
        (
            &["prepare", "tutorial_files", "--data", "nowhere", "--out", "out"],
            "it does not exist",
        ),
    ] {
        let Outcome { exit, err, .. } = kohort(folder.path(), arguments);
        assert_eq!(exit, kohort::Exit::Environment);
        assert!(err.contains(why), "{err}");
    }
    assert!(!folder.path().join("out").exists());
    for _ in 0..2 {
        let prepare = [
            "prepare",
            "tutorial_files",
            "--data",
            "data",
            "--out",
            "out",
            "--buckets",
            "1",
        ];
        kohort(folder.path(), &prepare).ends(kohort::Exit::Fine);
    }
    let Outcome { err, .. } = kohort(
        folder.path(),
        &["prepare", "tutorial_files", "--data", "out", "--out", "other"],
    );
    assert!(err.contains("are prepared already"), "{err}");
}
