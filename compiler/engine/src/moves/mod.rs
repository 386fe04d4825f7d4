//! Who moves between two versions of a cohort: two plans run one after the other, people are recognised by their keys, and
//! what comes out are counts.
//!
//! The first run remembers where each person stands in the compared cohorts; the second compares person by person and
//! forgets. Invariant: where a person stands, and the person's key, never leave this module; the counts are exact, and
//! disclosure control, which decides what of them may be shown, is deliberately not here. Memory grows with the number of
//! people in the data, by a key and an entry for each cohort.

mod count;
mod standing;
mod witnesses;

use crate::error::RunError;
use crate::options::RunOptions;
use crate::run::{run_seen, threads};
use count::Counting;
use kohort_plan::Plan;
use kohort_plan::algebra::CohortIndex;
use kohort_semantics::moves::Moves;
use std::sync::Arc;
use witnesses::{Comparing, Remembering};

/// One of two versions: what is run, and on what.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its data, and how it is run.
    pub options: &'a RunOptions,
}

/// Why two versions cannot be compared.
#[derive(Debug)]
pub enum MovesError {
    /// The old version cannot be run.
    Old(RunError),
    /// The new version cannot be run.
    New(RunError),
}

/// Counts who moves between the old and the new version of some cohorts, in their order. Must be called from a Tokio
/// runtime of several threads.
///
/// # Errors
/// What keeps either version from giving results.
pub async fn moves(
    old: Side<'_>,
    new: Side<'_>,
    cohorts: &[(CohortIndex, CohortIndex)],
) -> Result<Vec<Moves>, MovesError> {
    let (before, after): (Vec<CohortIndex>, Vec<CohortIndex>) = cohorts.iter().copied().unzip();
    let remembering = Arc::new(Remembering::new(before));
    run_seen(old.plan, old.options, Some(remembering.clone()))
        .await
        .map_err(MovesError::Old)?;
    let counting = cohorts
        .iter()
        .map(|(before, after)| Counting::new((old.plan, *before), (new.plan, *after)));
    let comparing = Arc::new(Comparing::new(remembering.people(), after, counting.collect()));
    run_seen(new.plan, new.options, Some(comparing.clone()))
        .await
        .map_err(MovesError::New)?;
    Ok(comparing.counted())
}

/// [`moves`] on threads of its own, for callers without a runtime.
///
/// # Errors
/// What keeps either version from giving results.
pub fn moves_blocking(
    old: Side<'_>,
    new: Side<'_>,
    cohorts: &[(CohortIndex, CohortIndex)],
) -> Result<Vec<Moves>, MovesError> {
    let runtime = threads(old.options).map_err(|fault| MovesError::Old(RunError::Environment(fault)))?;
    runtime.block_on(moves(old, new, cohorts))
}
