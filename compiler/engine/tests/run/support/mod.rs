//! What the tests share: a plan, data for it, and runs.

pub mod data;
pub mod parquet;
pub mod plan;
pub mod tables;

use data::{Data, Table};
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::source::TableFormat;
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
    for (format, file) in plan
        .scans
        .iter_mut()
        .map(|scan| (&mut scan.format, &mut scan.file))
        .chain(
            plan.opt_outs
                .iter_mut()
                .map(|scan| (&mut scan.format, &mut scan.file)),
        )
    {
        *format = TableFormat::Parquet;
        *file = file.replace(".csv", ".parquet");
    }
    plan
}

/// A table of the data, for changing it.
pub fn table<'a>(data: &'a mut Data, name: &str) -> &'a mut Table {
    data.tables.iter_mut().find(|table| table.name == name).unwrap()
}
