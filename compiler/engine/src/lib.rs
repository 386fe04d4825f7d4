//! The engine: runs a [`kohort_plan::Plan`] over a source's files and returns counts.
//!
//! The way of the data is [`read`] (files to raw columns) → [`decode`] (raw columns to typed columns, with the faults of
//! the data) → hash partition and sort by patient (DataFusion) → [`pass`] (all operators over whole patients) → sums of
//! counts (DataFusion) → [`Results`]. [`node`] makes DataFusion nodes of the two steps that are ours.
//!
//! Invariants: results and faults do not depend on threads, partitions, batches, the order of rows or the form of the
//! files; no row of a patient leaves [`run`], only counts; an error of DataFusion never reaches the caller as text,
//! since it may quote data. This is the only crate that names DataFusion and Arrow.

mod content;
pub mod decode;
pub mod describe;
mod error;
pub mod fault;
mod moves;
pub mod node;
mod options;
pub mod pass;
pub mod prepare;
pub mod prepared;
mod quality;
pub mod read;
mod results;
mod run;
mod scan;
mod session;
mod spill;
pub mod units;
pub mod write;

pub use content::{Content, content};
pub use error::{EnvironmentFault, RunError};
pub use fault::DataFault;
pub use moves::{MovesError, Side, moves, moves_blocking};
pub use options::{MEMORY, Observer, Progress, RunOptions};
pub use results::{CohortResult, FREQUENT, Quality, Results, Step, StepKind, UnnamedDrugs};
pub use run::{run, run_blocking};
pub use scan::{scan, scan_blocking};
