//! The rules of lines of therapy, as plain data.
//!
//! Invariant: everything is resolved: sets of drugs are the qualified names of substances, lengths are days. Of several
//! rules of one kind that apply, the last decides. Each rule keeps the words in which it is written, for explanations.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All rules of a rule set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRules {
    /// How long after a line's start a drug still belongs to it. The last that applies to the drug and the line's number.
    pub windows: Vec<WindowRule>,
    /// Which pause ends a line.
    pub gaps: Vec<GapRule>,
    /// What a record without an end covers; its own day if none applies.
    pub covers: Vec<CoverRule>,
    /// Days with doses at most so many days apart from the first of them are one cycle; without it each day is one.
    pub cycle_days: Option<i64>,
    /// By how many days lines may start before `starting`.
    pub look_back: i64,
    /// What a drug does that is outside the line; it advances if none applies.
    pub new_drugs: Vec<NewDrugRule>,
    /// What a drug does that comes to certain drugs; before [`LineRules::new_drugs`].
    pub added: Vec<AddedRule>,
    /// Drugs that are one drug wherever drugs are compared; no drug is in two groups.
    pub interchange: Vec<InterchangeRule>,
    /// What it means that a drug is no longer given; the line goes on if none applies.
    pub dropped: Vec<DroppedRule>,
    /// Maintenance; the first that applies.
    pub maintenance: Vec<MaintenanceRule>,
    /// What ends lines, with the events of [`super::Lines::breakers`] in the same order.
    pub breakers: Vec<BreakerRule>,
    /// Lines advance by new drugs, gaps and dropped drugs only after an event of [`super::Lines::progression`].
    pub advances_only: Option<AdvancesOnly>,
    /// A discontinuation needs so many days of observation after it.
    pub confirmed_days: Option<i64>,
    /// How many lines there may be.
    pub at_most: Option<u32>,
    /// Names of regimens; the first whose drugs are the line's.
    pub regimens: Vec<Regimen>,
    /// The names by which a reader knows the eligible substances, by qualified name.
    pub drug_names: BTreeMap<String, String>,
}

/// Some substances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrugSet {
    /// As written.
    pub text: String,
    /// Qualified names, ascending, each once.
    pub drugs: Vec<String>,
}

/// Which lines a rule is for, by number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNumbers {
    /// The first.
    pub from: u32,
    /// The last; none: all that follow.
    pub to: Option<u32>,
}

/// `window 28 days`: a drug that first starts at most so many days after the line's first day is part of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRule {
    /// As written.
    pub text: String,
    /// The days after the line's first day.
    pub days: i64,
    /// Whether the last of them is inside.
    pub inclusive: bool,
    /// For these drugs; all, if absent.
    pub drugs: Option<DrugSet>,
    /// For these lines.
    pub lines: LineNumbers,
}

/// `gap > 120 days`: a pause that ends a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapRule {
    /// As written.
    pub text: String,
    /// How long it must be; none: no pause ends a line with such a drug.
    pub limit: Option<GapLimit>,
    /// Whether it is measured from the line's last start of a record instead of its last covered day.
    pub from_last_start: bool,
    /// For these drugs; all, if absent.
    pub drugs: Option<DrugSet>,
    /// For these lines.
    pub lines: LineNumbers,
}

/// The length of a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLimit {
    /// Days from the last day to the next start.
    pub days: i64,
    /// Whether a pause of just so many days is enough.
    pub or_equal: bool,
}

/// `dose covers 28 days`, `supply covers its days`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverRule {
    /// As written.
    pub text: String,
    /// What is covered.
    pub cover: Cover,
    /// For these drugs; all, if absent.
    pub drugs: Option<DrugSet>,
}

/// What a record without an end covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cover {
    /// So many days, its own among them.
    Days(i64),
    /// The days of the dispensed supply, its own among them; its own day where that is missing or less than one.
    Supply,
}

/// How long something must have gone on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// More than so many days since the line's first day; none: at once.
    pub days: Option<i64>,
    /// At least so many cycles of the line before.
    pub cycles: Option<u32>,
}

/// Whether something begins a new line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// It does, if the time has passed; before, the drug joins the line.
    Advances(After),
    /// It never does; the drug joins the line.
    Joins,
}

/// `new drug …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDrugRule {
    /// As written.
    pub text: String,
    /// These drugs; any, if absent.
    pub drugs: Option<DrugSet>,
    /// What they do.
    pub decision: Decision,
    /// Applies only where all other drugs of the line have stopped.
    pub if_all_others_stopped: bool,
    /// For these lines.
    pub lines: LineNumbers,
}

/// `added to …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedRule {
    /// As written.
    pub text: String,
    /// The drugs that are added; any, if absent.
    pub added: Option<DrugSet>,
    /// To these.
    pub to: DrugSet,
    /// Only where all drugs of the line are among them; otherwise one is enough.
    pub alone: bool,
    /// What the added drug does.
    pub decision: Decision,
    /// Applies only where all other drugs of the line have stopped.
    pub if_all_others_stopped: bool,
    /// For these lines.
    pub lines: LineNumbers,
}

/// `interchange …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterchangeRule {
    /// As written.
    pub text: String,
    /// The drugs that are one: qualified names, ascending.
    pub drugs: Vec<String>,
}

/// `dropped drug …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedRule {
    /// As written.
    pub text: String,
    /// These drugs; any, if absent.
    pub drugs: Option<DrugSet>,
    /// What it means.
    pub meaning: Dropped,
    /// For these lines.
    pub lines: LineNumbers,
}

/// What it means that a drug is no longer given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dropped {
    /// The line goes on.
    Continues,
    /// The line goes on, and a drug that started in the window only and was not given after it is no drug of the line.
    ContinuesWithoutName,
    /// A new line begins, if the others went on for more than so many days after its last covered day.
    Advances(i64),
}

/// `maintenance …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaintenanceRule {
    /// As written.
    pub text: String,
    /// The drugs of maintenance.
    pub drugs: DrugSet,
    /// With drugs of the line, or with others.
    pub kind: MaintenanceKind,
    /// Only a single drug.
    pub alone: bool,
    /// At least so many cycles before.
    pub after_cycles: Option<u32>,
    /// Begun at most so many days after the last covered day of the line before it.
    pub within: Option<i64>,
    /// The others have stopped if the line goes on for more than so many days after their last covered day.
    pub others_stopped_for: Option<i64>,
    /// Without one of these events from the line's start to maintenance: a position in [`super::Lines::without`].
    pub without: Option<u32>,
    /// A line of its own, with a number of its own.
    pub own_line: bool,
    /// For these lines.
    pub lines: LineNumbers,
}

/// With which drugs maintenance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaintenanceKind {
    /// Some of the line's.
    Continuation,
    /// Others.
    Switch,
}

/// `breaker …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakerRule {
    /// As written.
    pub text: String,
    /// The line ends on the day of the event instead of the day before.
    pub ends_that_day: bool,
    /// The first such event in one of these lines does not end it.
    pub except_first_in: Option<LineNumbers>,
    /// An event at most so many days after one before it does not end a line.
    pub except_again_within: Option<i64>,
    /// For these lines.
    pub lines: LineNumbers,
}

/// `advances only after …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvancesOnly {
    /// As written.
    pub text: String,
    /// The event is at most so many days before; any time since the line's start, if absent.
    pub within: Option<i64>,
}

/// A named regimen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regimen {
    /// The name that is shown.
    pub name: String,
    /// Its drugs: qualified names, ascending.
    pub drugs: Vec<String>,
}

impl LineNumbers {
    /// Every line.
    pub const ALL: Self = Self { from: 1, to: None };

    /// Whether a number is among them.
    pub fn contains(self, number: u32) -> bool {
        number >= self.from && self.to.is_none_or(|to| number <= to)
    }
}

impl DrugSet {
    /// Whether a substance is in the set.
    pub fn contains(&self, qualified: &str) -> bool {
        self.drugs
            .binary_search_by(|known| known.as_str().cmp(qualified))
            .is_ok()
    }
}
