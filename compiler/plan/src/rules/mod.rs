//! Rules: functions from plan to plan that never change a result.
//!
//! Invariant: after every rule the plan still has the invariants that it had before; a rule that breaks one is reported by
//! its name, and its plan is not used. Each rule stands in a file of its own, with a snapshot before and after.

mod invariants;
mod prune_columns;
mod prune_nodes;
mod prune_streams;
mod prune_ties;

pub use invariants::{InvariantError, check};
pub use prune_columns::PruneColumns;
pub use prune_nodes::PruneNodes;
pub use prune_streams::PruneStreams;
pub use prune_ties::PruneTies;

use crate::algebra::Plan;
use std::fmt;

/// A rule.
pub trait Rule {
    /// Its name, as the observer and the documentation use it.
    fn name(&self) -> &'static str;

    /// What it does and why no result changes, in one sentence.
    fn doc(&self) -> &'static str;

    /// The plan after the rule.
    fn apply(&self, plan: &Plan) -> Plan;
}

/// The rules in the order in which they are applied. Nodes are pruned twice: first so that nothing unused keeps a tie, and
/// again since ties that are gone no longer use their nodes.
pub fn rules() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(PruneNodes),
        Box::new(PruneTies),
        Box::new(PruneNodes),
        Box::new(PruneColumns),
        Box::new(PruneStreams),
    ]
}

/// A rule broke an invariant; a fault of this compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The rule, or `bind` for the plan as it was given.
    pub rule: &'static str,
    /// The invariant.
    pub error: InvariantError,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after `{}`: {}", self.rule, self.error)
    }
}

impl std::error::Error for RuleError {}

/// Applies all rules.
///
/// # Errors
/// If the plan, or the plan after a rule, breaks an invariant.
pub fn optimise(plan: Plan) -> Result<Plan, RuleError> {
    optimise_observed(plan, &mut |_, _| {})
}

/// Applies all rules and shows the plan after each to the observer, with the rule's name.
///
/// # Errors
/// If the plan, or the plan after a rule, breaks an invariant.
pub fn optimise_observed(plan: Plan, observer: &mut dyn FnMut(&str, &Plan)) -> Result<Plan, RuleError> {
    optimise_with(&rules(), plan, observer)
}

/// Applies the given rules in their order: the hook for the law that any of them, alone or together, changes no result.
///
/// # Errors
/// If the plan, or the plan after a rule, breaks an invariant.
pub fn optimise_with(
    rules: &[Box<dyn Rule>],
    plan: Plan,
    observer: &mut dyn FnMut(&str, &Plan),
) -> Result<Plan, RuleError> {
    check(&plan).map_err(|error| RuleError { rule: "bind", error })?;
    let mut plan = plan;
    for rule in rules {
        plan = rule.apply(&plan);
        check(&plan).map_err(|error| RuleError {
            rule: rule.name(),
            error,
        })?;
        observer(rule.name(), &plan);
    }
    Ok(plan)
}

#[cfg(test)]
mod tests;
