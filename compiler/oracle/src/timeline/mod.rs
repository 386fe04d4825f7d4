//! All that a study says of one patient, in time: entries, criteria, lines with their trails, endpoints with their dates.
//!
//! Plain data for whoever shows it. Dates are `yyyy-mm-dd`.

mod tell;

use crate::cohorts;
use crate::fault::OracleFault;
use crate::load::load;
use crate::raw::Tables;
use crate::truth::Truth;
use crate::uses::Uses;
use crate::{choose, reach};
use kohort_semantics::study::{DefinitionId, EndReason, Expr, LineSetting, Outcome};
use kohort_semantics::{Source, Study};
use serde::Serialize;
use tell::Teller;

/// One patient's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The patient's key.
    pub patient: String,
    /// Each cohort of the study, in its order.
    pub cohorts: Vec<CohortTimeline>,
    /// The lines of each `lines` declaration, in the order of the study.
    pub lines: Vec<LinesTimeline>,
}

/// A patient in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CohortTimeline {
    /// The cohort.
    pub cohort: String,
    /// The patient's entries by index date, members or not; none without an index date.
    pub entries: Vec<EntryTimeline>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryTimeline {
    /// The index date.
    pub index: String,
    /// Whether all criteria keep it.
    pub kept: bool,
    /// The criteria in the order written.
    pub criteria: Vec<CriterionTimeline>,
    /// The endpoints that are counted for the cohort, and those that no report counts.
    pub endpoints: Vec<EndpointTimeline>,
}

/// A criterion for one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionTimeline {
    /// The name.
    pub name: String,
    /// Whether it removes those who meet it.
    pub exclude: bool,
    /// Whether its condition holds; `None` is unknown.
    pub outcome: Truth,
    /// Whether it keeps the entry.
    pub keeps: bool,
}

/// An endpoint for one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndpointTimeline {
    /// The name.
    pub name: String,
    /// Time zero.
    pub from: Option<String>,
    /// The date of each event, seen or not, in the order that decides on one day.
    pub events: Vec<(String, Option<String>)>,
    /// Nothing is seen after it.
    pub until: Option<String>,
    /// The date that counts where no event is seen.
    pub censored: Option<String>,
    /// The date from which the entry is at risk.
    pub entering: Option<String>,
    /// Where the time ends.
    pub exit: Option<String>,
    /// The outcome.
    pub outcome: Outcome,
    /// The outcome in words.
    pub told: String,
}

/// The lines of one declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinesTimeline {
    /// The declared name.
    pub name: String,
    /// The path of the rule set.
    pub rule_set: String,
    /// Its version.
    pub version: Option<String>,
    /// The cohort and the index date, where the lines depend on it.
    pub entry: Option<(String, String)>,
    /// The parts, those of the setting `main` first.
    pub parts: Vec<PartTimeline>,
}

/// A line, or its maintenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartTimeline {
    /// The number.
    pub number: u32,
    /// Whether it is maintenance.
    pub maintenance: bool,
    /// Which count it belongs to.
    pub setting: LineSetting,
    /// The first day.
    pub start: String,
    /// The last day.
    pub end: String,
    /// The regimen.
    pub regimen: String,
    /// The substances' qualified names.
    pub drugs: Vec<String>,
    /// Why it ended.
    pub end_reason: EndReason,
    /// What was found, in order.
    pub trail: Vec<StepTimeline>,
}

/// One thing that was found on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepTimeline {
    /// When.
    pub day: String,
    /// What happened.
    pub what: String,
    /// The rules that say so, as written.
    pub rules: Vec<String>,
}

/// The timeline of the patient with a key, or with the only key that ends in a number; none if the dataset has no such
/// patient, or the patient opted out.
///
/// # Errors
/// [`OracleFault`] if the data contradict the source model (2.9).
pub fn timeline(
    study: &Study,
    source: &Source,
    tables: &Tables,
    patient: &str,
) -> Result<Option<Timeline>, OracleFault> {
    let (study, _) = choose::chosen(study, source);
    let definitions = (0u32..).map(DefinitionId).take(study.definitions.len());
    let lines: Vec<DefinitionId> = definitions.filter(|id| study.lines(*id).is_some()).collect();
    // Also what no cohort and no report asks for is shown.
    let mut beside: Vec<&Expr> = study.endpoints.iter().flat_map(reach::clauses).collect();
    beside.extend(lines.iter().filter_map(|id| Some(&study.definition(*id)?.value)));
    let uses = Uses::of(&study, source, &beside);
    let mut loaded = load(&study, source, tables, &uses)?;
    let keys: Vec<&str> = loaded.patients.keys().map(AsRef::as_ref).collect();
    let Some(patient) = key_of(&keys, patient).map(str::to_owned) else {
        return Ok(None);
    };
    loaded.patients.retain(|key, _| *key == patient);
    let entries = cohorts::entries(&study, source, &loaded);
    let teller = Teller {
        study: &study,
        source,
        loaded: &loaded,
        entries: &entries,
    };
    Ok(Some(Timeline {
        patient,
        cohorts: teller.cohorts(),
        lines: lines.into_iter().flat_map(|id| teller.lines(id)).collect(),
    }))
}

/// The key that is meant: itself, or the only one whose last digits are the number.
fn key_of<'k>(keys: &[&'k str], meant: &str) -> Option<&'k str> {
    if let Some(same) = keys.iter().find(|key| **key == meant) {
        return Some(same);
    }
    let number: u64 = meant.parse().ok()?;
    let ends_in = |key: &&&str| {
        let digits = key.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        digits.parse() == Ok(number)
    };
    let mut found = keys.iter().filter(ends_in);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
