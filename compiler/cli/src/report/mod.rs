//! A run's results as they may be shown: for a terminal, as tables and as JSON.
//!
//! Invariant: a [`Report`] is made from results once, with the smallest count that its source allows, and only reports are
//! shown or written; exact counts below it exist nowhere else in this crate.

mod bundle;
pub(crate) mod cell;
mod csv;
mod json;
pub(crate) mod quality;
mod side_by_side;
mod table;

pub(crate) use bundle::{check_place, tables, write};
pub(crate) use cell::Cell;
pub(crate) use json::run as json;
pub(crate) use table::show;

use cell::Cells;
use kohort_engine::{Quality, Results, Step, StepKind};
use kohort_plan::Plan;
use kohort_plan::algebra::Adaptation;
use kohort_report::{Report as Tables, ReportError};
use kohort_semantics::Study;
use quality::Remark;
use serde::Serialize;

/// What one run on one source may show.
#[derive(Debug)]
pub(crate) struct Report {
    /// The study's name.
    pub(crate) study: String,
    /// The study's version.
    pub(crate) study_version: String,
    /// The source's name.
    pub(crate) source: String,
    /// The source's version.
    pub(crate) source_version: String,
    /// The source's country.
    pub(crate) country: Option<String>,
    /// The smallest count that may be shown.
    pub(crate) minimum_cell: Option<u32>,
    /// The plan that ran, in words.
    pub(crate) plan: String,
    /// The cohorts in the study's order.
    pub(crate) cohorts: Vec<CohortReport>,
    /// The tables of the study's outputs.
    pub(crate) tables: Tables,
    /// What was left aside, moved or not readable.
    pub(crate) quality: Vec<Remark>,
    /// What the study says for some sources only, and what that is for this one.
    pub(crate) adaptations: Vec<Adaptation>,
    /// The definitions that look past the index date, with the reasons the study gives.
    pub(crate) looking_ahead: Vec<Ahead>,
}

/// The attrition of a cohort.
#[derive(Debug, Serialize)]
pub(crate) struct CohortReport {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) steps: Vec<StepReport>,
}

/// One step of an attrition.
#[derive(Debug, Serialize)]
pub(crate) struct StepReport {
    pub(crate) step: String,
    pub(crate) kind: StepKind,
    pub(crate) doc: Option<String>,
    pub(crate) before: Cell,
    pub(crate) removed: Cell,
    pub(crate) unknown: Cell,
    pub(crate) after: Cell,
    pub(crate) patients: Cell,
    pub(crate) alone: Option<Cell>,
}

/// A declared look past the index date.
#[derive(Debug, Serialize)]
pub(crate) struct Ahead {
    /// The criterion or definition.
    pub(crate) name: String,
    pub(crate) days: i64,
    pub(crate) reason: String,
}

impl Report {
    /// The report of a plan's results, with the study that was planned.
    ///
    /// # Errors
    /// [`ReportError`], if what was counted is not what the study's outputs count.
    pub(crate) fn new(study: &Study, plan: &Plan, results: &Results) -> Result<Self, ReportError> {
        let cells = Cells::new(plan.minimum_cell);
        let cohorts = results.cohorts.iter().map(|cohort| CohortReport {
            name: cohort.name.clone(),
            doc: cohort.doc.clone(),
            steps: cohort
                .steps
                .iter()
                .map(|step| StepReport::new(step, cells))
                .collect(),
        });
        let tables = Tables::of(study, &results.tallies)?;
        Ok(Self {
            study: plan.study.clone(),
            study_version: plan.study_version.clone(),
            source: plan.source.clone(),
            source_version: plan.source_version.clone(),
            country: plan.country.clone(),
            minimum_cell: plan.minimum_cell,
            plan: kohort_plan::text::text(plan),
            cohorts: cohorts.collect(),
            tables: match plan.minimum_cell {
                Some(minimum) => tables.suppressed(minimum),
                None => tables,
            },
            quality: quality(&results.quality, cells),
            adaptations: plan.adaptations.clone(),
            looking_ahead: looking_ahead(plan),
        })
    }
}

impl StepReport {
    fn new(step: &Step, cells: Cells) -> Self {
        Self {
            step: step.name.clone(),
            kind: step.kind,
            doc: step.doc.clone(),
            before: cells.of(step.before),
            removed: cells.of(step.removed),
            unknown: cells.of(step.unknown),
            after: cells.of(step.after),
            patients: cells.of(step.patients),
            alone: step.alone.map(|alone| cells.of(alone)),
        }
    }
}

fn quality(quality: &Quality, cells: Cells) -> Vec<Remark> {
    quality::remarks(quality, cells)
}

/// Definitions first, then criteria; a definition that several cohorts use is named once.
fn looking_ahead(plan: &Plan) -> Vec<Ahead> {
    let mut found: Vec<Ahead> = Vec::new();
    let definitions = plan
        .definitions
        .iter()
        .map(|definition| (definition.name.clone(), &definition.looking_ahead));
    let criteria = plan.cohorts.iter().flat_map(|cohort| {
        let name = &cohort.name;
        cohort
            .criteria
            .iter()
            .map(move |criterion| (format!("{name}.{}", criterion.name), &criterion.looking_ahead))
    });
    for (name, ahead) in definitions.chain(criteria) {
        let Some(ahead) = ahead else { continue };
        if !found.iter().any(|known| known.name == name) {
            found.push(Ahead {
                name,
                days: ahead.days,
                reason: ahead.reason.clone(),
            });
        }
    }
    found
}
