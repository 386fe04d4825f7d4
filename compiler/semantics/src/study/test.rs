//! Tests that are written in a study: invented people, and what the study must say of them.
//!
//! Invariant: a test's records are values of the model, of no source. Whoever runs a test writes them in a source's form.

use super::{CohortId, EndpointId, Expr, TimeUnit};
use crate::model::{AttributeId, EntityId};
use crate::value::{Number, Value};
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// `test "name" { patient { … } expect … }`. Its person is the only one of its dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// The person's records, in the order written. A patient record comes first.
    pub records: Vec<TestRecord>,
    /// What must hold.
    pub expectations: Vec<Expectation>,
    /// The name's place.
    pub span: Span,
}

/// One record of the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestRecord {
    /// The kind of record.
    pub entity: EntityId,
    /// The attributes that are known; all others are missing. A quantity is a number in its analyte's or its attribute's unit.
    pub values: Vec<(AttributeId, Value)>,
    /// Where it is written.
    pub span: Span,
}

/// What must hold of the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// The cohort.
    pub cohort: CohortId,
    /// Whether the person has an entry that meets all criteria of the cohort.
    pub member: bool,
    /// What must be true of every entry of the cohort, of type Boolean; only with `member`.
    pub condition: Option<Expr>,
    /// What the endpoint of every entry of the cohort must be; only with `member`.
    pub outcome: Option<ExpectedOutcome>,
    /// The expectation as written, on one line.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What an endpoint must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExpectedOutcome {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// The time as written, which the time in this unit must be when it is rounded (half to even) to as many decimals;
    /// none: the outcome must be missing.
    pub time: Option<ExpectedTime>,
    /// The status: the name of an event, `event` for any of them, `censored`; any, if absent.
    pub status: Option<String>,
}

/// A time as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExpectedTime {
    /// The number.
    pub number: Number,
    /// How many decimals are written.
    pub decimals: u32,
    /// The unit.
    pub unit: TimeUnit,
}
