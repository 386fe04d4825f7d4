//! What a run returns: counts in the order of the plan.
//!
//! Invariant: plain data that serialises to the same bytes for the same study and data, whatever ran it. Nothing here is
//! about one patient. These counts are exact; disclosure control, which decides what of them may be shown, is
//! deliberately not here.

use kohort_semantics::study::{Counted, LookingAhead};
use serde::{Deserialize, Serialize};

/// The results of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// The cohorts in the plan's order.
    pub cohorts: Vec<CohortResult>,
    /// What is counted beside the attrition, in the order of [`kohort_semantics::study::Study::tallies`].
    #[serde(default)]
    pub tallies: Vec<Counted>,
    /// What was left aside, moved or not readable.
    pub quality: Quality,
    /// The columns of drugs with texts that name none.
    #[serde(default)]
    pub unnamed_drugs: Vec<UnnamedDrugs>,
}

/// The texts of a column of drugs that name none and became missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnnamedDrugs {
    /// The table's name in the source model.
    pub table: String,
    /// The column.
    pub column: String,
    /// The distinct texts and how many rows have each, the most frequent first. Only texts that can hardly identify
    /// anybody, and that at least [`FREQUENT`] rows have.
    pub texts: Vec<(String, u64)>,
}

/// How many rows must have a text that is shown as one that names no drug.
pub const FREQUENT: u64 = 5;

/// The attrition of one cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortResult {
    /// The cohort's name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Population, index, and then the criteria in the order written.
    pub steps: Vec<Step>,
}

/// One row of an attrition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What the step does.
    pub kind: StepKind,
    /// The criterion's name; `population` and `index` for the first two steps.
    pub name: String,
    /// The criterion's doc comment.
    pub doc: Option<String>,
    /// How many came to this step: patients at the population and index steps, entries at criteria.
    pub before: u64,
    /// How many of them it removed.
    pub removed: u64,
    /// For how many of those before it the condition was unknown.
    pub unknown: u64,
    /// How many entries are left. A cohort with one entry for each event may have more entries than patients.
    pub after: u64,
    /// How many patients are left.
    pub patients: u64,
    /// Of all entries of the cohort, how many this criterion alone would remove.
    pub alone: Option<u64>,
    /// The declared look past the index date.
    pub looking_ahead: Option<LookingAhead>,
}

/// What a [`Step`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Where the cohort starts: the source's patients, or the members of the cohort it is drawn from.
    Population,
    /// Entries get their index date.
    Index,
    /// Keeps those who meet a condition.
    Include,
    /// Removes those who meet a condition.
    Exclude,
}

/// The data-quality section of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quality {
    /// Patients left out before anything was counted.
    pub opted_out: u64,
    /// For each entity whose records are dated: records without a date.
    pub undated: Vec<(String, u64)>,
    /// For each bag of records: how often a record was left aside since a condition or window was unknown.
    pub left_aside: Vec<(String, u64)>,
    /// For each column (table, column) whose unreadable values the source declares missing: such values.
    pub made_missing: Vec<(String, String, u64)>,
    /// For each precision rule (attribute): dates placed on a day, and placed dates moved by a bound.
    pub placed: Vec<(String, u64, u64)>,
    /// For each bound of the source (attribute): dates that contradict it.
    #[serde(default)]
    pub contradictory_dates: Vec<(String, u64)>,
    /// The tables that the dataset may lack and does.
    #[serde(default)]
    pub lacking_tables: Vec<String>,
    /// The columns (table, column) that the dataset may lack and does.
    #[serde(default)]
    pub lacking_columns: Vec<(String, String)>,
    /// For each table: rows left out since the patient table does not list their patient.
    pub without_patient: Vec<(String, u64)>,
    /// For each episodes or gap definition: records left aside since they end before they start.
    pub contradictory_periods: Vec<(String, u64)>,
}
