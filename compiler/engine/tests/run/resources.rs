//! Memory and disk.

use crate::support::data::many_patients;
use crate::support::plan::lung;
use crate::support::{options, run_csv};
use kohort_engine::{EnvironmentFault, RunError, RunOptions, run_blocking};
use std::fs;
use tempfile::TempDir;

#[test]
fn little_memory_means_sorting_on_disk_and_the_same_result() {
    let data = many_patients(6000);
    let expected = run_csv(&lung(), &data).unwrap();
    let folder = TempDir::new().unwrap();
    let spill = TempDir::new().unwrap();
    data.write_csv(folder.path(), ',');
    for (threads, limit) in [(1, 1 << 20), (2, 2 << 20), (7, 8 << 20)] {
        let options = RunOptions {
            threads,
            memory_limit: Some(limit),
            spill: Some(spill.path().to_owned()),
            ..options(folder.path())
        };
        assert_eq!(run_blocking(&lung(), &options).unwrap(), expected);
        assert_eq!(
            fs::read_dir(spill.path()).unwrap().count(),
            0,
            "something was left behind"
        );
    }
}

#[test]
fn a_folder_for_sorting_that_is_not_there_is_named() {
    let folder = TempDir::new().unwrap();
    many_patients(3).write_csv(folder.path(), ',');
    let options = RunOptions {
        spill: Some(folder.path().join("missing")),
        ..options(folder.path())
    };
    let error = run_blocking(&lung(), &options).unwrap_err();
    assert!(
        matches!(error, RunError::Environment(EnvironmentFault::Spill { .. })),
        "{error:?}"
    );
}
