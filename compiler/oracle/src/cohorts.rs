//! Who enters a cohort, who stays, and the attrition in between (2.5).

use crate::calendar::iso;
use crate::evaluate::{Evaluation, Scope};
use crate::load::Loaded;
use crate::truth::Truth;
use kohort_semantics::study::{Cohort, Criterion, Index};
use kohort_semantics::value::Day;
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// One cohort's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleCohort {
    /// The name.
    pub name: String,
    /// The attrition, a step for each line of the report.
    pub steps: Vec<OracleStep>,
    /// The entries in order of patient key and index date.
    pub entries: Vec<OracleEntry>,
}

/// One line of the attrition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleStep {
    /// What kind of line it is.
    pub kind: OracleStepKind,
    /// `population`, `index`, or the criterion's name.
    pub name: String,
    /// How many came to this step.
    pub before: u64,
    /// How many it removed.
    pub removed: u64,
    /// For how many of those who came the criterion was unknown.
    pub unknown: u64,
    /// How many are left.
    pub after: u64,
    /// How many patients they are.
    pub patients: u64,
    /// How many of all entries the criterion would remove if it stood alone; criteria only.
    pub alone: Option<u64>,
}

/// The kinds of lines of the attrition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OracleStepKind {
    /// Those from whom the cohort is drawn.
    Population,
    /// Those with an index date.
    Index,
    /// A criterion that keeps those who meet it.
    Include,
    /// A criterion that removes those who meet it.
    Exclude,
}

/// One patient, or one of several index dates of one patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleEntry {
    /// The patient's key.
    pub patient: String,
    /// The index date, as `yyyy-mm-dd`.
    pub index: String,
    /// Whether all criteria keep it.
    pub kept: bool,
    /// For each criterion, whether its condition holds; `None` is unknown.
    pub outcomes: Vec<Truth>,
}

impl OracleCohort {
    /// The members: those whom all criteria keep, as patient key and index date, in order.
    pub fn members(&self) -> Vec<(&str, &str)> {
        let kept = self.entries.iter().filter(|entry| entry.kept);
        let mut members: Vec<(&str, &str)> = kept
            .map(|entry| (entry.patient.as_str(), entry.index.as_str()))
            .collect();
        members.sort();
        members
    }
}

/// An entry while cohorts are built from it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) patient: String,
    pub(crate) index: Day,
    pub(crate) outcomes: Vec<Truth>,
    pub(crate) kept: bool,
}

/// All entries of every cohort, members or not.
pub(crate) fn entries(study: &Study, source: &Source, loaded: &Loaded<'_>) -> Vec<Vec<Entry>> {
    let mut cohorts: Vec<Vec<Entry>> = Vec::new();
    for cohort in &study.cohorts {
        let parent = cohort.from.and_then(|from| cohorts.get(from.0 as usize));
        let mut entries = match (&cohort.index, parent) {
            // Without an index of its own, a cohort has the entries of the cohort it is drawn from (2.5).
            (None, Some(parent)) => parent.iter().filter(|entry| entry.kept).cloned().collect(),
            (None, None) => Vec::new(),
            (Some(index), parent) => {
                let members = parent.map(|parent| members(parent));
                let mut found = Vec::new();
                for (key, patient) in &loaded.patients {
                    if members.as_ref().is_some_and(|members| !members.contains(key)) {
                        continue;
                    }
                    let evaluation = Evaluation::new(study, source, patient);
                    found.extend(index_dates(evaluation, index).into_iter().map(|index| Entry {
                        patient: key.clone(),
                        index,
                        outcomes: Vec::new(),
                        kept: true,
                    }));
                }
                found
            }
        };
        for entry in &mut entries {
            let Some(patient) = loaded.patients.get(&entry.patient) else {
                continue;
            };
            let evaluation = Evaluation::new(study, source, patient);
            let scope = Scope {
                index: Some(entry.index),
                row: None,
            };
            entry.outcomes = cohort
                .criteria
                .iter()
                .map(|criterion| evaluation.truth(&criterion.condition, scope))
                .collect();
            entry.kept = cohort
                .criteria
                .iter()
                .zip(&entry.outcomes)
                .all(|(criterion, outcome)| keeps(criterion, *outcome));
        }
        cohorts.push(entries);
    }
    cohorts
}

/// One date for a patient, or one entry for each distinct date of the events (2.5).
fn index_dates<'a>(evaluation: Evaluation<'a>, index: &'a Index) -> BTreeSet<Day> {
    match index {
        Index::One(date) => evaluation.day(date, Scope::default()).into_iter().collect(),
        Index::Each(events) => {
            let bag = evaluation.bag(events, Scope::default());
            let dates = bag
                .certain()
                .into_iter()
                .filter_map(|row| evaluation.start_of(row));
            dates.filter_map(crate::calendar::known_day).collect()
        }
    }
}

/// `include` keeps whose criterion is true, `exclude` removes whose criterion is true; an unknown one is not met unless
/// the criterion says that it is (2.3).
pub(crate) fn keeps(criterion: &Criterion, outcome: Truth) -> bool {
    let met = outcome.unwrap_or(criterion.unknown_is_met == Some(true));
    met != criterion.exclude
}

fn members(entries: &[Entry]) -> BTreeSet<String> {
    entries
        .iter()
        .filter(|entry| entry.kept)
        .map(|entry| entry.patient.clone())
        .collect()
}

/// The attrition: criteria apply in the order written, each to those whom the earlier ones left (2.5).
pub(crate) fn report(study: &Study, loaded: &Loaded<'_>, entries: &[Vec<Entry>]) -> Vec<OracleCohort> {
    let cohorts = study.cohorts.iter().zip(entries);
    cohorts
        .map(|(cohort, own)| {
            let parent = cohort.from.and_then(|from| entries.get(from.0 as usize));
            OracleCohort {
                name: cohort.name.clone(),
                steps: steps(cohort, own, population(cohort, loaded, parent)),
                entries: own.iter().map(shown).collect(),
            }
        })
        .collect()
}

/// Those from whom a cohort is drawn: the source's patients, the patients of another cohort, or its entries (2.5).
fn population(cohort: &Cohort, loaded: &Loaded<'_>, parent: Option<&Vec<Entry>>) -> u64 {
    let count = match (parent, &cohort.index) {
        (None, _) => loaded.patients.len(),
        (Some(parent), Some(_)) => members(parent).len(),
        (Some(parent), None) => parent.iter().filter(|entry| entry.kept).count(),
    };
    count as u64
}

fn steps(cohort: &Cohort, entries: &[Entry], population: u64) -> Vec<OracleStep> {
    let with_entry = distinct_patients(entries.iter());
    let without_entry = if cohort.index.is_some() {
        population - with_entry
    } else {
        0
    };
    let line = |kind, name: &str| OracleStep {
        kind,
        name: name.to_owned(),
        before: population,
        removed: 0,
        unknown: 0,
        after: population,
        patients: if cohort.index.is_some() {
            population
        } else {
            with_entry
        },
        alone: None,
    };
    let mut steps = vec![
        line(OracleStepKind::Population, "population"),
        OracleStep {
            removed: without_entry,
            after: entries.len() as u64,
            patients: with_entry,
            ..line(OracleStepKind::Index, "index")
        },
    ];
    let mut left: Vec<&Entry> = entries.iter().collect();
    for (position, criterion) in cohort.criteria.iter().enumerate() {
        let outcome = |entry: &Entry| entry.outcomes.get(position).copied().flatten();
        let before = left.len() as u64;
        let unknown = left.iter().filter(|entry| outcome(entry).is_none()).count() as u64;
        left.retain(|entry| keeps(criterion, outcome(entry)));
        let after = left.len() as u64;
        steps.push(OracleStep {
            kind: if criterion.exclude {
                OracleStepKind::Exclude
            } else {
                OracleStepKind::Include
            },
            name: criterion.name.clone(),
            before,
            removed: before - after,
            unknown,
            after,
            patients: distinct_patients(left.iter().copied()),
            alone: Some(
                entries
                    .iter()
                    .filter(|entry| !keeps(criterion, outcome(entry)))
                    .count() as u64,
            ),
        });
    }
    steps
}

fn distinct_patients<'e>(entries: impl Iterator<Item = &'e Entry>) -> u64 {
    entries
        .map(|entry| entry.patient.as_str())
        .collect::<BTreeSet<&str>>()
        .len() as u64
}

fn shown(entry: &Entry) -> OracleEntry {
    OracleEntry {
        patient: entry.patient.clone(),
        index: iso(entry.index),
        kept: entry.kept,
        outcomes: entry.outcomes.clone(),
    }
}
