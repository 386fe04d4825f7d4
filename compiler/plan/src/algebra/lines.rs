//! Lines of therapy and sets of substances in the plan.

use super::NodeId;
use kohort_semantics::study::{DrugsQuantity, LineRules, RuleSet};
use serde::{Deserialize, Serialize};

/// What makes lines of therapy (language reference, "Lines of therapy").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinesPlan {
    /// The rule set, for the reader.
    pub rule_set: RuleSet,
    /// The rules.
    pub rules: LineRules,
    /// The bag of records that count.
    pub records: NodeId,
    /// The bag of records of settings that are counted separately; of the same stream.
    pub apart: Option<NodeId>,
    /// The records' first day.
    pub start: NodeId,
    /// The records' last day, where it is recorded.
    pub end: Option<NodeId>,
    /// The records' substance.
    pub drug: NodeId,
    /// The records' days of supply.
    pub supply: Option<NodeId>,
    /// The first day of observation, before the rules' look-back; one value.
    pub starting: Option<NodeId>,
    /// The data cut-off; one value.
    pub until: Option<NodeId>,
    /// The date of death; one value.
    pub death: Option<NodeId>,
    /// What breaks lines, in the order of the rules.
    pub breakers: Vec<DatedBag>,
    /// What lines may only advance after.
    pub progression: Option<DatedBag>,
    /// What must not have come before maintenance, by position.
    pub without: Vec<DatedBag>,
}

/// A bag of events and their date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedBag {
    /// The bag.
    pub bag: NodeId,
    /// The date of its records.
    pub date: NodeId,
}

/// One test of a set of substances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrugsTestPlan {
    /// How many must be among the others.
    pub quantity: DrugsQuantity,
    /// The others as the study writes them.
    pub text: String,
    /// Their qualified names, ascending.
    pub drugs: Vec<String>,
    /// Further sets.
    pub values: Vec<NodeId>,
}
