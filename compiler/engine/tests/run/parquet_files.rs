//! Parquet: physical types, codecs and damage.

use crate::support::data::{Data, Table, five_patients};
use crate::support::parquet::{Type, array, batch, write, write_typed};
use crate::support::plan::{Builder, lung, rows};
use crate::support::tables::{LAB, PATIENT, conversion};
use crate::support::{faults_of, options, over_parquet, reading_of, run_csv};
use datafusion::arrow::array::{ArrayRef, BinaryArray, ListArray, RecordBatch, TimestampMillisecondArray};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_plan::algebra::{IndexPlan, NodeId, Operator, Space, ValueType};
use kohort_semantics::source::{Decode, UnitSpec};
use kohort_semantics::study::Compare;
use kohort_semantics::value::{Number, Value};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

fn run(plan: &Plan, folder: &Path) -> Result<Results, RunError> {
    run_blocking(plan, &options(folder))
}

#[test]
fn every_codec_gives_what_csv_gives() {
    let expected = run_csv(&lung(), &five_patients()).unwrap();
    for codec in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::BROTLI(BrotliLevel::default()),
    ] {
        let folder = TempDir::new().unwrap();
        write_typed(&five_patients(), folder.path(), codec, 3);
        assert_eq!(
            run(&over_parquet(lung()), folder.path()).unwrap(),
            expected,
            "{codec:?}"
        );
    }
}

/// How many laboratory values equal a number exactly, if the column is of this type.
fn equal_to(number: &str, cells: &[&str], ty: Type, unknown: &[&str]) -> Result<u64, RunError> {
    let mut plan = over_parquet(lung());
    plan.graph.clear();
    plan.definitions.clear();
    plan.cohorts.truncate(1);
    plan.cohorts[0].criteria.clear();
    plan.streams[LAB.0 as usize].columns[2].analyte = None;
    let reading = reading_of(&mut plan, LAB.0 as usize, 2);
    reading.decode = Decode::Quantity(UnitSpec::Fixed("g/dL".into(), conversion(1, 1)));
    reading.unknown = unknown.iter().map(|text| (*text).to_owned()).collect();
    let mut build = Builder(plan);
    let labs = rows(None, LAB);
    let (date, value) = (build.column(LAB, 0), build.column(LAB, 2));
    let wanted = build.number(number);
    let equal = build.compare(Compare::Eq, value, wanted, labs);
    let select = Operator::Select {
        space: Space::Stream(LAB),
        base: None,
        filter: Some(equal),
        windows: Vec::new(),
    };
    let bag: NodeId = build.node(select, labs, ValueType::Boolean);
    build.0.cohorts[0].index = IndexPlan::Each { bag, date };

    let folder = TempDir::new().unwrap();
    write_typed(&five_patients(), folder.path(), Compression::SNAPPY, 100);
    let rows: Vec<[String; 5]> = (1..)
        .zip(cells)
        .map(|(day, cell)| {
            [
                "p1".into(),
                format!("2020-01-{day:02}"),
                "HB".into(),
                (*cell).into(),
                "g/dL".into(),
            ]
        })
        .collect();
    let mut lab = Table::new("lab", &["patient_id", "test_date", "test", "result", "unit"], &[]);
    rows.iter()
        .for_each(|row| lab.push(&row.each_ref().map(String::as_str)));
    write(
        &folder.path().join("lab.parquet"),
        &batch(&lab, &[("result", ty)]),
        Compression::SNAPPY,
        100,
    );
    run(&build.0, folder.path()).map(|results| results.cohorts[0].steps[1].after)
}

#[test]
fn numbers_of_every_type_are_exact() {
    for ty in [Type::Text, Type::View, Type::Dictionary, Type::Float] {
        let cells = [
            "0.9199999999999999",
            "0.92",
            "0.91999999999999993",
            "0.9200000000000000",
        ];
        // As a float, the third is the same as the first.
        let first = if matches!(ty, Type::Float) { 2 } else { 1 };
        assert_eq!(
            equal_to("0.9199999999999999", &cells, ty, &[]).unwrap(),
            first,
            "{ty:?}"
        );
        assert_eq!(equal_to("0.92", &cells, ty, &[]).unwrap(), 2, "{ty:?}");
    }
    assert_eq!(
        equal_to("0.1", &["0.1", "0.10000001"], Type::Float32, &[]).unwrap(),
        1
    );
    assert_eq!(
        equal_to("-0.5", &["-0.5", "0.5", "-0.50"], Type::Decimal(4), &[]).unwrap(),
        2
    );
    assert_eq!(
        equal_to(
            "9007199254740993",
            &["9007199254740993", "9007199254740992"],
            Type::Integer,
            &[]
        )
        .unwrap(),
        1
    );
    assert_eq!(
        equal_to("1e-10", &["1e-10", "0.0000000001"], Type::Float, &[]).unwrap(),
        2
    );
}

#[test]
fn a_number_may_mean_not_known_in_any_type() {
    for ty in [Type::Text, Type::Float, Type::Decimal(2), Type::Integer] {
        assert_eq!(
            equal_to("-99", &["-99", "99"], ty, &["-99"]).unwrap(),
            0,
            "{ty:?}"
        );
    }
    assert_eq!(equal_to("1", &["NaN", "1"], Type::Float, &["NaN"]).unwrap(), 1);
    insta::assert_snapshot!(
        equal_to("1", &["NaN", "inf", "1e300", "1"], Type::Float, &[])
            .unwrap_err()
            .to_string()
    );
}

#[test]
fn days_may_be_typed_and_sentinels_are_days() {
    let mut plan = over_parquet(lung());
    let reading = reading_of(&mut plan, PATIENT.0 as usize, 0);
    reading.unknown = vec!["9999-12-31".into()];
    let mut data = five_patients();
    data.tables[0].rows[0][1] = "9999-12-31".into();
    let folder = TempDir::new().unwrap();
    write_typed(&data, folder.path(), Compression::SNAPPY, 100);
    let results = run(&plan, folder.path()).unwrap();
    let adult = &results.cohorts[0].steps[2];
    assert_eq!((adult.name.as_str(), adult.unknown), ("adult", 1));
}

#[test]
fn types_without_one_meaning_are_refused_together() {
    let folder = TempDir::new().unwrap();
    let data = five_patients();
    write_typed(&data, folder.path(), Compression::SNAPPY, 100);
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>((0..7).map(|_| Some([Some(1)])));
    let lab: [(&str, ArrayRef); 5] = [
        ("patient_id", array(&[Some("1.5"); 7], Type::Float)),
        ("test_date", Arc::new(TimestampMillisecondArray::from(vec![0; 7]))),
        (
            "test",
            Arc::new(BinaryArray::from(vec![Some(b"HB".as_slice()); 7])),
        ),
        ("result", Arc::new(lists)),
        ("unit", array(&[Some("g/dL"); 7], Type::Dictionary)),
    ];
    write(
        &folder.path().join("lab.parquet"),
        &RecordBatch::try_from_iter(lab).unwrap(),
        Compression::SNAPPY,
        100,
    );
    let events = batch(
        &data.tables[2],
        &[("code", Type::Float), ("start", Type::Boolean)],
    );
    write(
        &folder.path().join("events.parquet"),
        &events,
        Compression::SNAPPY,
        100,
    );
    insta::assert_snapshot!(faults_of(run(&over_parquet(lung()), folder.path())));
}

#[test]
fn files_that_are_no_parquet() {
    let folder = TempDir::new().unwrap();
    write_typed(&five_patients(), folder.path(), Compression::SNAPPY, 100);
    let lab = fs::read(folder.path().join("lab.parquet")).unwrap();
    fs::write(folder.path().join("lab.parquet"), &lab[..lab.len() - 9]).unwrap();
    fs::write(folder.path().join("patients.parquet"), "").unwrap();
    fs::write(folder.path().join("events.parquet"), "patient_id,kind\n").unwrap();
    let renamed = Table {
        columns: vec!["patient", "status"],
        ..five_patients().tables[3].clone()
    };
    write(
        &folder.path().join("consent.parquet"),
        &batch(&renamed, &[]),
        Compression::SNAPPY,
        100,
    );
    insta::assert_snapshot!(faults_of(run(&over_parquet(lung()), folder.path())));
}

/// Data whose lab table has several row groups of texts that do not compress to nothing.
fn larger() -> Data {
    crate::support::data::many_patients(400)
}

#[test]
fn damage_is_reported_alike_however_the_reading_is_divided() {
    let folder = TempDir::new().unwrap();
    let data = larger();
    write_typed(&data, folder.path(), Compression::ZSTD(ZstdLevel::default()), 500);
    let path = folder.path().join("lab.parquet");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let mut reports: Vec<String> = [(1, None), (2, None), (7, Some(7))]
        .into_iter()
        .map(|(threads, batch_size)| {
            faults_of(run_blocking(
                &over_parquet(lung()),
                &RunOptions {
                    threads,
                    batch_size,
                    ..options(folder.path())
                },
            ))
        })
        .collect();
    reports.dedup();
    insta::assert_snapshot!(reports.join("\n---\n"));
}

#[test]
fn damage_anywhere_is_a_fault_or_harmless_but_never_a_panic() {
    let folder = TempDir::new().unwrap();
    write_typed(&larger(), folder.path(), Compression::SNAPPY, 500);
    let path = folder.path().join("lab.parquet");
    let whole = fs::read(&path).unwrap();
    let plan = over_parquet(lung());
    for step in 0..60 {
        let mut bytes = whole.clone();
        let at = step * bytes.len() / 60;
        let end = (at + 3).min(bytes.len());
        bytes[at..end]
            .iter_mut()
            .for_each(|byte| *byte = byte.wrapping_add(101));
        if step % 3 == 0 {
            bytes.truncate(at);
        }
        fs::write(&path, bytes).unwrap();
        match run(&plan, folder.path()) {
            Ok(_) | Err(RunError::Data(_)) => {}
            Err(other) => panic!("damage at byte {at}: {other:?}"),
        }
    }
}

#[test]
fn a_study_can_compare_what_it_reads() {
    // The helpers above would also agree if nothing were ever equal.
    assert_eq!(equal_to("1", &["1", "2", "1.0"], Type::Text, &[]).unwrap(), 2);
    assert_eq!(
        Value::Number(Number::ONE),
        Value::Number(Number::parse_decimal("1.0").unwrap())
    );
}
