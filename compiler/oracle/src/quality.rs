//! The data-quality section: what was left aside, placed, moved or made missing (2.2, 2.4, 2.9).

use crate::cohorts::Entry;
use crate::evaluate::{Evaluation, Scope};
use crate::load::Loaded;
use crate::sites::sites;
use crate::uses::Uses;
use kohort_semantics::model::AttributeId;
use kohort_semantics::source::DateBound;
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// How often something had to be said about the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OracleQuality {
    /// Patients who opted out; they are in no other number.
    pub opted_out: u64,
    /// Records without a date, by entity, for the entities whose dates are used.
    pub undated: BTreeMap<String, u64>,
    /// Records left aside since a where-clause or window was unknown for them, for each bag of events.
    pub left_aside: Vec<LeftAside>,
    /// Dates placed and moved by precision rules, by attribute.
    pub placed: BTreeMap<String, Placed>,
    /// Values made missing since the source says so for what cannot be understood, by table and column.
    pub made_missing: BTreeMap<(String, String), u64>,
    /// Rows that belong to nobody in the patient table, by table.
    pub without_patient: BTreeMap<String, u64>,
    /// Dates that contradict a bound of the source, by attribute, for the attributes that are used; a bound each.
    pub contradictions: Vec<(String, u64)>,
    /// Optional tables that are used and that the dataset lacks.
    pub absent_tables: BTreeSet<String>,
    /// Optional columns, by table, that are used and that the dataset lacks.
    pub absent_columns: BTreeSet<(String, String)>,
}

/// How many records one bag of events left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAside {
    /// The definition it stands in, if it stands in one.
    pub definition: Option<String>,
    /// The cohort over whose entries it is summed; over patients, if it does not depend on an index date.
    pub cohort: Option<String>,
    /// The first byte of its text, which tells two bags apart.
    pub at: u32,
    /// How many.
    pub unknown: u64,
    /// Records that were left out since they end before they start.
    pub contradictory: u64,
}

/// What a precision rule did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// Dates that were placed on a day.
    pub placed: u64,
    /// Dates that a bound then moved.
    pub moved: u64,
}

/// Counts over all patients who may be used.
pub(crate) fn quality(
    study: &Study,
    source: &Source,
    uses: &Uses,
    loaded: &Loaded<'_>,
    entries: &[Vec<Entry>],
) -> OracleQuality {
    OracleQuality {
        opted_out: loaded.opted_out,
        undated: undated(study, source, uses, loaded),
        left_aside: left_aside(study, source, uses, loaded, entries),
        placed: placed(study, source, uses, loaded),
        made_missing: loaded.made_missing.clone(),
        without_patient: loaded
            .without_patient
            .iter()
            .map(|(table, rows)| (table.clone(), rows.len() as u64))
            .collect(),
        contradictions: contradictions(study, source, uses, loaded),
        absent_tables: loaded.absent_tables.clone(),
        absent_columns: loaded.absent_columns.clone(),
    }
}

/// Records that are in no window since they have no date (2.4).
fn undated(study: &Study, source: &Source, uses: &Uses, loaded: &Loaded<'_>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (entity, described) in uses
        .entities
        .iter()
        .filter_map(|id| Some((*id, study.model.entity(*id)?)))
    {
        if !described
            .date_attribute()
            .is_some_and(|date| uses.attributes.contains(&date))
        {
            continue;
        }
        let mut count = 0;
        for patient in loaded.patients.values() {
            let evaluation = Evaluation::new(study, source, patient);
            count += patient
                .rows(entity)
                .into_iter()
                .filter(|row| evaluation.start_of(*row).is_none())
                .count() as u64;
        }
        counts.insert(described.name.clone(), count);
    }
    counts
}

/// How many dates were placed, and moved by a bound (2.2).
fn placed(study: &Study, source: &Source, uses: &Uses, loaded: &Loaded<'_>) -> BTreeMap<String, Placed> {
    let mut counts = BTreeMap::new();
    for rule in study
        .precision
        .iter()
        .filter(|rule| uses.attributes.contains(&rule.attribute))
    {
        let mut count = Placed::default();
        for patient in loaded.patients.values() {
            let evaluation = Evaluation::new(study, source, patient);
            for row in patient.rows(rule.attribute.entity) {
                if let Value::Date(recorded) = evaluation.recorded(row, rule.attribute)
                    && let Some(date) = evaluation.bounded(row, rule.attribute, recorded)
                {
                    let ruled = evaluation.follow(rule, date);
                    count.placed += u64::from(ruled.placed);
                    count.moved += u64::from(ruled.moved);
                }
            }
        }
        counts.insert(qualified(study, rule.attribute), count);
    }
    counts
}

/// How many dates certainly violate each bound of the source (2.2).
fn contradictions(study: &Study, source: &Source, uses: &Uses, loaded: &Loaded<'_>) -> Vec<(String, u64)> {
    let bounds = source
        .bounds
        .iter()
        .filter(|bound| uses.attributes.contains(&bound.attribute));
    let count = |bound: &&DateBound| {
        let mut count = 0;
        for patient in loaded.patients.values() {
            let evaluation = Evaluation::new(study, source, patient);
            for row in patient.rows(bound.attribute.entity) {
                if let Value::Date(recorded) = evaluation.recorded(row, bound.attribute) {
                    count += u64::from(evaluation.contradicts(row, bound, recorded));
                }
            }
        }
        // Which limit it is only needs to be said where there are two.
        let opposite = |other: &DateBound| other.attribute == bound.attribute && other.after != bound.after;
        let limit = match (source.bounds.iter().any(opposite), bound.after) {
            (false, _) => "",
            (true, true) => " (earliest limit)",
            (true, false) => " (latest limit)",
        };
        (qualified(study, bound.attribute) + limit, count)
    };
    bounds.collect::<Vec<_>>().iter().map(count).collect()
}

/// `entity.attribute`.
fn qualified(study: &Study, id: AttributeId) -> String {
    let entity = study.model.entity(id.entity).map_or("?", |entity| &entity.name);
    let attribute = study.model.attribute(id).map_or("?", |attribute| &attribute.name);
    format!("{entity}.{attribute}")
}

/// Records of which it is unknown whether they belong (2.4).
fn left_aside(
    study: &Study,
    source: &Source,
    uses: &Uses,
    loaded: &Loaded<'_>,
    entries: &[Vec<Entry>],
) -> Vec<LeftAside> {
    let mut found = Vec::new();
    for site in sites(study, uses) {
        let scopes: Vec<(&str, Scope<'_>)> = match site.cohort {
            None => loaded
                .patients
                .keys()
                .map(|key| (key.as_str(), Scope::default()))
                .collect(),
            Some(cohort) => entries
                .get(cohort)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .map(|entry| {
                    (
                        entry.patient.as_str(),
                        Scope {
                            index: Some(entry.index),
                            row: None,
                        },
                    )
                })
                .collect(),
        };
        let (mut unknown, mut contradictory) = (0, 0);
        for (key, scope) in scopes {
            let Some(patient) = loaded.patients.get(key) else {
                continue;
            };
            let evaluation = Evaluation::new(study, source, patient);
            unknown += evaluation.bag(site.events, scope).left_aside() as u64;
            contradictory += evaluation.contradictory(site.events, scope);
        }
        found.push(LeftAside {
            definition: site
                .definition
                .and_then(|id| study.definition(id))
                .map(|named| named.name.clone()),
            cohort: site
                .cohort
                .and_then(|cohort| study.cohorts.get(cohort))
                .map(|cohort| cohort.name.clone()),
            at: site.events.span.start,
            unknown,
            contradictory,
        });
    }
    found
}
