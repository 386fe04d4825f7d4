//! Removes records that nothing reads, and the tables that were read only for them.
//!
//! The patients always stay: they are the population.

use super::Rule;
use crate::algebra::Plan;
use crate::rewrite;

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct PruneStreams;

impl Rule for PruneStreams {
    fn name(&self) -> &'static str {
        "prune_streams"
    }

    fn doc(&self) -> &'static str {
        "Removes records that no operator ranges over, and tables of which no records are left, except the population."
    }

    fn apply(&self, plan: &Plan) -> Plan {
        rewrite::keep_used_streams(plan)
    }
}
