//! Removes columns that nothing reads.
//!
//! What is not read is not decoded either, so a value that contradicts the source model in such a column is not looked
//! for: data faults and data quality speak of what a study reads.

use super::Rule;
use crate::algebra::Plan;
use crate::rewrite;

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct PruneColumns;

impl Rule for PruneColumns {
    fn name(&self) -> &'static str {
        "prune_columns"
    }

    fn doc(&self) -> &'static str {
        "Removes columns that no operator reads, except those that name the analyte of a column that is read."
    }

    fn apply(&self, plan: &Plan) -> Plan {
        rewrite::keep_used_columns(plan)
    }
}
