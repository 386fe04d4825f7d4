//! The typed study: what a study means, independent of any country, table or layout of its text.
//!
//! Invariant: in a `Study` every name is resolved, every literal is converted to the unit of what it is compared with, and
//! every expression has a type. Oracle, plan, prose and semantic diff read this and nothing before it.

mod endpoint;
mod events;
mod expression;
mod line_rules;
mod lines;
mod numbered_line;
mod operators;
mod output;
mod parts;
mod roots;
mod tally;
mod test;

pub use endpoint::{Endpoint, EndpointEvent, EndpointId, EndpointOrigin, Landmark, Negative, TimeUnit};
pub use events::{Bound, Events, EventsBase, Pick, TieBreak, Window};
pub use expression::{
    DrugsQuantity, DrugsTest, Expr, ExprKind, Field, Measure, Record, RecordKind, SetItem, Type,
};
pub use line_rules::{
    AddedRule, AdvancesOnly, After, BreakerRule, Cover, CoverRule, Decision, Dropped, DroppedRule, DrugSet,
    GapLimit, GapRule, InterchangeRule, LineNumbers, LineRules, MaintenanceKind, MaintenanceRule,
    NewDrugRule, Regimen, WindowRule,
};
pub use lines::{EndReason, FixedCategory, LineField, LineSetting, Lines, RuleSet, drugs_of, drugs_text};
pub use operators::{Aggregate, Arithmetic, Compare, Relation, ShiftUnit};
pub use output::{
    Characteristic, CharacteristicId, Compared, ConfidenceKind, Grouped, Output, SurvivalReport,
};
pub use parts::{Part, PartMut};
pub use roots::Place;
pub use tally::{Counted, NoOutcome, Outcome, Tally, TallyColumn, TallyValue};
pub use test::{Expectation, ExpectedOutcome, ExpectedTime, Test, TestRecord};

use crate::codes::{Analyte, CodeList, Drug, DrugList};
use crate::model::{AttributeId, Model};
use crate::value::Precision;
use kohort_base::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A checked study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The declared name.
    pub name: String,
    /// The declared version.
    pub version: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The model it is written against.
    pub model: Arc<Model>,
    /// The declared precision rules, at most one for an attribute.
    pub precision: Vec<PrecisionRule>,
    /// Parameters and `let` definitions; each refers only to earlier ones.
    pub definitions: Vec<Definition>,
    /// The cohorts in declaration order; each is built `from` earlier ones only.
    pub cohorts: Vec<Cohort>,
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
    /// The characteristics that reports show or divide by, declared or written there.
    pub characteristics: Vec<Characteristic>,
    /// What is reported.
    pub outputs: Vec<Output>,
    /// The code lists in use.
    pub code_lists: Vec<CodeList>,
    /// The analytes in use.
    pub analytes: Vec<Analyte>,
    /// The drugs in use: those that the study names, and those of its sets.
    pub drugs: Vec<Drug>,
    /// The sets of drugs in use.
    pub drug_lists: Vec<DrugList>,
    /// The tests that are written in the study's own file.
    pub tests: Vec<Test>,
    /// The declared name's place.
    pub span: Span,
}

/// A definition, by position in [`Study::definitions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionId(pub u32);

/// A cohort, by position in [`Study::cohorts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CohortId(pub u32);

/// A code list, by position in [`Study::code_lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodeListId(pub u32);

/// An analyte, by position in [`Study::analytes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnalyteId(pub u32);

/// A set of drugs, by position in [`Study::drug_lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DrugListId(pub u32);

/// A named value: a `parameter` or a `let`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it was declared as a parameter.
    pub parameter: bool,
    /// What it stands for. It may refer to the index date; it then has one value for each cohort entry.
    pub value: Expr,
    /// The declared look past the index date, if any.
    pub looking_ahead: Option<LookingAhead>,
    /// The declared name's place.
    pub span: Span,
}

/// Coarsen a date attribute in every source alike and then place it on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRule {
    /// The date attribute.
    pub attribute: AttributeId,
    /// The precision every source is coarsened to.
    pub precision: Precision,
    /// The day it is then placed on; without one the date stays coarse.
    pub placement: Option<Placement>,
    /// A placed date earlier than this is moved to it.
    pub not_before: Option<Expr>,
    /// A placed date later than this is moved to it.
    pub not_after: Option<Expr>,
    /// What happens where a source is coarser than `precision`.
    pub otherwise: Option<Otherwise>,
    /// The rule's place.
    pub span: Span,
}

/// On which day of the time it may be a coarse date is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Placement {
    /// The first day.
    FirstDay,
    /// The last day.
    LastDay,
    /// This day of the (first) month, clamped to the month's end.
    DayOfMonth(u32),
    /// This day of the year.
    DayOfYear {
        /// 1 to 12.
        month: u32,
        /// 1 to 31, clamped to the month's end.
        day: u32,
    },
}

/// What a precision rule does with dates that are coarser than it expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Otherwise {
    /// They become missing.
    Missing,
    /// They are placed here.
    Placed(Placement),
}

/// People (or entries) with an index date who meet criteria.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The cohort it is drawn from: only its members' patients can enter.
    pub from: Option<CohortId>,
    /// The index date. A cohort `from` another without an index of its own has that one's.
    pub index: Option<Index>,
    /// The criteria in the order written, which is the order of the attrition.
    pub criteria: Vec<Criterion>,
    /// The declared name's place.
    pub span: Span,
}

/// How entries get their index date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Index {
    /// One date for a patient. A patient for whom it is missing has no entry.
    One(Expr),
    /// One entry for each distinct date of these events.
    Each(Events),
}

/// One `include` or `exclude`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// The name.
    pub name: String,
    /// The doc comment: what the attrition shows.
    pub doc: Option<String>,
    /// Whether it removes those who meet it.
    pub exclude: bool,
    /// The condition, of type Boolean.
    pub condition: Expr,
    /// What an unknown condition counts as, where the study says it; otherwise an unknown is not met.
    pub unknown_is_met: Option<bool>,
    /// The declared look past the index date, if any.
    pub looking_ahead: Option<LookingAhead>,
    /// The declared name's place.
    pub span: Span,
}

/// A declared reason for seeing later than the index date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookingAhead {
    /// How many days after the index date.
    pub days: i64,
    /// Why; every report repeats it.
    pub reason: String,
}

impl Study {
    /// The definition with this id.
    pub fn definition(&self, id: DefinitionId) -> Option<&Definition> {
        self.definitions.get(id.0 as usize)
    }

    /// The cohort with this id.
    pub fn cohort(&self, id: CohortId) -> Option<&Cohort> {
        self.cohorts.get(id.0 as usize)
    }

    /// The endpoint with this id.
    pub fn endpoint(&self, id: EndpointId) -> Option<&Endpoint> {
        self.endpoints.get(id.0 as usize)
    }

    /// The characteristic with this id.
    pub fn characteristic(&self, id: CharacteristicId) -> Option<&Characteristic> {
        self.characteristics.get(id.0 as usize)
    }

    /// The lines of therapy that a definition stands for, if it does.
    pub fn lines(&self, id: DefinitionId) -> Option<&Lines> {
        match &self.definition(id)?.value.kind {
            ExprKind::Events(events) => match &events.base {
                EventsBase::Lines(lines) => Some(lines),
                _ => None,
            },
            _ => None,
        }
    }

    /// The precision rule for an attribute, if the study has one.
    pub fn precision_rule(&self, attribute: AttributeId) -> Option<&PrecisionRule> {
        self.precision.iter().find(|rule| rule.attribute == attribute)
    }
}
