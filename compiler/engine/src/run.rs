//! A run: a plan over a data folder.
//!
//! Invariant: either all faults of the data are returned, or results of data without a fault; never both, and never a
//! part.

use crate::decode::layout::DecodeSpec;
use crate::decode::opt_out::OptedOut;
use crate::error::{EnvironmentFault, RunError};
use crate::fault::log::Input;
use crate::fault::{DataFault, FaultLog};
use crate::node::logical::{Decode, PatientPass, Spec};
use crate::node::planner::RunPlanner;
use crate::node::{RunContext, Watch};
use crate::options::RunOptions;
use crate::pass::assemble::{Assemble, Assembly};
use crate::pass::counts::{COUNT, COUNTER, Counts, ROW};
use crate::pass::evaluate::Evaluator;
use crate::pass::witness::Witness;
use crate::prepared::{self, is_prepared};
use crate::quality::Observed;
use crate::read::folder::DataFolder;
use crate::read::preflight::sites;
use crate::read::{Checked, preflight};
use crate::results::Results;
use crate::session::{runtime, session};
use crate::spill::SpillFolder;
use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::context::SessionState;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::{Extension, LogicalPlan, LogicalPlanBuilder, col};
use datafusion::physical_plan::execute_stream;
use futures::TryStreamExt;
use kohort_plan::Plan;
use std::sync::Arc;

/// How many rows of whole patients are evaluated at once, unless the caller says otherwise.
pub(crate) const ROWS_AT_ONCE: usize = 1 << 16;

/// Runs a plan. Must be called from a Tokio runtime of several threads.
pub async fn run(plan: &Plan, options: &RunOptions) -> Result<Results, RunError> {
    run_seen(plan, options, None).await
}

/// The same before a witness.
pub(crate) async fn run_seen(
    plan: &Plan,
    options: &RunOptions,
    witness: Option<Arc<dyn Witness>>,
) -> Result<Results, RunError> {
    if is_prepared(&options.data) {
        return prepared::run(plan, options, witness).await;
    }
    let spill = SpillFolder::create(options.spill.as_deref())?;
    let mut run = Run::prepare(plan, options, &spill)?;
    run.witness = witness;
    let (opted_out, log) = run.opted_out().await?;
    run.patients(Arc::new(opted_out), log).await
}

/// [`run`] on threads of its own, for callers without a runtime.
pub fn run_blocking(plan: &Plan, options: &RunOptions) -> Result<Results, RunError> {
    threads(options)?.block_on(run(plan, options))
}

/// A runtime with as many threads as a run may have.
pub(crate) fn threads(options: &RunOptions) -> Result<tokio::runtime::Runtime, EnvironmentFault> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .build()
        .map_err(|error| EnvironmentFault::Threads(error.kind()))
}

/// What a run needs before it reads any value.
pub(crate) struct Run<'a> {
    plan: Arc<Plan>,
    options: &'a RunOptions,
    files: Vec<(Arc<Spec>, Checked)>,
    evaluator: Arc<Evaluator>,
    assembly: Arc<Assembly>,
    runtime: Arc<RuntimeEnv>,
    watch: Arc<Watch>,
    witness: Option<Arc<dyn Witness>>,
}

impl<'a> Run<'a> {
    pub(crate) fn prepare(
        plan: &Plan,
        options: &'a RunOptions,
        spill: &SpillFolder,
    ) -> Result<Self, RunError> {
        let plan = Arc::new(plan.clone());
        let evaluator = Evaluator::new(Arc::clone(&plan)).map_err(EnvironmentFault::from)?;
        let specs = DecodeSpec::all(&plan)?;
        let folder = DataFolder::open(&options.data)?;
        let checked = preflight(&plan, &folder, &specs).map_err(RunError::Data)?;
        let files = specs
            .iter()
            .map(|spec| Arc::new(Spec(DecodeSpec::clone(spec))))
            .zip(checked)
            .collect();
        Ok(Self {
            files,
            options,
            evaluator: Arc::new(evaluator),
            assembly: Arc::new(Assembly::new(&plan)),
            runtime: runtime(options, spill)?,
            watch: Arc::new(Watch::new(options.progress.clone())),
            witness: None,
            plan,
        })
    }

    /// The patients to leave out. A fault in their keys does not keep the other faults from being found.
    pub(crate) async fn opted_out(&self) -> Result<(OptedOut, Arc<FaultLog>), RunError> {
        let mut opted_out = OptedOut::default();
        let log = Arc::new(FaultLog::new(sites(self.files.iter().map(|(_, file)| file))));
        let context = self.context(Arc::new(OptedOut::default()), &log);
        for (spec, file) in self
            .files
            .iter()
            .filter(|(spec, _)| matches!(spec.0.input, Input::OptOut(_)))
        {
            let rows = match self.decode(spec, file, &log) {
                Ok(decoded) => self.collect(decoded, &context).await,
                Err(error) => Err(error),
            };
            for batch in rows.map_err(|error| self.environment(&error))? {
                let keys = batch
                    .column_by_name("key")
                    .and_then(|keys| keys.as_string_opt::<i32>());
                keys.into_iter()
                    .flatten()
                    .flatten()
                    .for_each(|key| opted_out.add(key));
            }
        }
        Ok((opted_out, log))
    }

    /// All other tables, patient by patient.
    async fn patients(&self, opted_out: Arc<OptedOut>, log: Arc<FaultLog>) -> Result<Results, RunError> {
        let context = self.context(Arc::clone(&opted_out), &log);
        let rows = match self.pass(&log) {
            Ok(pass) => self.collect(pass, &context).await,
            Err(error) => Err(error),
        };
        let counts = rows
            .and_then(|rows| Counts::from_rows(&self.plan, &rows))
            .map_err(|error| self.environment(&error))?;
        let faults = self.faults(&log, &counts);
        if faults.is_empty() {
            let files: Vec<&Checked> = self.files.iter().map(|(_, file)| file).collect();
            let observed = Observed::of(&self.plan, opted_out.count(), &log, &files);
            Ok(Results::of(&self.plan, &counts, observed))
        } else {
            Err(RunError::Data(faults))
        }
    }

    /// All faults, once everything was read.
    pub(crate) fn faults(&self, log: &FaultLog, counts: &Counts) -> Vec<DataFault> {
        for damaged in log.unexplained() {
            let of_table = self.files.iter().find(|(spec, _)| spec.0.input == damaged.input);
            if let Some(fault) = of_table.and_then(|(_, file)| file.damage(damaged)) {
                log.file(damaged, fault);
            }
        }
        let repeated: Vec<(usize, u64)> = counts.repeated.iter().copied().enumerate().collect();
        log.faults(&self.plan, &repeated)
    }

    /// What is run.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The tables that are read.
    pub(crate) fn files(&self) -> &[(Arc<Spec>, Checked)] {
        &self.files
    }

    pub(crate) fn context(&self, opted_out: Arc<OptedOut>, log: &Arc<FaultLog>) -> Arc<RunContext> {
        Arc::new(RunContext {
            plan: Arc::clone(&self.plan),
            log: Arc::clone(log),
            opted_out,
            evaluator: Arc::clone(&self.evaluator),
            assembly: Arc::clone(&self.assembly) as Arc<dyn Assemble>,
            watch: Arc::clone(&self.watch),
            witness: self.witness.clone(),
            rows_at_once: self.options.batch_size.unwrap_or(ROWS_AT_ONCE).max(1),
        })
    }

    /// The decoded rows of one table.
    pub(crate) fn decode(
        &self,
        spec: &Arc<Spec>,
        file: &Checked,
        log: &Arc<FaultLog>,
    ) -> Result<LogicalPlan> {
        let node = Decode::new(Arc::clone(spec), file.rows(log)?)?;
        Ok(LogicalPlan::Extension(Extension { node: Arc::new(node) }))
    }

    /// The sums of all counts over all patients.
    fn pass(&self, log: &Arc<FaultLog>) -> Result<LogicalPlan> {
        let scans = self
            .files
            .iter()
            .filter(|(spec, _)| matches!(spec.0.input, Input::Scan(_)));
        let inputs = scans
            .map(|(spec, file)| self.decode(spec, file, log))
            .collect::<Result<Vec<_>>>()?;
        let node = Arc::new(PatientPass::new(Arc::clone(&self.plan), inputs)?);
        LogicalPlanBuilder::from(LogicalPlan::Extension(Extension { node }))
            .aggregate(vec![col(COUNTER), col(ROW)], vec![sum(col(COUNT))])?
            .build()
    }

    async fn collect(&self, plan: LogicalPlan, context: &Arc<RunContext>) -> Result<Vec<RecordBatch>> {
        let session = self.session(context);
        let physical = session.create_physical_plan(&plan).await?;
        execute_stream(physical, session.task_ctx())?.try_collect().await
    }

    /// DataFusion for this run.
    pub(crate) fn session(&self, context: &Arc<RunContext>) -> SessionState {
        let planner = Arc::new(RunPlanner(Arc::clone(context)));
        let sorts = self.files.iter().map(|(_, file)| 1 + file.sorts()).sum();
        session(self.options, sorts, Arc::clone(&self.runtime), planner)
    }

    pub(crate) fn environment(&self, error: &DataFusionError) -> EnvironmentFault {
        EnvironmentFault::of(error, self.options.memory_limit)
    }
}
