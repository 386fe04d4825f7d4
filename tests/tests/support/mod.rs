//! Running a study on the engine, for comparison with the oracle.

use kohort_engine::{RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::{Source, Study};
use kohort_tests::generate::{as_text, files, write};
use kohort_tests::oracle::Tables;
use std::fs;

/// How a run is carried out; nothing of it may change a result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) threads: usize,
    pub(crate) batch_size: Option<usize>,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            threads: 2,
            batch_size: None,
        }
    }
}

/// The plan of a study on a source whose files are text.
pub(crate) fn plan(study: &Study, source: &Source, optimised: bool) -> Result<Plan, String> {
    let plan = kohort_plan::bind::bind(study, &as_text(source)).map_err(|error| error.to_string())?;
    if optimised {
        kohort_plan::rules::optimise(plan).map_err(|error| error.to_string())
    } else {
        Ok(plan)
    }
}

/// Writes the tables into a folder of their own and runs a plan over them.
pub(crate) fn run(
    plan: &Plan,
    source: &Source,
    tables: &Tables,
    how: Run,
) -> Result<kohort_engine::Results, RunError> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // Runs that go on at the same time sort in folders of their own.
    let spill = folder.path().join("spill");
    fs::create_dir(&spill).expect("the folder is new");
    write(&files(&as_text(source), tables), folder.path()).expect("the tables can be written");
    let options = RunOptions {
        threads: how.threads,
        batch_size: how.batch_size,
        spill: Some(spill),
        ..RunOptions::new(folder.path())
    };
    run_blocking(plan, &options)
}
