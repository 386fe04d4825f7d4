//! Cohorts: where entries come from, and the criteria in order.

use super::{CohortIndex, NodeId};
use kohort_semantics::study::LookingAhead;
use serde::{Deserialize, Serialize};

/// A cohort of the study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortPlan {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The cohort it is drawn from.
    pub from: Option<CohortIndex>,
    /// How entries get their index date.
    pub index: IndexPlan,
    /// The criteria in the order of the attrition.
    pub criteria: Vec<CriterionPlan>,
}

/// How entries get their index date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndexPlan {
    /// The entries of the cohort it is drawn from.
    Inherited,
    /// One date for a patient.
    One(NodeId),
    /// One entry for each distinct date of the records of a bag.
    Each {
        /// The bag.
        bag: NodeId,
        /// The records' date.
        date: NodeId,
    },
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionPlan {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it removes those who meet it.
    pub exclude: bool,
    /// The condition, a Boolean for each entry (or patient).
    pub condition: NodeId,
    /// Whether an unknown condition counts as met; otherwise it does not.
    pub unknown_is_met: bool,
    /// The declared look past the index date.
    pub looking_ahead: Option<LookingAhead>,
}
