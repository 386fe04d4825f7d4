//! Removes tie-breaks that cannot change anything that is read of a pick.
//!
//! Records that still tie after the date and some keys are equal in the date, in those keys, and in what the where-clause
//! demands to equal one value. A key that follows from these decides nothing. If everything that is read of the picked
//! record follows from them, it is the same whichever of the records is picked, and the keys behind decide nothing either.
//! A key that puts one value first leaves its value open and settles nothing by itself.

use super::Rule;
use crate::algebra::{IndexPlan, NodeId, Operator, Plan, TieKey, TieOrder};
use crate::rewrite;
use kohort_semantics::study::Compare;
use petgraph::Direction;
use std::collections::BTreeSet;

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct PruneTies;

impl Rule for PruneTies {
    fn name(&self) -> &'static str {
        "prune_ties"
    }

    fn doc(&self) -> &'static str {
        "Removes tie-breaks that are the same for all records that still tie, or behind which nothing that is read differs."
    }

    fn apply(&self, plan: &Plan) -> Plan {
        rewrite::rebuild(plan, &|_| true, &mut |id, node| {
            if let Operator::Pick { bag, date, ties, .. } = &mut node.operator
                && let Some(read) = values_read(plan, id)
            {
                let mut settled = BTreeSet::from([*date]);
                demanded(plan, *bag, &mut settled);
                *ties = deciding(plan, settled, ties, &read);
            }
        })
    }
}

/// The record-wise values that are read of a pick; nothing if something else is done with the record.
fn values_read(plan: &Plan, pick: NodeId) -> Option<Vec<NodeId>> {
    let mut read = Vec::new();
    for user in plan.graph.neighbors_directed(pick, Direction::Outgoing) {
        match &plan.node(user)?.operator {
            Operator::FieldOf { record, value } if *record == pick => read.push(*value),
            Operator::IsMissing(_) => {}
            _ => return None,
        }
    }
    let reported = plan.cohorts.iter().any(|cohort| {
        matches!(cohort.index, IndexPlan::One(date) if date == pick)
            || cohort
                .criteria
                .iter()
                .any(|criterion| criterion.condition == pick)
    });
    if reported { None } else { Some(read) }
}

/// Adds the values that the where-clauses of a bag demand to equal one value of the patient or the entry.
fn demanded(plan: &Plan, bag: NodeId, settled: &mut BTreeSet<NodeId>) {
    let mut conditions: Vec<NodeId> = Vec::new();
    let mut wider = Some(bag);
    while let Some(Operator::Select { base, filter, .. }) =
        wider.and_then(|bag| plan.node(bag)).map(|found| &found.operator)
    {
        conditions.extend(filter);
        wider = *base;
    }
    while let Some(condition) = conditions.pop() {
        match plan.node(condition).map(|found| &found.operator) {
            Some(Operator::And(all)) => conditions.extend(all),
            Some(Operator::Compare {
                op: Compare::Eq,
                left,
                right,
            }) => {
                let single =
                    |node: &NodeId| plan.node(*node).is_some_and(|found| found.domain.space.is_none());
                if single(right) {
                    settled.insert(*left);
                } else if single(left) {
                    settled.insert(*right);
                }
            }
            _ => {}
        }
    }
}

/// The keys that can still decide between records, until everything that is read is settled.
fn deciding(plan: &Plan, mut settled: BTreeSet<NodeId>, ties: &[TieKey], read: &[NodeId]) -> Vec<TieKey> {
    let mut keys = Vec::new();
    for key in ties {
        if read.iter().all(|value| follows(plan, *value, &settled)) {
            break;
        }
        if !follows(plan, key.value, &settled) {
            keys.push(key.clone());
        }
        if matches!(key.order, TieOrder::Ascending | TieOrder::Descending) {
            settled.insert(key.value);
        }
    }
    keys
}

/// Whether a value is the same for any two records that are equal in the settled values.
fn follows(plan: &Plan, value: NodeId, settled: &BTreeSet<NodeId>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let Some(node) = plan.node(value) else {
            return false;
        };
        if settled.contains(&value) || node.domain.space.is_none() || !seen.insert(value) {
            continue;
        }
        // A column, the part of a stream, or the rows of a made space are a record's own and follow from nothing else.
        if matches!(
            node.operator,
            Operator::Column(_) | Operator::ByPart { .. } | Operator::PeriodOfRow(_)
        ) {
            return false;
        }
        waiting.extend(node.operator.operands());
    }
    true
}
