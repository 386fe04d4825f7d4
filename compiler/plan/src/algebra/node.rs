//! Nodes: an operator with the domain and the type of its values.

use super::{CohortIndex, NodeId, Operator, StreamId};
use serde::{Deserialize, Serialize};

/// The type of a node's values. All may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueType {
    /// True, false or unknown.
    Boolean,
    /// An exact number: integers, decimals, quantities in their type's unit, durations.
    Number,
    /// A date, possibly coarse.
    Date,
    /// A period.
    Period,
    /// A position in a category.
    Category,
    /// Text, the qualified name of an analyte or a drug, or a code: the system's name, a blank, and the normal form.
    Text,
    /// One record of a row space, or none.
    Record,
}

/// The rows that a record-wise node ranges over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Space {
    /// The records of a stream.
    Stream(StreamId),
    /// The rows that an [`Operator::Episodes`], [`Operator::Gaps`] or [`Operator::Lines`] node makes.
    Periods(NodeId),
}

/// For what a node has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Domain {
    /// For each entry of this cohort; for each patient, if absent.
    pub cohort: Option<CohortIndex>,
    /// And for each record of the patient in this space; one value, if absent.
    pub space: Option<Space>,
}

/// An operator with its domain and type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What it computes.
    pub operator: Operator,
    /// For what it has values. Operands of a smaller domain are repeated.
    pub domain: Domain,
    /// The values' type. An operator that makes a space has the type of that space's rows.
    pub ty: ValueType,
    /// Words for a reader of the plan. Constants that are written differently are kept apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<ConstantDisplay>,
}

/// How a constant is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConstantDisplay {
    /// The value with its unit, or the word of a category.
    pub text: String,
    /// The definition, or the derived attribute, whose value it is.
    pub name: Option<String>,
}
