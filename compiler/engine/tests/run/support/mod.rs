//! What the tests share: a plan, data for it, and runs.

pub mod data;
pub mod parquet;
pub mod plan;
pub mod tables;

use data::{Data, Table};
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_plan::algebra::ScanOrigin;
use kohort_semantics::source::{Reading, TableFile, TableFormat};
use std::path::Path;
use tempfile::TempDir;

/// Options for small runs over a folder.
pub fn options(folder: &Path) -> RunOptions {
    RunOptions {
        threads: 2,
        ..RunOptions::new(folder)
    }
}

/// Writes the data as CSV with a delimiter and runs the plan over it.
pub fn run_csv(plan: &Plan, data: &Data) -> Result<Results, RunError> {
    let folder = TempDir::new().unwrap();
    data.write_csv(folder.path(), ',');
    run_blocking(plan, &options(folder.path()))
}

/// The faults of a run over CSV, as a person reads them.
pub fn faults(plan: &Plan, data: &Data) -> String {
    faults_of(run_csv(plan, data))
}

/// The faults of a run, as a person reads them.
pub fn faults_of(results: Result<Results, RunError>) -> String {
    match results {
        Err(error @ RunError::Data(_)) => error.to_string(),
        other => panic!("not faults of data: {other:?}"),
    }
}

/// A plan over Parquet files instead of CSV files.
pub fn over_parquet(mut plan: Plan) -> Plan {
    for file in files_of(&mut plan) {
        file.format = TableFormat::Parquet;
        file.path = file.path.replace(".csv", ".parquet");
    }
    plan
}

/// All files of a plan whose tables are files.
pub fn files_of(plan: &mut Plan) -> Vec<&mut TableFile> {
    let scans = plan.scans.iter_mut().map(|scan| &mut scan.origin);
    let origins = scans.chain(plan.opt_outs.iter_mut().map(|scan| &mut scan.origin));
    origins
        .flat_map(|origin| match origin {
            ScanOrigin::Files(files) => files.iter_mut(),
            other => panic!("no file: {other:?}"),
        })
        .collect()
}

/// How the first part of a stream reads a column.
pub fn reading_of(plan: &mut Plan, stream: usize, column: usize) -> &mut Reading {
    plan.streams[stream].parts[0].readings[column].as_mut().unwrap()
}

/// A table of the data, for changing it.
pub fn table<'a>(data: &'a mut Data, name: &str) -> &'a mut Table {
    data.tables.iter_mut().find(|table| table.name == name).unwrap()
}
