//! Everything that a pass counts.
//!
//! Invariant: counts of disjoint patients add up, so partitions are summed in any order. [`Counts::visit`] is the one
//! order of all counters; it follows from the plan alone.

use super::attrition::{self, CohortCounts};
use super::evaluate::BatchOutcome;
use super::tally::Rows;
use crate::node::logical::output_schema;
use arrow::array::types::{UInt32Type, UInt64Type};
use arrow::array::{AsArray, RecordBatch, StringArray, UInt32Array, UInt64Array};
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use kohort_plan::algebra::{NodeId, Operator};
use std::sync::Arc;

/// The column with the position of a counter.
pub const COUNTER: &str = "counter";
/// The column with the row of a tally; empty for a counter of its own.
pub const ROW: &str = "row";
/// The column with how much to add to it.
pub const COUNT: &str = "count";

/// The counts of some patients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The attrition of each cohort.
    pub cohorts: Vec<CohortCounts>,
    /// For each [`Operator::Select`]: records left aside.
    pub left_aside: Vec<u64>,
    /// For each [`Operator::Place`]: dates placed, and moved by a bound.
    pub placed: Vec<(u64, u64)>,
    /// For each [`Operator::Bounded`]: dates that certainly break the bound.
    pub bounds: Vec<u64>,
    /// For each node that makes periods or lines: records that end before they start.
    pub contradictory: Vec<u64>,
    /// For each stream: records without a date.
    pub undated: Vec<u64>,
    /// For each scan: rows of patients who are not listed.
    pub without_patient: Vec<u64>,
    /// For each stream of which a patient has one record: patients with more.
    pub repeated: Vec<u64>,
    /// For each tally of the plan: how often each row occurs.
    pub tallies: Vec<Rows>,
}

impl Counts {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let zeros = |length: usize| vec![0; length];
        Self {
            cohorts: plan.cohorts.iter().map(CohortCounts::new).collect(),
            left_aside: zeros(selects(plan).count()),
            placed: vec![(0, 0); places(plan).count()],
            bounds: zeros(bounds(plan).count()),
            contradictory: zeros(period_makers(plan).count()),
            undated: zeros(plan.streams.len()),
            without_patient: zeros(plan.scans.len()),
            repeated: zeros(plan.streams.len()),
            tallies: vec![Rows::default(); plan.tallies.len()],
        }
    }

    /// Adds what the evaluation of a batch of patients found.
    pub fn add(&mut self, plan: &Plan, patients: usize, outcome: &BatchOutcome) {
        attrition::add(plan, patients, outcome, &mut self.cohorts);
        let quality = &outcome.quality;
        let add = |counts: &mut [u64], more: &[u64]| {
            counts
                .iter_mut()
                .zip(more)
                .for_each(|(count, more)| *count += more)
        };
        add(&mut self.left_aside, &quality.left_aside);
        add(&mut self.bounds, &quality.bounds);
        add(&mut self.contradictory, &quality.contradictory);
        add(&mut self.undated, &quality.undated);
        for (rows, more) in self.tallies.iter_mut().zip(&outcome.tallies) {
            rows.merge(more);
        }
        for ((placed, moved), (more_placed, more_moved)) in self.placed.iter_mut().zip(&quality.placed) {
            *placed += more_placed;
            *moved += more_moved;
        }
    }

    /// Shows every counter, in the order that numbers them.
    fn visit(&mut self, mut each: impl FnMut(&mut u64)) {
        self.cohorts.iter_mut().for_each(|cohort| cohort.visit(&mut each));
        self.left_aside.iter_mut().for_each(&mut each);
        for (placed, moved) in &mut self.placed {
            each(placed);
            each(moved);
        }
        for counts in [
            &mut self.bounds,
            &mut self.contradictory,
            &mut self.undated,
            &mut self.without_patient,
            &mut self.repeated,
        ] {
            counts.iter_mut().for_each(&mut each);
        }
    }

    /// As rows that can be summed counter by counter.
    pub fn into_rows(mut self) -> Result<RecordBatch> {
        let mut values = Vec::new();
        self.visit(|count| values.push(*count));
        let mut counters: Vec<u32> = (0u32..).take(values.len()).collect();
        let mut rows: Vec<&str> = vec![""; values.len()];
        for (counter, tally) in (counters.len() as u32..).zip(&self.tallies) {
            for (row, count) in tally.iter() {
                counters.push(counter);
                rows.push(row);
                values.push(count);
            }
        }
        Ok(RecordBatch::try_new(
            output_schema(),
            vec![
                Arc::new(UInt32Array::from(counters)),
                Arc::new(StringArray::from(rows)),
                Arc::new(UInt64Array::from(values)),
            ],
        )?)
    }

    /// From rows in which every counter is summed, in any order.
    pub fn from_rows(plan: &Plan, rows: &[RecordBatch]) -> Result<Self> {
        let mut counts = Self::new(plan);
        let mut counters = 0u32;
        counts.visit(|_| counters += 1);
        let mut sums = std::collections::BTreeMap::new();
        for batch in rows {
            let [numbers, rows, values] = batch.columns() else {
                return internal_err!("counts have three columns");
            };
            let (Some(numbers), Some(rows), Some(values)) = (
                numbers.as_primitive_opt::<UInt32Type>(),
                rows.as_string_opt::<i32>(),
                values.as_primitive_opt::<UInt64Type>(),
            ) else {
                return internal_err!("counts have other types");
            };
            for ((counter, row), value) in numbers.iter().zip(rows).zip(values) {
                let (counter, value) = (counter.unwrap_or(u32::MAX), value.unwrap_or(0));
                match counter.checked_sub(counters) {
                    None => *sums.entry(counter).or_insert(0) += value,
                    Some(tally) => match counts.tallies.get_mut(tally as usize) {
                        Some(rows) => rows.add(row.unwrap_or_default().to_owned(), value),
                        None => return internal_err!("a tally is counted that the plan does not have"),
                    },
                }
            }
        }
        let mut counter = 0u32;
        counts.visit(|count| {
            *count = sums.get(&counter).copied().unwrap_or(0);
            counter += 1;
        });
        Ok(counts)
    }
}

/// The bags of records, in the plan's order.
pub(crate) fn selects(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    nodes(plan, |operator| matches!(operator, Operator::Select { .. }))
}

/// The precision rules, in the plan's order.
pub(crate) fn places(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    nodes(plan, |operator| matches!(operator, Operator::Place { .. }))
}

/// The bounds of the source, in the plan's order.
pub(crate) fn bounds(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    nodes(plan, |operator| matches!(operator, Operator::Bounded { .. }))
}

/// Whatever makes periods of records, in the plan's order.
pub(crate) fn period_makers(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    nodes(plan, |operator| {
        matches!(
            operator,
            Operator::Episodes { .. } | Operator::Gaps { .. } | Operator::Lines(_)
        )
    })
}

fn nodes(plan: &Plan, wanted: fn(&Operator) -> bool) -> impl Iterator<Item = NodeId> + '_ {
    plan.graph
        .node_indices()
        .filter(move |id| plan.node(*id).is_some_and(|node| wanted(&node.operator)))
}
