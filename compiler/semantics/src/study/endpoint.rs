//! Endpoints: time from a date to the first of some events, or to where observation ends.
//!
//! Invariant: every clause is an expression of dates of one cohort entry; what a library's endpoint and the study's changes
//! say is already put together.

use super::Expr;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// An endpoint, by position in [`super::Study::endpoints`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EndpointId(pub u32);

/// A time to event (language reference, "Endpoints").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The endpoint of a library that was taken, and what was changed of it.
    pub origin: Option<EndpointOrigin>,
    /// Time zero. Missing: the outcome is missing.
    pub from: Expr,
    /// What ends the time, in the order written, which decides on one day.
    pub events: Vec<EndpointEvent>,
    /// Nothing is seen after it. Missing: bounds nothing.
    pub until: Option<Expr>,
    /// The date that counts where no event is seen.
    pub censored: Option<Expr>,
    /// The date from which the entry is at risk. Missing, or not before the exit: the outcome is missing (never at risk).
    pub entering: Option<Expr>,
    /// The outcome is missing if one of these is true.
    pub missing: Vec<Expr>,
    /// What an event or an end before time zero becomes.
    pub negative: Option<Negative>,
    /// Entries whose time ends on or before `from + landmark` are left out, and the clock starts there.
    pub landmark: Option<Landmark>,
    /// The unit in which times are shown; they are counted in days.
    pub unit: TimeUnit,
    /// The declared name's place.
    pub span: Span,
}

/// Where an endpoint comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointOrigin {
    /// The path, for example `std.endpoints.overall_survival`.
    pub path: String,
    /// The declared version.
    pub version: Option<String>,
    /// The clauses that the study put in place of the library's, as the formatter writes them.
    pub changed: Vec<String>,
}

/// One event of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointEvent {
    /// The status of those who have it.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it competes with the event of interest (Aalen–Johansen) instead of being it.
    pub competing: bool,
    /// Its date: the earliest candidate, or missing.
    pub date: Expr,
    /// As written.
    pub text: String,
}

/// What a time before zero becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// The outcome is missing, and counted.
    Missing,
    /// Time zero with its status.
    AsZero,
}

/// How long after time zero a landmark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Landmark {
    /// So many days.
    Days(i64),
    /// So many calendar months.
    Months(i64),
}

/// The unit of a survival time: days, months of 30.4375 days, or years of 365.25 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Days.
    Days,
    /// Months of 30.4375 days.
    Months,
    /// Years of 365.25 days.
    Years,
}
