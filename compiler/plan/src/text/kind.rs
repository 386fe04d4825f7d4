//! What a line of a plan is, for programs that look for something in it.
//!
//! Invariant: a word, once given, keeps its meaning; new kinds may be added. The words are those of the JSON Schemas in
//! `docs/schema`.

use serde::Serialize;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The study, with its version.
    Study,
    /// The model, with its version.
    Model,
    /// The source, with its version.
    Source,
    /// A hash, with how much it is the hash of.
    Hash,
    /// A doc comment.
    About,
    /// A further clause of what stands above.
    Clause,
    /// A precision rule.
    Precision,
    /// A parameter.
    Parameter,
    /// A definition.
    Definition,
    /// Lines of therapy.
    Lines,
    /// Something that no result depends on.
    Unused,
    /// A cohort.
    Cohort,
    /// The index date of a cohort.
    Index,
    /// A criterion whose condition has to hold.
    Include,
    /// A criterion whose condition must not hold.
    Exclude,
    /// A condition; of several, all have to hold.
    Condition,
    /// What happens where the condition is unknown.
    Unknown,
    /// A declared look past the index date.
    LookingAhead,
    /// A characteristic.
    Characteristic,
    /// An endpoint.
    Endpoint,
    /// An entry of the report.
    Output,
    /// A list of codes.
    CodeList,
    /// A code, or a beginning of codes.
    Code,
    /// A set of drugs.
    DrugSet,
    /// A drug.
    Drug,
    /// An analyte.
    Analyte,
    /// Where the study says something else for this source.
    Adaptation,
    /// An attribute, and what the source records of it.
    Attribute,
    /// A table that is read.
    Table,
    /// Records that rows of a table become.
    Records,
    /// A column.
    Column,
    /// Patients who are left out.
    OptOut,
    /// A bound of dates.
    Bound,
    /// Rows that are counted.
    Tally,
}
