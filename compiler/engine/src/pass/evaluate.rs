//! Evaluates a plan for one batch of whole patients: who enters each cohort, and what its criteria say.
//!
//! Invariant: the outcome of a patient depends on nothing but that patient's records, so neither batches nor threads can
//! be seen in a result. Cohorts are evaluated in the plan's order inside one batch; a cohort drawn from another sees the
//! entries that all criteria of that one keep. Counting entries into results is deliberately not done here.

use super::batch::PatientBatch;
use super::kernels::columns;
use super::kernels::dispatch::{Computed, Made, Scope};
use super::kernels::domains::Domains;
use super::kernels::entries::{Entries, kept};
use super::kernels::fault::Fault;
use super::kernels::layout::Layout;
use super::kernels::prepare::{Prepared, Undated};
use super::kernels::requirements;
use super::kernels::schedule::{self, Schedule, Step};
use super::kernels::select::left_aside;
use super::tally::Rows;
use kohort_plan::Plan;
use kohort_plan::algebra::{CohortIndex, CohortPlan, Domain, IndexPlan, NodeId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Evaluates batches of one plan.
#[derive(Debug, Clone)]
pub struct Evaluator {
    plan: Arc<Plan>,
    schedule: Schedule,
    prepared: Prepared,
}

/// What a batch's patients contribute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// The entries of each cohort, in the plan's order.
    pub cohorts: Vec<EntryOutcomes>,
    /// What was left aside, placed or contradictory.
    pub quality: QualityCounts,
    /// How often each row of each tally occurs, in the plan's order.
    pub tallies: Vec<Rows>,
}

/// The entries of one cohort, in the order of patients and index dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryOutcomes {
    /// The patient of each entry, by position in the batch.
    pub patient: Vec<u32>,
    /// The index date of each entry, in days since 1970.
    pub index: Vec<i32>,
    /// For each criterion, its condition for each entry; unknown, if absent.
    pub conditions: Vec<Vec<Option<bool>>>,
}

/// Counts for a result's section on data quality.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QualityCounts {
    /// For each `Select` node in the order of the graph: how many records' membership is unknown, over all patients or
    /// entries.
    pub left_aside: Vec<u64>,
    /// For each `Place` node in the order of the graph: how many dates it placed on a day, and how many a bound moved.
    pub placed: Vec<(u64, u64)>,
    /// For each `Bounded` node in the order of the graph: how many dates certainly break the bound.
    pub bounds: Vec<u64>,
    /// For each `Episodes` or `Gaps` node in the order of the graph: how many records end before they start.
    pub contradictory: Vec<u64>,
    /// For each stream: how many records have no date.
    pub undated: Vec<u64>,
}

/// Why a plan cannot be evaluated. What the data say is never a reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A node contradicts the rest of the plan.
    #[error("node {node} of the plan {reason}")]
    Node {
        /// The node's number.
        node: u32,
        /// What is wrong with it.
        reason: String,
    },
    /// A cohort contradicts the rest of the plan.
    #[error("the plan's cohort `{cohort}` {reason}")]
    Cohort {
        /// The cohort's name.
        cohort: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A tally contradicts the rest of the plan.
    #[error("tally {tally} of the plan {reason}")]
    Tally {
        /// Its position.
        tally: u32,
        /// What is wrong with it.
        reason: String,
    },
    /// A batch does not have the plan's streams and columns.
    #[error("a batch does not fit the plan: {reason}")]
    Batch {
        /// What is wrong with it.
        reason: String,
    },
}

impl Evaluator {
    /// Checks a plan and works out the order of its evaluation.
    pub fn new(plan: Arc<Plan>) -> Result<Self, EvaluateError> {
        let schedule = Schedule::new(&plan)?;
        let prepared = Prepared::new(&plan, &schedule);
        Ok(Self {
            plan,
            schedule,
            prepared,
        })
    }

    /// Evaluates one batch.
    pub fn evaluate(&self, batch: &PatientBatch) -> Result<BatchOutcome, EvaluateError> {
        batch.check(&self.plan)?;
        let layouts = batch
            .streams
            .iter()
            .map(|stream| Layout::from_offsets(&stream.offsets))
            .collect();
        let mut run = Run {
            scope: Scope {
                plan: &self.plan,
                prepared: &self.prepared,
                batch,
                domains: Domains::new(batch.patients, layouts),
                values: BTreeMap::new(),
                periods: BTreeMap::new(),
                lines: BTreeMap::new(),
            },
            outcomes: vec![EntryOutcomes::default(); self.plan.cohorts.len()],
            kept: BTreeMap::new(),
            quality: self.no_counts(),
            tallies: vec![Rows::default(); self.plan.tallies.len()],
        };
        for (step, released) in &self.schedule.steps {
            run.take(*step)
                .map_err(|fault| schedule::error(&self.plan, *step, &fault))?;
            for node in released {
                run.scope.values.remove(node);
            }
        }
        run.count_undated_columns();
        Ok(BatchOutcome {
            cohorts: run.outcomes,
            quality: run.quality,
            tallies: run.tallies,
        })
    }

    /// Counts of the plan's length, all 0.
    fn no_counts(&self) -> QualityCounts {
        let counters = &self.prepared.places;
        QualityCounts {
            left_aside: vec![0; counters.selects.len()],
            placed: vec![(0, 0); counters.places.len()],
            bounds: vec![0; counters.bounds.len()],
            contradictory: vec![0; counters.periods.len()],
            undated: vec![0; self.plan.streams.len()],
        }
    }
}

impl QualityCounts {
    /// Adds another batch's counts. Counts of different lengths are added as far as they go, the longer ones kept.
    pub fn add(&mut self, other: &Self) {
        add(&mut self.left_aside, &other.left_aside, |sum, count| {
            *sum += count
        });
        add(&mut self.contradictory, &other.contradictory, |sum, count| {
            *sum += count
        });
        add(&mut self.bounds, &other.bounds, |sum, count| *sum += count);
        add(&mut self.undated, &other.undated, |sum, count| *sum += count);
        add(&mut self.placed, &other.placed, |sum, count| {
            sum.0 += count.0;
            sum.1 += count.1;
        });
    }
}

fn add<T: Copy + Default>(sums: &mut Vec<T>, counts: &[T], add: impl Fn(&mut T, T)) {
    if sums.len() < counts.len() {
        sums.resize(counts.len(), T::default());
    }
    for (sum, count) in sums.iter_mut().zip(counts) {
        add(sum, *count);
    }
}

/// The evaluation of one batch.
struct Run<'a> {
    scope: Scope<'a>,
    outcomes: Vec<EntryOutcomes>,
    kept: BTreeMap<CohortIndex, Kept>,
    quality: QualityCounts,
    tallies: Vec<Rows>,
}

/// Whom the criteria of a cohort keep.
struct Kept {
    /// Whether each entry is kept.
    flags: Vec<bool>,
    /// Those that are.
    entries: Entries,
}

impl Run<'_> {
    fn take(&mut self, step: Step) -> Result<(), Fault> {
        match step {
            Step::Node(id) => {
                let computed = self.scope.evaluate(id)?;
                self.count(id, &computed);
                self.remember(id, computed)?;
                self.count_undated(id)
            }
            Step::Entries(cohort) => {
                let entries = self.entries(cohort)?;
                if let Some(outcome) = self.outcomes.get_mut(cohort.0 as usize) {
                    outcome.patient.clone_from(&entries.patients);
                    outcome.index.clone_from(&entries.index);
                }
                self.scope.domains.add_entries(cohort, Arc::new(entries));
                Ok(())
            }
            Step::Keep(cohort) => self.keep(cohort),
            Step::Tally(position) => self.tally(position),
        }
    }

    /// Stores what a node computed and made.
    fn remember(&mut self, id: NodeId, computed: Computed) -> Result<(), Fault> {
        let cohort = self.scope.plan.node(id).and_then(|node| node.domain.cohort);
        match computed.made {
            Some(Made::Periods(made)) => {
                self.scope.domains.add_periods(id, cohort, made.layout);
                self.scope.periods.insert(id, made.rows);
            }
            Some(Made::Lines(made)) => {
                self.scope.domains.add_periods(id, cohort, made.layout);
                self.scope.lines.insert(id, made.rows);
            }
            None => {}
        }
        self.scope.values.insert(id, computed.values);
        Ok(())
    }

    /// Adds what a node counts.
    fn count(&mut self, id: NodeId, computed: &Computed) {
        let counters = &self.scope.prepared.places;
        if let Some(count) = counters
            .selects
            .get(&id)
            .and_then(|at| self.quality.left_aside.get_mut(*at))
        {
            *count += computed.values.booleans().map_or(0, left_aside);
        }
        if let Some(count) = counters
            .places
            .get(&id)
            .and_then(|at| self.quality.placed.get_mut(*at))
        {
            *count = computed.placed;
        }
        if let Some(count) = counters
            .bounds
            .get(&id)
            .and_then(|at| self.quality.bounds.get_mut(*at))
        {
            *count = computed.contradictions;
        }
        let made = counters.periods.get(&id).zip(computed.made.as_ref());
        if let Some((count, made)) =
            made.and_then(|(at, made)| Some((self.quality.contradictory.get_mut(*at)?, made)))
        {
            *count = made.contradictory();
        }
    }

    /// Counts the records without a date, if the node is the date of some stream's records.
    fn count_undated(&mut self, id: NodeId) -> Result<(), Fault> {
        for (undated, count) in self.scope.prepared.undated.iter().zip(&mut self.quality.undated) {
            if *undated == Undated::Node(id)
                && let Some(node) = self.scope.plan.node(id)
            {
                let dates = self.scope.operand(id, node.domain)?;
                let records = self.scope.domains.len(node.domain)?;
                *count = (0..records).filter(|at| dates.is_missing(*at)).count() as u64;
            }
        }
        Ok(())
    }

    fn count_undated_columns(&mut self) {
        let streams = self.scope.prepared.undated.iter().zip(&self.scope.batch.streams);
        for ((undated, stream), count) in streams.zip(&mut self.quality.undated) {
            if let Undated::Column(column) = undated {
                *count = stream.columns.get(*column).map_or(0, columns::missing);
            }
        }
    }

    fn cohort(&self, index: CohortIndex) -> Result<&CohortPlan, Fault> {
        self.scope
            .plan
            .cohorts
            .get(index.0 as usize)
            .ok_or(Fault::Other("is a cohort that does not exist"))
    }

    fn entries(&self, index: CohortIndex) -> Result<Entries, Fault> {
        let cohort = self.cohort(index)?;
        let patients = self.scope.domains.patients();
        let parent = cohort.from.map(|from| {
            self.kept
                .get(&from)
                .map(|kept| &kept.entries)
                .ok_or(Fault::Other("is drawn from a cohort without entries"))
        });
        let parent = parent.transpose()?;
        let candidates = parent.map_or_else(
            || vec![true; patients],
            |parent| parent.patients_with_one(patients),
        );
        match cohort.index {
            IndexPlan::Inherited => parent
                .cloned()
                .ok_or(Fault::Other("has no cohort to take its index date from")),
            IndexPlan::One(date) => {
                let dates = self.scope.operand(date, Domain::default())?;
                Ok(Entries::one(dates.dates()?, &candidates))
            }
            IndexPlan::Each { bag, date } => {
                let (layout, members) = self.scope.bag(Domain::default(), bag)?;
                let space = super::kernels::requirements::walked(self.scope.plan, None, bag)?;
                let dates = self.scope.operand(date, space)?;
                Ok(Entries::each(
                    &layout,
                    members.booleans()?,
                    dates.dates()?,
                    &candidates,
                ))
            }
        }
    }

    fn tally(&mut self, position: u32) -> Result<(), Fault> {
        let cohort = requirements::tally(self.scope.plan, position)?.cohort;
        let kept = self.kept.get(&cohort);
        let kept = kept.ok_or(Fault::Other("counts a cohort without entries"))?;
        let rows = self.scope.tally(position, &kept.flags)?;
        if let Some(counted) = self.tallies.get_mut(position as usize) {
            *counted = rows;
        }
        Ok(())
    }

    fn keep(&mut self, index: CohortIndex) -> Result<(), Fault> {
        let cohort = self.cohort(index)?;
        let domain = Domain {
            cohort: Some(index),
            space: None,
        };
        let entries = Arc::clone(self.scope.domains.entries(index)?);
        let mut conditions = Vec::with_capacity(cohort.criteria.len());
        for criterion in &cohort.criteria {
            let operand = self.scope.operand(criterion.condition, domain)?;
            let condition = operand.booleans()?;
            conditions.push(
                (0..entries.patients.len())
                    .map(|at| condition.at(at))
                    .collect::<Vec<_>>(),
            );
        }
        let flags = kept(&cohort.criteria, &conditions, entries.patients.len());
        let entries = entries.filter(&flags);
        self.kept.insert(index, Kept { flags, entries });
        if let Some(outcome) = self.outcomes.get_mut(index.0 as usize) {
            outcome.conditions = conditions;
        }
        Ok(())
    }
}
