//! Nothing but the data matters.

use crate::attrition::shown;
use crate::support::data::{Data, many_patients};
use crate::support::parquet::write_typed;
use crate::support::plan::lung;
use crate::support::{faults_of, options, over_parquet, table};
use datafusion::parquet::basic::Compression;
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use std::path::Path;
use tempfile::TempDir;

const WAYS: [(usize, Option<usize>); 6] = [
    (1, None),
    (2, None),
    (7, None),
    (1, Some(1)),
    (7, Some(7)),
    (2, Some(8192)),
];

fn csv(data: &Data, threads: usize, batch_size: Option<usize>) -> Result<Results, RunError> {
    let folder = TempDir::new().unwrap();
    data.write_csv(folder.path(), ',');
    run_blocking(
        &lung(),
        &RunOptions {
            threads,
            batch_size,
            ..options(folder.path())
        },
    )
}

fn parquet(
    data: &Data,
    folder: &Path,
    threads: usize,
    batch_size: Option<usize>,
) -> Result<Results, RunError> {
    write_typed(data, folder, Compression::SNAPPY, 50);
    run_blocking(
        &over_parquet(lung()),
        &RunOptions {
            threads,
            batch_size,
            ..options(folder)
        },
    )
}

#[test]
fn results_depend_on_the_data_only() {
    let data = many_patients(300);
    let expected = csv(&data, 1, None).unwrap();
    insta::assert_snapshot!(shown(&expected));
    for (turn, (threads, batch_size)) in WAYS.into_iter().enumerate() {
        let shuffled = data.shuffled(turn as u64);
        assert_eq!(
            csv(&shuffled, threads, batch_size).unwrap(),
            expected,
            "{threads} {batch_size:?}"
        );
        let folder = TempDir::new().unwrap();
        assert_eq!(
            parquet(&shuffled, folder.path(), threads, batch_size).unwrap(),
            expected,
            "{threads} {batch_size:?}"
        );
    }
}

#[test]
fn faults_depend_on_the_data_only() {
    let mut data = many_patients(200);
    for (number, text) in ["low", "++", "1,5", "<3", "n/a", "hämolytisch"]
        .iter()
        .cycle()
        .take(60)
        .enumerate()
    {
        table(&mut data, "lab").push(&[&format!("patient-{number}"), "2020-01-01", "HB", text, "g/dL"]);
        table(&mut data, "lab").push(&[
            &format!("patient-{number}"),
            "2020-01-01",
            "HB",
            "1",
            &format!("stone {}", number % 7),
        ]);
    }
    let first = data.tables[0].rows[..20].to_vec();
    table(&mut data, "patients").rows.extend(first);
    let expected = faults_of(csv(&data, 1, None));
    insta::assert_snapshot!(expected);
    for (turn, (threads, batch_size)) in WAYS.into_iter().enumerate() {
        let shuffled = data.shuffled(turn as u64);
        assert_eq!(
            faults_of(csv(&shuffled, threads, batch_size)),
            expected,
            "{threads} {batch_size:?}"
        );
        let folder = TempDir::new().unwrap();
        let found = faults_of(parquet(&shuffled, folder.path(), threads, batch_size));
        assert_eq!(
            found.replace(".parquet", ".csv"),
            expected,
            "{threads} {batch_size:?}"
        );
    }
}
