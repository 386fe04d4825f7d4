//! A study on a source and the files it reads: what is measured.

use kohort_engine::prepared::{is_prepared, source_hash};
use kohort_engine::{CohortResult, RunOptions, run_blocking, scan_blocking};
use kohort_plan::{Plan, bind::bind, rules::optimise};
use kohort_semantics::{Source, Study};
use std::error::Error;
use std::path::Path;

pub(crate) struct Subject {
    plan: Plan,
    options: RunOptions,
}

impl Subject {
    pub(crate) fn new(study: &Study, source: &Source, data: &Path) -> Result<Self, Box<dyn Error>> {
        let mut options = RunOptions::new(data);
        if is_prepared(data) {
            options.source_hash = Some(source_hash(&study.model, source)?);
        }
        Ok(Self {
            plan: optimise(bind(study, source)?)?,
            options,
        })
    }

    /// Reads every column that the plan reads, and nothing else; the number of rows.
    pub(crate) fn scan(&self) -> Result<u64, Box<dyn Error>> {
        Ok(scan_blocking(&self.plan, &self.options)?)
    }

    /// Runs the study.
    pub(crate) fn run(&self) -> Result<Vec<CohortResult>, Box<dyn Error>> {
        Ok(run_blocking(&self.plan, &self.options)?.cohorts)
    }
}
