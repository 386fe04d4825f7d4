//! The steps of a run that are nodes of our own in DataFusion's plans, and how they are planned: looking up rows of other
//! tables, decoding, and the patient pass.
//!
//! Everything between and around them is DataFusion's: the scans, the repartitioning and sorting by patient that it
//! inserts where a node requires it, and the sums. Invariants: a logical node is plain data; a physical node is stateless
//! between patients, so that patients may be divided among any number of partitions.

pub mod decode_exec;
pub(crate) mod join_key;
pub mod logical;
pub(crate) mod lookup;
mod lookup_exec;
mod merge;
pub mod pass_exec;
pub mod planner;
pub(crate) mod support;

use crate::decode::opt_out::OptedOut;
use crate::fault::FaultLog;
use crate::options::{Observer, Progress};
use crate::pass::assemble::Assemble;
use crate::pass::evaluate::Evaluator;
use crate::pass::witness::Witness;
use kohort_plan::Plan;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the nodes of one run share beside the data.
#[derive(Debug)]
pub struct RunContext {
    pub(crate) plan: Arc<Plan>,
    pub(crate) log: Arc<FaultLog>,
    pub(crate) opted_out: Arc<OptedOut>,
    pub(crate) evaluator: Arc<Evaluator>,
    pub(crate) assembly: Arc<dyn Assemble>,
    pub(crate) watch: Arc<Watch>,
    /// Sees what becomes of each patient; only counts of it leave the engine.
    pub(crate) witness: Option<Arc<dyn Witness>>,
    /// After how many rows of whole patients they are evaluated.
    pub(crate) rows_at_once: usize,
}

/// Counts how far the run is and tells the caller.
#[derive(Default)]
pub struct Watch {
    rows: AtomicU64,
    patients: AtomicU64,
    observer: Option<Observer>,
}

impl Watch {
    pub(crate) fn new(observer: Option<Observer>) -> Self {
        Self {
            observer,
            ..Self::default()
        }
    }

    pub(crate) fn advance(&self, rows: usize, patients: usize) {
        let rows = self.rows.fetch_add(rows as u64, Ordering::Relaxed) + rows as u64;
        let patients = self.patients.fetch_add(patients as u64, Ordering::Relaxed) + patients as u64;
        if let Some(observer) = &self.observer {
            observer(Progress { rows, patients });
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
