//! Something that sees what becomes of each patient while a plan runs.
//!
//! Invariant: only this crate has witnesses, and what they tell outside it are counts.

use super::evaluate::BatchOutcome;
use kohort_plan::Plan;
use std::fmt;

/// Sees whole patients, in batches that come in any order and from several threads. Each patient comes once.
pub(crate) trait Witness: fmt::Debug + Send + Sync {
    /// The keys of a batch's patients, and what their evaluation found.
    fn see(&self, plan: &Plan, keys: Vec<String>, outcome: &BatchOutcome);
}
