//! Lines of therapy: the records that make them, and where they begin and end for a patient.
//!
//! Invariant: together with [`LineRules`] this is all that decides about lines (language reference, "Lines of therapy").

use super::{Events, Expr, LineRules};
use crate::model::AttributeId;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// Lines of therapy of one patient (or cohort entry): a rule set applied to medication records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    /// The rule set that was taken and what the study changed of it.
    pub rule_set: RuleSet,
    /// The rules.
    pub rules: LineRules,
    /// The records that count: of eligible drugs, by default not cancelled, not of an excluded setting. Their entity lasts
    /// (`dated start to end`).
    pub records: Events,
    /// The records of settings that are counted separately, walked apart from [`Lines::records`].
    pub apart: Option<Events>,
    /// The attribute that names the substance of a record.
    pub drug: AttributeId,
    /// The days that a dispensed supply lasts; only where a rule asks for it.
    pub supply: Option<AttributeId>,
    /// The first day of observation for lines; without it a patient's first record. Missing: the patient has no lines.
    pub starting: Option<Expr>,
    /// The data cut-off; nothing is seen after it. Missing: no cut.
    pub until: Option<Expr>,
    /// The date of death of a model that has one; nothing is seen after it. Missing: alive.
    pub death: Option<Expr>,
    /// What breaks lines, in the order of [`LineRules::breakers`].
    pub breakers: Vec<Events>,
    /// The events that lines may only advance after, for [`LineRules::advances_only`].
    pub progression: Option<Events>,
    /// The events that must not have come before maintenance, which [`super::MaintenanceRule::without`] names by position.
    pub without: Vec<Events>,
}

/// Where a study's rules come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The path of the rule set, for example `std.lines.hess_2021_colorectal`; its own name for one that the file declares.
    pub path: String,
    /// The declared version.
    pub version: Option<String>,
    /// The clauses that `with` put in place of the rule set's, as the formatter writes them, in order.
    pub changed: Vec<String>,
    /// Where the rule set is declared.
    pub span: Span,
}

/// A field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineField {
    /// Its number, from 1; induction and maintenance of a line have one number unless a rule says otherwise. Integer.
    Number,
    /// The first day. Date.
    Start,
    /// The last day. Date.
    End,
    /// The name from the library, or the names of the drugs. Text.
    Regimen,
    /// The substances. Drugs.
    Drugs,
    /// Whether it is the maintenance part of its line. Boolean.
    Maintenance,
    /// Why it ended. [`EndReason`].
    EndReason,
    /// Whether its records are of a setting that is counted separately. [`LineSetting`].
    Setting,
    /// The last day of the whole line, its maintenance included. Date.
    LineEnd,
    /// The first day of the line with the next number; missing if there is none. Date.
    NextStart,
}

/// Why a line, or its induction part, ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// A drug that is not part of the line was given.
    NewDrug,
    /// No drug of the line was given for longer than the rule allows.
    Gap,
    /// A drug of the line was no longer given, and the rules say that this advances.
    DroppedDrug,
    /// The line goes on as maintenance.
    Maintenance,
    /// A procedure or another event ended it.
    Breaker,
    /// The patient died.
    Death,
    /// Nothing more is seen.
    DataEnd,
}

/// Which count of lines a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineSetting {
    /// Lines as usual (advanced or palliative treatment).
    Main,
    /// Lines of the settings that the rules count separately.
    Separate,
}

/// A category that the language itself defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixedCategory {
    /// [`EndReason`].
    EndReason,
    /// [`LineSetting`].
    LineSetting,
}

impl EndReason {
    /// All reasons, in the order of their positions as category values.
    pub const ALL: [Self; 7] = [
        Self::NewDrug,
        Self::Gap,
        Self::DroppedDrug,
        Self::Maintenance,
        Self::Breaker,
        Self::Death,
        Self::DataEnd,
    ];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::NewDrug => "new_drug",
            Self::Gap => "gap",
            Self::DroppedDrug => "dropped_drug",
            Self::Maintenance => "maintenance",
            Self::Breaker => "breaker",
            Self::Death => "death",
            Self::DataEnd => "data_end",
        }
    }

    /// The position as a category value.
    pub fn position(self) -> u32 {
        self as u32
    }
}

impl LineSetting {
    /// Both, in the order of their positions as category values.
    pub const ALL: [Self; 2] = [Self::Main, Self::Separate];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Separate => "separate",
        }
    }

    /// The position as a category value.
    pub fn position(self) -> u32 {
        self as u32
    }
}

impl FixedCategory {
    /// The words, in the order of their positions.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::EndReason => EndReason::ALL.map(EndReason::word).to_vec(),
            Self::LineSetting => LineSetting::ALL.map(LineSetting::word).to_vec(),
        }
    }
}

impl LineField {
    /// All fields.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::Start,
        Self::End,
        Self::Regimen,
        Self::Drugs,
        Self::Maintenance,
        Self::EndReason,
        Self::Setting,
        Self::LineEnd,
        Self::NextStart,
    ];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Start => "start",
            Self::End => "end",
            Self::Regimen => "regimen",
            Self::Drugs => "drugs",
            Self::Maintenance => "maintenance",
            Self::EndReason => "end_reason",
            Self::Setting => "setting",
            Self::LineEnd => "line_end",
            Self::NextStart => "next_start",
        }
    }
}

/// A set of substances as one text, the value of the type `Drugs`: the qualified names, ascending, each once.
pub fn drugs_text<'d>(drugs: impl IntoIterator<Item = &'d str>) -> String {
    let sorted: std::collections::BTreeSet<&str> = drugs.into_iter().collect();
    sorted.into_iter().collect::<Vec<_>>().join("+")
}

/// The qualified names of the substances in a text of [`drugs_text`].
pub fn drugs_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('+').filter(|name| !name.is_empty())
}
