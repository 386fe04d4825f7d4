//! `kohort synth` from the outside: the committed data are what it writes today, its two forms hold the same rows, and the
//! examples give the same counts on the four countries' tables.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod terminal;

use datafusion::arrow::array::{Array, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use encoding_rs::{SHIFT_JIS, UTF_8};
use kohort::Exit;
use kohort_engine::{CohortResult, RunOptions, run_blocking};
use kohort_plan::{bind::bind, rules::optimise};
use kohort_synth::national::writers;
use kohort_synth::rows::{TableLayout, TextEncoding};
use kohort_tests::projects::{Project, repository, shipped};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use terminal::Outcome;

/// Runs a command line, as a README shows it, in a folder.
fn ended(folder: &Path, line: &str) -> Outcome {
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    terminal::kohort(folder, &words)
}

/// Runs a command line that succeeds; what it said.
#[track_caller]
fn kohort(folder: &Path, line: &str) -> String {
    ended(folder, line).ends(Exit::Fine).out
}

/// All files below a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        found.insert(name, fs::read(path).unwrap());
    }
    found
}

/// The command that stands in the README of the committed data.
fn documented() -> String {
    let readme = fs::read_to_string(repository().join("examples/data/README.md")).unwrap();
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("cargo run -- synth "))
        .expect("the README shows the command");
    format!("kohort synth {line}")
}

#[test]
fn the_committed_data_are_what_the_command_writes_today() {
    let place = tempfile::tempdir().unwrap();
    let line = documented();
    let folder = "--out examples/data";
    assert!(line.contains(folder), "{line}");
    kohort(place.path(), &line);
    let mut size = 0;
    for writer in writers() {
        let committed = files(&repository().join("examples/data").join(writer.source()));
        let written = files(&place.path().join("examples/data").join(writer.source()));
        assert_eq!(
            committed.keys().collect::<Vec<_>>(),
            written.keys().collect::<Vec<_>>(),
            "{}",
            writer.source()
        );
        for (name, bytes) in &written {
            assert!(
                committed[name] == *bytes,
                "examples/data/{}/{name} differs; remove the four folders and run the command of \
                 examples/data/README.md",
                writer.source()
            );
            size += bytes.len();
        }
    }
    assert!(size < 5_000_000, "{size} bytes");
}

/// The cells of a text file, row after row.
fn text_cells(layout: &TableLayout, path: &Path) -> Vec<Vec<String>> {
    let bytes = fs::read(path).unwrap();
    let encoding = match layout.encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Cp932 => SHIFT_JIS,
    };
    let (text, _, wrong) = encoding.decode(&bytes);
    assert!(!wrong, "{}", path.display());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(layout.delimiter)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    if layout.header {
        assert_eq!(rows.remove(0), layout.columns, "{}", path.display());
    }
    rows
}

/// The cells of a Parquet file; a missing one is an empty text.
fn parquet_cells(layout: &TableLayout, path: &Path) -> Vec<Vec<String>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> = builder
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert_eq!(names, layout.columns, "{}", path.display());
    let mut rows = Vec::new();
    for batch in builder.build().unwrap() {
        let batch = batch.unwrap();
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|column| cast(column, &DataType::Utf8).unwrap())
            .collect();
        let texts: Vec<&StringArray> = columns
            .iter()
            .map(|column| column.as_any().downcast_ref().unwrap())
            .collect();
        for row in 0..batch.num_rows() {
            let cell = |column: &&StringArray| match column.is_null(row) {
                true => String::new(),
                false => column.value(row).to_owned(),
            };
            rows.push(texts.iter().map(cell).collect());
        }
    }
    rows
}

#[test]
fn both_forms_hold_the_same_rows() {
    let place = tempfile::tempdir().unwrap();
    for form in ["csv", "parquet"] {
        let line = format!("kohort synth --patients 60 --seed 9 --realistic --format {form} --out {form}");
        kohort(place.path(), &line);
    }
    let mut rows = 0;
    for writer in writers() {
        for layout in writer.tables() {
            let below = |form: &str| place.path().join(form).join(writer.source());
            let text = text_cells(layout, &below("csv").join(layout.file));
            let columns = parquet_cells(layout, &below("parquet").join(format!("{}.parquet", layout.name)));
            assert!(text == columns, "{} {}", writer.source(), layout.name);
            rows += text.len();
        }
    }
    assert!(rows > 10_000, "{rows} rows");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("data"), "no folder").unwrap();
    let Outcome { exit, err, .. } = ended(place.path(), "kohort synth --patients 3 --out data/more");
    assert_eq!(exit, Exit::Environment);
    assert!(
        err.contains("data/more") && err.contains("cannot be written"),
        "{err}"
    );
    assert_eq!(fs::read(place.path().join("data")).unwrap(), b"no folder");
}

#[test]
fn the_command_in_a_folder_makes_it_again() {
    let place = tempfile::tempdir().unwrap();
    let line =
        "kohort synth --patients 20 --seed 3 --cancer lung --brief --realistic --source uk --out first";
    kohort(place.path(), line);
    let readme = fs::read_to_string(place.path().join("first/uk/README.md")).unwrap();
    let command = readme
        .lines()
        .find_map(|line| line.strip_prefix("    "))
        .expect("the README shows the command");
    kohort(place.path(), &command.replace("--out FOLDER", "--out second"));
    assert_eq!(
        files(&place.path().join("first/uk")),
        files(&place.path().join("second/uk"))
    );
    assert!(
        readme.contains("few of the doses, measurements and visits"),
        "{readme}"
    );
}

/// Of a study, for each country the attrition of all cohorts on the committed data.
fn attritions(project: &Project) -> Vec<(String, Vec<CohortResult>)> {
    let known: Vec<&str> = writers().iter().map(|writer| writer.source()).collect();
    let sources = project.sources.iter();
    sources
        .filter(|source| known.contains(&source.name.as_str()))
        .map(|source| {
            let plan = optimise(bind(&project.study, source).unwrap()).unwrap();
            let data = repository().join("examples/data").join(&source.name);
            let results = run_blocking(&plan, &RunOptions::new(data));
            let results = results.unwrap_or_else(|error| panic!("{}: {error}", source.name));
            (source.name.clone(), results.cohorts)
        })
        .collect()
}

/// Attritions without what a criterion alone would remove. That counts people whom another criterion removes anyway, and of
/// these a country may know less: the datamart of the United States has one day of spread for each person, and so no further
/// spread of who had metastases at diagnosis.
fn left(cohorts: &[CohortResult]) -> Vec<CohortResult> {
    let mut cohorts = cohorts.to_vec();
    let steps = cohorts.iter_mut().flat_map(|cohort| &mut cohort.steps);
    steps.for_each(|step| step.alone = None);
    cohorts
}

#[test]
fn the_examples_say_the_same_of_all_countries_and_no_cohort_is_empty() {
    let mut studies = 0;
    for project in shipped().unwrap() {
        let attritions = attritions(&project);
        let Some((first, expected)) = attritions.first() else {
            continue;
        };
        assert_eq!(attritions.len(), writers().len(), "{}", project.name);
        for (source, cohorts) in &attritions {
            assert!(
                left(cohorts) == left(expected),
                "{}: {source} differs from {first}",
                project.name
            );
        }
        for cohort in expected {
            let left = cohort.steps.last().map_or(0, |step| step.after);
            assert!(left > 0, "{}: nobody is in {}", project.name, cohort.name);
        }
        studies += 1;
    }
    assert_eq!(studies, 4);
}
