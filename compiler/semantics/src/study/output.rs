//! What a study reports, and the characteristics it reports by.

use super::{CohortId, DefinitionId, EndpointId, Expr, LookingAhead, TimeUnit};
use crate::value::Number;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A characteristic, by position in [`super::Study::characteristics`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CharacteristicId(pub u32);

/// A value of each cohort entry that tables show or divide by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Characteristic {
    /// The declared name; for what a report names directly, its text.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it is declared with a name, and not only written in a report.
    pub declared: bool,
    /// The value. With labels it is a whole number: the position of the label.
    pub value: Expr,
    /// The labels of bands or cases, in the order of the table.
    pub labels: Option<Vec<String>>,
    /// The declared look past the index date.
    pub looking_ahead: Option<LookingAhead>,
    /// The declared name's place, or where it is written.
    pub span: Span,
}

/// Something a study reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Output {
    /// The attrition of some cohorts; of all, if none is named.
    Attrition(Vec<CohortId>),
    /// Characteristics by group, with standardised mean differences where asked for.
    Baseline {
        /// Whose.
        of: Grouped,
        /// The rows.
        rows: Vec<CharacteristicId>,
        /// Whether differences between groups are shown.
        smd: bool,
    },
    /// The share of those with a characteristic that is true.
    Proportion {
        /// Whose.
        of: Grouped,
        /// Boolean characteristics.
        rows: Vec<CharacteristicId>,
    },
    /// Regimens by line.
    Treatments {
        /// Whose.
        of: Grouped,
        /// The definition whose value the lines are.
        lines: DefinitionId,
        /// How many regimens of each line are shown; all, if absent.
        top: Option<u32>,
        /// Whether sequences of regimens are shown.
        sequences: bool,
        /// Whether the time on each line is shown.
        time_on_line: bool,
    },
    /// Kaplan–Meier.
    Survival(SurvivalReport),
    /// Aalen–Johansen.
    Incidence(SurvivalReport),
    /// Events per person-time.
    Rates {
        /// Whose.
        of: Grouped,
        /// The endpoints.
        endpoints: Vec<EndpointId>,
        /// So much person-time is the unit.
        per: Number,
        /// In this unit.
        unit: TimeUnit,
    },
}

/// A cohort's entries, divided into groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grouped {
    /// Whose entries.
    pub cohort: CohortId,
    /// Each combination of these is a group; all are one group, if there are none. Everybody together is always shown too.
    pub by: Vec<CharacteristicId>,
    /// The entry's place.
    pub span: Span,
}

/// Estimates of times to event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurvivalReport {
    /// Whose.
    pub of: Grouped,
    /// The endpoints.
    pub endpoints: Vec<EndpointId>,
    /// The times at which probabilities are shown, in `at_unit`.
    pub at: Vec<Number>,
    /// Their unit.
    pub at_unit: TimeUnit,
    /// The time to which mean survival is restricted, in `at_unit` of its own; none: not shown.
    pub rmst: Option<(Number, TimeUnit)>,
    /// Whether the median follow-up (reverse Kaplan–Meier) is shown.
    pub follow_up: bool,
    /// Whether numbers at risk are shown.
    pub at_risk: bool,
    /// How groups are compared.
    pub compared: Option<Compared>,
    /// The strata of the comparison.
    pub stratified: Vec<CharacteristicId>,
    /// Covariates beside the groups (Cox).
    pub adjusted: Vec<CharacteristicId>,
    /// The weight of each entry.
    pub weighted: Option<CharacteristicId>,
    /// The type of confidence intervals.
    pub confidence: ConfidenceKind,
}

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// Log-rank test.
    LogRank,
    /// Cox model with Efron's handling of ties.
    Cox,
}

/// The type of a confidence interval of a probability of survival.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfidenceKind {
    /// On the scale of log(−log S).
    #[default]
    LogLog,
    /// On the scale of log S.
    Log,
    /// On the scale of S.
    Plain,
}
