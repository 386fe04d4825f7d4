//! From a pass's counts to results.
//!
//! Invariant: every list is in the plan's order and holds all of its items, also those that count nothing, so that a
//! reader sees what was looked at.

use crate::fault::FaultLog;
use crate::fault::log::ColumnPosition;
use crate::pass::attrition::CohortCounts;
use crate::pass::counts::{Counts, bounds, period_makers, places, selects};
use crate::read::Checked;
use crate::results::{CohortResult, FREQUENT, Quality, Results, Step, StepKind, UnnamedDrugs};
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortPlan, IndexPlan, NodeId, Operator, Space};
use kohort_semantics::model::{AttributeId, Dated};
use kohort_semantics::source::{Decode, Reading};
use petgraph::visit::Dfs;
use std::collections::BTreeSet;

/// What was observed of a dataset while it was read, before any patient was evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Observed {
    /// Patients who opted out.
    pub(crate) opted_out: u64,
    /// For each column (table, column) whose unreadable values become missing: how many did.
    pub(crate) made_missing: Vec<(String, String, u64)>,
    /// See [`Results::unnamed_drugs`].
    pub(crate) unnamed_drugs: Vec<UnnamedDrugs>,
    /// The tables that the dataset lacks.
    pub(crate) lacking_tables: Vec<String>,
    /// The columns (table, column) that the dataset lacks.
    pub(crate) lacking_columns: Vec<(String, String)>,
}

impl Observed {
    /// What a run observed of its files.
    pub(crate) fn of(plan: &Plan, opted_out: u64, log: &FaultLog, files: &[&Checked]) -> Self {
        let made_missing = readings(plan)
            .filter(|(_, _, reading)| reading.otherwise_missing)
            .map(|(at, table, reading)| (table.to_owned(), reading.column.clone(), log.made_missing(at)));
        Self {
            opted_out,
            made_missing: made_missing.collect(),
            unnamed_drugs: unnamed_drugs(plan, log),
            lacking_tables: sorted(
                files
                    .iter()
                    .flat_map(|file| file.lacking_tables().map(str::to_owned)),
            ),
            lacking_columns: sorted(files.iter().flat_map(|file| file.lacking_columns())),
        }
    }
}

impl Results {
    /// The results that these counts are.
    pub(crate) fn of(plan: &Plan, counts: &Counts, observed: Observed) -> Self {
        let cohorts = plan
            .cohorts
            .iter()
            .zip(&counts.cohorts)
            .map(|(cohort, counts)| attrition(cohort, counts))
            .collect();
        Self {
            cohorts,
            quality: quality(plan, counts, &observed),
            tallies: counts
                .tallies
                .iter()
                .map(|rows| rows.counted().unwrap_or_default())
                .collect(),
            unnamed_drugs: observed.unnamed_drugs,
        }
    }
}

fn attrition(cohort: &CohortPlan, counts: &CohortCounts) -> CohortResult {
    let population = Step {
        kind: StepKind::Population,
        name: "population".to_owned(),
        doc: None,
        before: counts.population,
        removed: 0,
        unknown: 0,
        after: counts.population,
        patients: counts.population_patients,
        alone: None,
        looking_ahead: None,
    };
    let index = Step {
        kind: StepKind::Index,
        name: "index".to_owned(),
        removed: counts.without_entry,
        after: counts.entries,
        patients: counts.entry_patients,
        ..population.clone()
    };
    let criteria = cohort
        .criteria
        .iter()
        .zip(&counts.criteria)
        .map(|(criterion, counts)| Step {
            kind: if criterion.exclude {
                StepKind::Exclude
            } else {
                StepKind::Include
            },
            name: criterion.name.clone(),
            doc: criterion.doc.clone(),
            before: counts.before,
            removed: counts.removed,
            unknown: counts.unknown,
            after: counts.after,
            patients: counts.patients,
            alone: Some(counts.alone),
            looking_ahead: criterion.looking_ahead.clone(),
        });
    let steps = [population, index].into_iter().chain(criteria).collect();
    CohortResult {
        name: cohort.name.clone(),
        doc: cohort.doc.clone(),
        steps,
    }
}

fn quality(plan: &Plan, counts: &Counts, observed: &Observed) -> Quality {
    let dated = plan
        .streams
        .iter()
        .zip(&counts.undated)
        .filter(|(stream, _)| stream.dated != Dated::Never);
    Quality {
        opted_out: observed.opted_out,
        undated: dated
            .map(|(stream, count)| (stream.name.clone(), *count))
            .collect(),
        left_aside: selects(plan)
            .map(|id| described(plan, id))
            .zip(counts.left_aside.iter().copied())
            .collect(),
        made_missing: observed.made_missing.clone(),
        placed: places(plan)
            .zip(&counts.placed)
            .map(|(id, (placed, moved))| (placed_attribute(plan, id), *placed, *moved))
            .collect(),
        contradictory_dates: bounds(plan)
            .map(|id| bound_name(plan, id, placed_attribute(plan, id)))
            .zip(counts.bounds.iter().copied())
            .collect(),
        lacking_tables: observed.lacking_tables.clone(),
        lacking_columns: observed.lacking_columns.clone(),
        without_patient: plan
            .scans
            .iter()
            .zip(&counts.without_patient)
            .map(|(scan, rows)| (scan.table.clone(), *rows))
            .collect(),
        contradictory_periods: period_makers(plan)
            .map(|id| described(plan, id))
            .zip(counts.contradictory.iter().copied())
            .collect(),
    }
}

/// Every reading of a column by a part of a stream, with its place and its table.
fn readings(plan: &Plan) -> impl Iterator<Item = (ColumnPosition, &str, &Reading)> {
    let parts = plan.streams.iter().enumerate().flat_map(|(stream, records)| {
        let parts = records.parts.iter().enumerate();
        parts.map(move |(part, found)| (stream, part, found))
    });
    parts.flat_map(|(stream, part, found)| {
        let scan = plan.scans.get(found.scan.0 as usize);
        let table = scan.map_or("", |scan| scan.table.as_str());
        let readings = found.readings.iter().enumerate();
        readings.filter_map(move |(column, reading)| {
            let at = ColumnPosition { stream, part, column };
            Some((at, table, reading.as_ref()?))
        })
    })
}

/// The texts of columns of drugs that name none.
fn unnamed_drugs(plan: &Plan, log: &FaultLog) -> Vec<UnnamedDrugs> {
    readings(plan)
        .filter(|(_, _, reading)| reading.otherwise_missing && matches!(reading.decode, Decode::Drug(_)))
        .map(|(at, table, reading)| UnnamedDrugs {
            table: table.to_owned(),
            column: reading.column.clone(),
            texts: log.spellings(at).frequent(FREQUENT),
        })
        .filter(|found| !found.texts.is_empty())
        .collect()
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let items: BTreeSet<T> = items.collect();
    items.into_iter().collect()
}

/// The attribute of a precision rule or a bound, as `entity.attribute`.
fn placed_attribute(plan: &Plan, id: NodeId) -> String {
    match plan.node(id).map(|node| &node.operator) {
        Some(Operator::Place { attribute, .. } | Operator::Bounded { attribute, .. }) => {
            attribute_name(plan, *attribute)
        }
        _ => String::new(),
    }
}

/// The attribute of a bound, and which limit it is where the attribute has two.
pub(crate) fn bound_name(plan: &Plan, id: NodeId, attribute: String) -> String {
    let bound = |id: NodeId| match plan.node(id).map(|node| &node.operator) {
        Some(Operator::Bounded { attribute, after, .. }) => Some((*attribute, *after)),
        _ => None,
    };
    let Some((of, after)) = bound(id) else {
        return attribute;
    };
    let two = bounds(plan).filter_map(bound).any(|other| other == (of, !after));
    match (two, after) {
        (false, _) => attribute,
        (true, true) => format!("{attribute} (earliest limit)"),
        (true, false) => format!("{attribute} (latest limit)"),
    }
}

fn attribute_name(plan: &Plan, attribute: AttributeId) -> String {
    let mut columns = plan.streams.iter().flat_map(|stream| &stream.columns);
    let column = columns.find(|column| column.attribute == Some(attribute));
    column.map_or_else(
        || format!("attribute {}", attribute.index),
        |column| column.name.clone(),
    )
}

/// What a bag of records is for: `lab in haemoglobin`.
fn described(plan: &Plan, id: NodeId) -> String {
    let records = match plan.node(id).map(|node| &node.operator) {
        Some(Operator::Select {
            space: Space::Stream(stream),
            ..
        }) => plan
            .stream(*stream)
            .map_or_else(|| "records".to_owned(), |stream| stream.name.clone()),
        Some(Operator::Episodes { .. }) => "episodes".to_owned(),
        Some(Operator::Gaps { .. }) => "gaps".to_owned(),
        Some(Operator::Lines(_)) => "lines".to_owned(),
        _ => "periods".to_owned(),
    };
    match user(plan, id) {
        Some(user) => format!("{records} in {user}"),
        None => records,
    }
}

/// The first definition, cohort or criterion, in the plan's order, that a node is or that is computed from it; of
/// definitions the nearest, so that a bag is named after the `let` that holds it.
fn user(plan: &Plan, id: NodeId) -> Option<String> {
    let mut users = Vec::new();
    let mut search = Dfs::new(&plan.graph, id);
    while let Some(found) = search.next(&plan.graph) {
        users.push(found);
    }
    // Operands come before their users, so the nearest has the smallest number.
    users.sort();
    let named = |node: &NodeId| {
        plan.definitions
            .iter()
            .find(|definition| definition.node == *node)
    };
    if let Some(definition) = users.iter().find_map(named) {
        return Some(definition.name.clone());
    }
    let uses = |node: NodeId| users.binary_search(&node).is_ok();
    plan.cohorts.iter().find_map(|cohort| {
        let index = match cohort.index {
            IndexPlan::Inherited => false,
            IndexPlan::One(date) => uses(date),
            IndexPlan::Each { bag, .. } => uses(bag),
        };
        let criterion = || cohort.criteria.iter().find(|criterion| uses(criterion.condition));
        if index {
            Some(format!("{}.index", cohort.name))
        } else {
            criterion().map(|found| format!("{}.{}", cohort.name, found.name))
        }
    })
}
