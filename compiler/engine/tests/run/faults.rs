//! Every fault of data, as a person reads it.

use crate::support::data::{Data, five_patients};
use crate::support::plan::{Builder, lung};
use crate::support::tables::{conversion, reading};
use crate::support::{faults, faults_of, files_of, options, reading_of, table};
use kohort_engine::{EnvironmentFault, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::source::{Decode, UnitSpec};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The faults of the five patients' files with some of them changed.
fn faults_with(change: impl Fn(&Path)) -> String {
    let folder = TempDir::new().unwrap();
    five_patients().write_csv(folder.path(), ',');
    change(folder.path());
    faults_of(run_blocking(&lung(), &options(folder.path())))
}

fn append(folder: &Path, file: &str, bytes: &[u8]) {
    let path = folder.join(file);
    let mut content = fs::read(&path).unwrap();
    content.extend_from_slice(bytes);
    fs::write(path, content).unwrap();
}

fn changed(change: impl Fn(&mut Data)) -> Data {
    let mut data = five_patients();
    change(&mut data);
    data
}

#[test]
fn files_that_are_not_there_are_named_together() {
    insta::assert_snapshot!(faults_with(|folder| {
        fs::rename(folder.join("lab.csv"), folder.join("labs.csv")).unwrap();
        fs::remove_file(folder.join("consent.csv")).unwrap();
        fs::remove_file(folder.join("patients.csv")).unwrap();
        fs::create_dir(folder.join("patients.csv")).unwrap();
    }));
}

#[test]
fn columns_that_are_not_there_are_named_together() {
    let data = changed(|data| {
        table(data, "patients").rename("birth_date", "date_birth");
        table(data, "lab").rename("unit", "Unit");
        table(data, "lab").rename("test", "xyz");
        table(data, "events").columns = vec!["pid", "kind", "start", "end", "end", "ecog"];
        table(data, "consent").columns = vec!["patient_id;status", "x"];
        table(data, "consent").rows.clear();
    });
    insta::assert_snapshot!(faults(&lung(), &data));
}

#[test]
fn the_wrong_delimiter_is_suspected() {
    insta::assert_snapshot!(faults_with(|folder| {
        fs::write(folder.join("consent.csv"), "patient_id;status\np1;1\n").unwrap();
    }));
}

#[test]
fn a_file_that_is_not_utf8() {
    insta::assert_snapshot!(faults_with(|folder| {
        // 男 in Shift JIS, in a column that nothing reads, and a character that the end of the file cuts.
        append(folder, "lab.csv", b"p1,2020-01-01,HB,12,\x92\x6a\n");
        append(
            folder,
            "patients.csv",
            "p6,1950-01-01,\u{7537}".as_bytes().split_last().unwrap().1,
        );
        fs::write(folder.join("consent.csv"), b"patient_id,\xffstatus\n").unwrap();
    }));
}

#[test]
fn a_file_that_is_not_utf8_beyond_the_header() {
    insta::assert_snapshot!(faults_with(|folder| {
        append(
            folder,
            "lab.csv",
            b"p1,2020-01-01,HB,12,\x92\x6a\np2,2020-99-99,HB,x,\n",
        );
        append(
            folder,
            "patients.csv",
            "p6,1950-01-01,\u{7537}".as_bytes().split_last().unwrap().1,
        );
    }));
}

#[test]
fn empty_files() {
    insta::assert_snapshot!(faults_with(|folder| {
        fs::write(folder.join("lab.csv"), "").unwrap();
        fs::write(folder.join("patients.csv"), "\n\n").unwrap();
        fs::write(folder.join("consent.csv"), "\u{feff}").unwrap();
    }));
}

#[test]
fn rows_with_another_number_of_fields() {
    insta::assert_snapshot!(faults_with(|folder| {
        append(
            folder,
            "lab.csv",
            b"p1,2020-01-01,HB,1,5,g/dL\np1,2020-01-01,HB\n\np2,x\n,\n",
        );
        append(folder, "patients.csv", b"p6,1950-0");
    }));
}

#[test]
fn a_quotation_mark_that_is_never_closed() {
    insta::assert_snapshot!(faults_with(|folder| {
        append(
            folder,
            "lab.csv",
            b"p1,2020-01-01,HB,12,\"g/dL\np2,2020-01-01,HB,12,g/dL\n",
        );
    }));
}

#[test]
fn values_that_cannot_be_read_are_named_together() {
    let data = changed(|data| {
        for date in ["31.12.2020", "2020-02-30", "2020-1-1", "0000-00-00", "9999-99-99"] {
            table(data, "lab").push(&["p1", date, "HB", "12", "g/dL"]);
        }
        for value in [
            "<3",
            "1,5",
            "++",
            "1e39",
            "0.123456789012345678901234567890123456789",
            &"9".repeat(50),
        ] {
            table(data, "lab").push(&["p1", "2020-01-01", "HB", value, "g/dL"]);
        }
        for unit in ["mg/dL", "G/DL", "", "mmol/L\u{202e}"] {
            table(data, "lab").push(&["p1", "2020-01-01", "HB", "12", unit]);
        }
        table(data, "patients").push(&["p6", "1950-01-01", "D"]);
        table(data, "events").push(&["p1", "D", "2020-01-01", "", "34.1", ""]);
        table(data, "events").push(&["p1", "D", "2020-01-01", "", "C34.1/x", ""]);
    });
    insta::assert_snapshot!(faults(&lung(), &data));
}

#[test]
fn kinds_of_columns_have_words_of_their_own() {
    let mut plan = lung();
    *reading_of(&mut plan, 3, 2) = reading("ecog", Decode::Integer);
    let data = changed(|data| table(data, "events").push(&["p1", "S", "2020-01-01", "", "", "1.5"]));
    insta::assert_snapshot!("whole_numbers", faults(&plan, &data));

    let truth = BTreeMap::from([("ja".to_owned(), true), ("nein".to_owned(), false)]);
    *reading_of(&mut plan, 3, 2) = reading("ecog", Decode::Boolean(truth));
    plan.streams[3].columns[2].ty = kohort_plan::algebra::ValueType::Boolean;
    insta::assert_snapshot!("listed_texts", faults(&plan, &data));
}

#[test]
fn patients_listed_twice_and_rows_of_nobody() {
    let data = changed(|data| {
        for _ in 0..3 {
            table(data, "patients").push(&["p1", "1950-03-01", "F"]);
        }
        table(data, "patients").push(&[" p2 ", "1960-07-15", "M"]);
        table(data, "lab").push(&["", "not looked at", "HB", "not looked at", ""]);
        table(data, "lab").push(&["\u{3000}", "2020-01-01", "HB", "1", "g/dL"]);
        table(data, "events").push(&[" ", "D", "2020-01-01", "", "C34", ""]);
        table(data, "events").push(&["", "X", "", "", "", ""]);
        table(data, "consent").push(&["", "2"]);
        table(data, "consent").push(&["", "1"]);
    });
    insta::assert_snapshot!(faults(&lung(), &data));
}

#[test]
fn a_second_record_where_the_model_has_one() {
    let mut plan = lung();
    plan.streams[3].single = true;
    insta::assert_snapshot!(faults(&plan, &five_patients()));
}

#[test]
fn patient_keys_are_never_shown() {
    let mut plan = lung();
    reading_of(&mut plan, 0, 1).column = "patient_id".into();
    let found = faults(&plan, &five_patients());
    assert!(!found.contains("p1"), "{found}");
    insta::assert_snapshot!(found);
}

#[test]
fn what_the_source_declares_missing_is_counted_and_no_fault() {
    let mut plan = lung();
    for stream in &mut plan.streams {
        for reading in stream.parts[0].readings.iter_mut().flatten() {
            reading.otherwise_missing = true;
        }
    }
    let data = changed(|data| {
        table(data, "lab").push(&["p1", "31.12.2020", "HB", "++", "stones"]);
        table(data, "lab").push(&["p1", "2020-12-31", "HB", "12", "stones"]);
        table(data, "lab").push(&["p1", "2020-12-31", "OTHER", "++", "stones"]);
        table(data, "patients").push(&["p6", "?", "?"]);
    });
    let results = crate::support::run_csv(&plan, &data).unwrap();
    let counted: Vec<String> = results
        .quality
        .made_missing
        .iter()
        .map(|(table, column, count)| format!("{table}.{column} {count}"))
        .collect();
    assert_eq!(
        counted,
        [
            "patients.birth_date 1",
            "patients.sex 1",
            "lab.test_date 1",
            "lab.test 2",
            "lab.result 2",
            "events.start 0",
            "events.code 0",
            "events.start 0",
            "events.end 0",
            "events.ecog 1"
        ]
    );
}

#[test]
fn values_of_analytes_without_a_unit_are_not_looked_at() {
    let by_analyte = BTreeMap::from([(
        "std.haemoglobin".to_owned(),
        ("g/L".to_owned(), conversion(1, 10)),
    )]);
    let mut plan = lung();
    *reading_of(&mut plan, 1, 2) = reading("result", Decode::Quantity(UnitSpec::ByAnalyte(by_analyte)));
    let data = changed(|data| {
        table(data, "lab").rows.retain(|row| row[4] != "g/dL");
        table(data, "lab").push(&["p1", "2020-12-31", "CREA", "++", ""]);
        table(data, "lab").push(&["p1", "2020-12-31", "", "++", ""]);
    });
    assert!(crate::support::run_csv(&plan, &data).is_ok());
    let data = changed(|data| table(data, "lab").push(&["p1", "2020-12-31", "HB", "++", ""]));
    insta::assert_snapshot!(faults(&plan, &data));
}

#[test]
fn nothing_outside_the_data_folder_is_read() {
    let folder = TempDir::new().unwrap();
    five_patients().write_csv(folder.path(), ',');
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let run = |file: &str| {
        let mut plan: Plan = lung();
        plan.scans.truncate(1);
        files_of(&mut plan)[0].path = file.into();
        plan.streams.truncate(1);
        plan.opt_outs.clear();
        plan.graph.clear();
        plan.cohorts.clear();
        plan.definitions.clear();
        faults_of(run_blocking(&Builder(plan).0, &options(&inner)))
    };
    let absolute = folder.path().join("patients.csv").display().to_string();
    let mut found = vec![
        run("../patients.csv"),
        run(&absolute).replace(&absolute, "/absolute/patients.csv"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("patients.csv"), inner.join("link.csv")).unwrap();
        found.push(run("link.csv"));
    }
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn a_data_folder_that_is_not_there_is_no_fault_of_data() {
    let folder = TempDir::new().unwrap();
    let missing = run_blocking(&lung(), &RunOptions::new(folder.path().join("missing")));
    assert!(
        matches!(
            missing,
            Err(RunError::Environment(EnvironmentFault::DataFolder { .. }))
        ),
        "{missing:?}"
    );
}
