//! Lines of therapy of one patient, as the chapter "Lines of therapy" of the language reference says it, sentence by sentence.
//!
//! One file for each group of rules. Nothing is precomputed and nothing is clever: every question goes through all records
//! again. Beside the lines it keeps a trail, which tells for each part why it began, who joined, and why it ended.

mod breakers;
mod cycles;
mod day;
mod dropped;
mod drugs;
mod ends;
mod maintenance;
mod names;
mod new_drugs;
mod part;
mod pause;
mod records;
mod trail;
mod walk;

pub use trail::Step;

use kohort_semantics::study::{EndReason, LineRules, LineSetting};
use kohort_semantics::value::Day;
use serde::Serialize;
use walk::Walk;

/// What the rules look at: one patient's dates, all known to the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The records that may count.
    pub records: Vec<Given>,
    /// Those of settings that are counted separately.
    pub apart: Vec<Given>,
    /// Where observation starts, before the rules' look-back.
    pub starting: Starting,
    /// The data cut-off.
    pub until: Option<Day>,
    /// The date of death.
    pub death: Option<Day>,
    /// The events of each breaker rule, in the order of the rules.
    pub breakers: Vec<Vec<Day>>,
    /// The events that lines may only advance after.
    pub progression: Vec<Day>,
    /// The events that maintenance rules exclude, by position.
    pub without: Vec<Vec<Day>>,
}

/// One record of a drug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// The first day.
    pub start: Day,
    /// The substance's qualified name.
    pub drug: String,
    /// The last day, where it is recorded.
    pub end: Option<Day>,
    /// The days of a dispensed supply, where they are recorded.
    pub supply: Option<i64>,
}

/// Where observation for lines starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Starting {
    /// There is no bound.
    #[default]
    Anywhere,
    /// The date is missing: the patient has no lines.
    Missing,
    /// This day, earlier by the look-back.
    On(Day),
}

/// A part of a line: the line without its maintenance, or its maintenance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// The first day.
    pub start: Day,
    /// Which count it belongs to.
    pub setting: LineSetting,
    /// The number, from 1.
    pub number: u32,
    /// Whether it is the maintenance part.
    pub maintenance: bool,
    /// The last day.
    pub end: Day,
    /// The substances' qualified names, ascending.
    pub drugs: Vec<String>,
    /// The name of the regimen.
    pub regimen: String,
    /// Why it ended.
    pub end_reason: EndReason,
    /// The first day of the line with this number.
    pub line_start: Day,
    /// The last day of the line with this number, its maintenance included.
    pub line_end: Day,
    /// The first day of the line with the next number.
    pub next_start: Option<Day>,
    /// Why it is as it is, in the order in which it was found.
    pub trail: Vec<Step>,
}

/// The lines of a patient: those of the setting `main` in order, then the separate ones.
pub fn lines(rules: &LineRules, history: &History) -> Vec<Line> {
    let mut lines = Vec::new();
    let counts = [
        (LineSetting::Main, &history.records),
        (LineSetting::Separate, &history.apart),
    ];
    for (setting, records) in counts {
        let walk = Walk::new(rules, history, records);
        lines.extend(names::named(&walk, setting, walk.parts()));
    }
    lines
}

/// How many records are left aside since they end before they start.
pub fn contradictory(history: &History) -> u64 {
    let all = history.records.iter().chain(&history.apart);
    all.filter(|record| records::contradicts_itself(record)).count() as u64
}
