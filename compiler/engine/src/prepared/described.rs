//! A walk through all prepared records, for whoever wants to see each batch of them.
//!
//! Invariant: what is walked through are the batches that a run evaluates; buckets may come in any order.

use super::batches::PreparedAssembly;
use super::folder::PreparedFolder;
use super::quality;
use super::scan_exec::PreparedExec;
use super::wanted::WantedStream;
use crate::decode::layout::DecodeSpec;
use crate::decode::opt_out::OptedOut;
use crate::error::{EnvironmentFault, RunError};
use crate::fault::FaultLog;
use crate::node::pass_exec::PatientPassExec;
use crate::node::{RunContext, Watch};
use crate::options::RunOptions;
use crate::pass::assemble::Assemble;
use crate::pass::evaluate::Evaluator;
use crate::quality::Observed;
use crate::run::ROWS_AT_ONCE;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionConfig;
use futures::{StreamExt, TryStreamExt, stream};
use kohort_plan::Plan;
use std::sync::Arc;

/// How many rows are decoded at once, unless the caller says otherwise.
const BATCH: usize = 8192;

/// What is known beside the records.
pub(crate) struct Walked {
    pub(crate) observed: Observed,
    pub(crate) without_patient: Vec<u64>,
    pub(crate) log: Arc<FaultLog>,
}

/// Walks through the records that a plan reads; `wrapped` gets what assembles batches of them, and gives what does instead.
pub(crate) async fn walk<A: Assemble + 'static>(
    plan: &Arc<Plan>,
    options: &RunOptions,
    wrapped: impl FnOnce(Arc<dyn Assemble>) -> Arc<A>,
) -> Result<Walked, RunError> {
    let folder = PreparedFolder::open(&options.data).map_err(EnvironmentFault::from)?;
    folder
        .check(plan, options.source_hash.as_deref())
        .map_err(EnvironmentFault::from)?;
    let folder = Arc::new(folder);
    let specs = DecodeSpec::all(plan)?;
    let streams: Vec<Arc<WantedStream>> = WantedStream::all(plan, &folder)?
        .into_iter()
        .map(Arc::new)
        .collect();
    let log = Arc::new(FaultLog::default());
    quality::note(plan, &folder, &streams, &log);
    let watch = Arc::new(Watch::new(options.progress.clone()));
    let context = Arc::new(RunContext {
        plan: Arc::clone(plan),
        log: Arc::clone(&log),
        opted_out: Arc::new(OptedOut::default()),
        evaluator: Arc::new(Evaluator::new(Arc::clone(plan)).map_err(EnvironmentFault::from)?),
        assembly: wrapped(Arc::new(PreparedAssembly::new(&folder, &streams))),
        watch: Arc::clone(&watch),
        witness: None,
        rows_at_once: options.batch_size.unwrap_or(ROWS_AT_ONCE).max(1),
    });
    let records = streams.iter().map(|stream| {
        let exec = PreparedExec::new(Arc::clone(&folder), Arc::clone(stream), Arc::clone(&watch))?;
        Ok(Arc::new(exec) as Arc<dyn ExecutionPlan>)
    });
    let pass = records
        .collect::<Result<Vec<_>>>()
        .and_then(|records| PatientPassExec::new(records, context));
    let walked = match pass {
        Ok(pass) => buckets(&pass, folder.manifest.buckets as usize, options).await,
        Err(error) => Err(error),
    };
    walked.map_err(|error| EnvironmentFault::of(&error, options.memory_limit))?;
    Ok(Walked {
        observed: quality::observed(plan, &folder, &specs, &log),
        without_patient: quality::without_patient(plan, &folder),
        log,
    })
}

/// Walks through all buckets. Of several faults the one of the first bucket is told, whichever was met first.
async fn buckets(pass: &PatientPassExec, buckets: usize, options: &RunOptions) -> Result<()> {
    let batch = SessionConfig::new().with_batch_size(options.batch_size.unwrap_or(BATCH).max(1));
    let context = Arc::new(TaskContext::default().with_session_config(batch));
    let tasks = (0..buckets).map(|bucket| {
        let counts = pass.execute(bucket, Arc::clone(&context));
        async move {
            let counts = tokio::spawn(async move { counts?.try_collect::<Vec<RecordBatch>>().await }).await;
            let counts = counts.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error))));
            (bucket, counts)
        }
    });
    let tasks = stream::iter(tasks).buffer_unordered(options.threads.max(1));
    let mut done: Vec<(usize, Result<Vec<RecordBatch>>)> = tasks.collect().await;
    done.sort_by_key(|(bucket, _)| *bucket);
    done.into_iter().try_for_each(|(_, counts)| counts.map(|_| ()))
}
