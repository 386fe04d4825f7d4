//! Removes what no cohort and no report needs.
//!
//! Definitions that only other unused definitions mention go as well; they are still listed by name, so that a reader sees
//! that they have no part in the study.

use super::Rule;
use crate::algebra::{IndexPlan, NodeId, Plan};
use crate::rewrite;
use std::collections::BTreeSet;

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct PruneNodes;

impl Rule for PruneNodes {
    fn name(&self) -> &'static str {
        "prune_nodes"
    }

    fn doc(&self) -> &'static str {
        "Removes operators that no index date, criterion, endpoint or report depends on; they have no part in any count."
    }

    fn apply(&self, plan: &Plan) -> Plan {
        let needed = needed(plan);
        rewrite::rebuild(plan, &|node| needed.contains(&node), &mut |_, _| {})
    }
}

/// The nodes that a cohort, an endpoint or a tally depends on.
fn needed(plan: &Plan) -> BTreeSet<NodeId> {
    let mut waiting: Vec<NodeId> = Vec::new();
    for cohort in &plan.cohorts {
        match cohort.index {
            IndexPlan::Inherited => {}
            IndexPlan::One(date) => waiting.push(date),
            IndexPlan::Each { bag, date } => waiting.extend([bag, date]),
        }
        waiting.extend(cohort.criteria.iter().map(|criterion| criterion.condition));
    }
    for mut endpoint in plan.endpoints.iter().cloned() {
        endpoint.visit_nodes(&mut |node| waiting.push(*node));
    }
    for mut tally in plan.tallies.iter().cloned() {
        tally.visit_nodes(&mut |node| waiting.push(*node));
    }
    let mut needed = BTreeSet::new();
    while let Some(node) = waiting.pop() {
        if needed.insert(node) {
            waiting.extend(
                plan.node(node)
                    .into_iter()
                    .flat_map(|found| found.operator.operands()),
            );
        }
    }
    needed
}
