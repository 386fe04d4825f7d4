//! The tutorial example gives the published numbers, on its files as they are and on the same tables as Parquet.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use datafusion::arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use kohort_base::{MemoryWorld, render};
use kohort_engine::{Results, RunOptions, run_blocking};
use kohort_semantics::value::Day;
use kohort_semantics::{Options, analyse};
use kohort_tests::projects::repository;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The step, how many were left after it, and how many the criterion alone removes of all 4,000.
const PUBLISHED: [(&str, u64, Option<u64>); 7] = [
    ("population", 4000, None),
    ("index", 4000, None),
    ("adult", 3924, Some(76)),
    ("squamous", 1939, Some(2020)),
    ("fit", 1047, Some(1797)),
    ("platelets_sufficient", 522, Some(1943)),
    ("bilirubin_low", 221, Some(2316)),
];

fn example() -> PathBuf {
    repository().join("examples/trialpathfinder_tutorial")
}

/// Runs the study on a data folder, with its source changed as told.
fn run(data: &Path, source: impl Fn(String) -> String, threads: usize) -> Results {
    let text = |name: &str| fs::read_to_string(example().join(name)).unwrap();
    let world = MemoryWorld::new()
        .with("study.kohort", text("study.kohort"))
        .with("tutorial.kohort", text("tutorial.kohort"))
        .with("tutorial_files.kohort", source(text("tutorial_files.kohort")));
    let analysis = analyse(&world, "study.kohort", &Options::default()).unwrap();
    assert!(
        analysis.diagnostics.is_empty(),
        "{}",
        render::terminal(&analysis.diagnostics, &analysis.files, false, 100)
    );
    let plan = kohort_plan::bind::bind(&analysis.study.unwrap(), &analysis.sources[0]).unwrap();
    let plan = kohort_plan::rules::optimise(plan).unwrap();
    run_blocking(
        &plan,
        &RunOptions {
            threads,
            ..RunOptions::new(data)
        },
    )
    .unwrap_or_else(|error| panic!("{error}"))
}

fn assert_published(results: &Results) {
    let steps = &results.cohorts[0].steps;
    let found: Vec<_> = steps
        .iter()
        .map(|step| (step.name.as_str(), step.after, step.alone))
        .collect();
    assert_eq!(found, PUBLISHED);
    for (step, before) in steps.iter().skip(1).zip(steps) {
        assert_eq!(
            (step.before, step.removed),
            (before.after, before.after - step.after)
        );
        // Everybody was tested in the four weeks before treatment, so that nothing is unknown.
        assert_eq!((step.unknown, step.patients), (0, step.after));
    }
}

#[test]
fn the_files_as_they_are_give_the_published_numbers() {
    for threads in [1, 3] {
        assert_published(&run(&example().join("data"), |source| source, threads));
    }
}

#[test]
fn the_same_tables_as_parquet_give_the_same_results() {
    let folder = tempfile::tempdir().unwrap();
    for table in ["demographics", "features", "lab"] {
        to_parquet(
            &example().join("data").join(format!("{table}.csv")),
            &folder.path().join(format!("{table}.parquet")),
        );
    }
    let parquet = |source: String| {
        source
            .replace("= csv", "= parquet")
            .replace(".csv\"", ".parquet\"")
    };
    let results = run(folder.path(), parquet, 2);
    assert_published(&results);
    let of_csv = run(&example().join("data"), |source| source, 2);
    assert_eq!(results, of_csv);
}

/// The same table with the types that a warehouse would give its columns.
fn to_parquet(from: &Path, to: &Path) {
    let mut reader = csv::Reader::from_path(from).unwrap();
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = heads.iter().enumerate().map(|(position, head)| {
        let texts = || rows.iter().map(move |row| &row[position]);
        let column: ArrayRef = match head.as_str() {
            "PatientID" | "ECOG" => Arc::new(texts().map(|text| text.parse().ok()).collect::<Int64Array>()),
            "LabValue" => Arc::new(texts().map(|text| text.parse().ok()).collect::<Float64Array>()),
            date if date.ends_with("Date") => Arc::new(
                texts()
                    .map(|text| Day::parse_iso(text).map(|day| day.0))
                    .collect::<Date32Array>(),
            ),
            _ => Arc::new(texts().map(Some).collect::<StringArray>()),
        };
        (head.as_str(), column)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(to).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}
