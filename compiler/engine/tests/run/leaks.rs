//! No value of the data appears in anything that a run hands out, except the few examples of a fault.

use crate::support::data::five_patients;
use crate::support::parquet::write_typed;
use crate::support::plan::lung;
use crate::support::{options, over_parquet, run_csv, table};
use datafusion::parquet::basic::Compression;
use kohort_engine::{RunOptions, run_blocking};
use tempfile::TempDir;

const CANARY: &str = "CANARY-7f3a";

#[test]
fn keys_long_texts_and_columns_that_are_not_read_never_appear() {
    let mut data = five_patients();
    let key = format!("{CANARY}-key");
    table(&mut data, "patients").push(&[&key, "1950-01-01", "F"]);
    table(&mut data, "patients").push(&[&key, "1950-01-01", "F"]);
    table(&mut data, "events").columns.push("note");
    for row in &mut table(&mut data, "events").rows {
        row.push(format!("{CANARY}-note"));
    }
    let long = format!("{CANARY} {}", "text that may say anything about a patient");
    table(&mut data, "lab").push(&[&key, &long, "HB", &long, "g/dL"]);
    table(&mut data, "lab").push(&[&key, "2020-01-01", &long, "1", &long]);
    let error = run_csv(&lung(), &data).unwrap_err();
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("CANARY"), "{text}");
    }
}

#[test]
fn results_hold_no_patient() {
    let mut data = five_patients();
    table(&mut data, "patients").push(&[CANARY, "1950-01-01", "F"]);
    table(&mut data, "lab").push(&[CANARY, "2020-01-01", CANARY, CANARY, CANARY]);
    let results = run_csv(&lung(), &data).unwrap();
    assert!(!serde_json::to_string(&results).unwrap().contains("CANARY"));
}

#[test]
fn errors_of_the_environment_hold_no_value() {
    let mut data = crate::support::data::many_patients(2000);
    for row in &mut table(&mut data, "lab").rows {
        row[0] = format!("{CANARY}-{}", row[0]);
    }
    let folder = TempDir::new().unwrap();
    write_typed(&data, folder.path(), Compression::SNAPPY, 1000);
    let options = RunOptions {
        memory_limit: Some(10_000),
        ..options(folder.path())
    };
    let error = run_blocking(&over_parquet(lung()), &options).unwrap_err();
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("CANARY") && !text.contains("datafusion"), "{text}");
    }
    insta::assert_snapshot!(error.to_string());
}
