//! A run over prepared data: one task for each bucket, as many at once as there are threads.
//!
//! Invariant: memory is bounded by the buckets under way, of each some batches; counts of buckets add up, so that it does
//! not matter which bucket is ready first.

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
use crate::pass::counts::Counts;
use crate::pass::evaluate::Evaluator;
use crate::pass::witness::Witness;
use crate::results::Results;
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

/// Runs a plan over prepared data.
pub(crate) async fn run(
    plan: &Plan,
    options: &RunOptions,
    witness: Option<Arc<dyn Witness>>,
) -> Result<Results, RunError> {
    let folder = PreparedFolder::open(&options.data).map_err(EnvironmentFault::from)?;
    folder
        .check(plan, options.source_hash.as_deref())
        .map_err(EnvironmentFault::from)?;
    let plan = Arc::new(plan.clone());
    let folder = Arc::new(folder);
    let specs = DecodeSpec::all(&plan)?;
    let streams: Vec<Arc<WantedStream>> = WantedStream::all(&plan, &folder)?
        .into_iter()
        .map(Arc::new)
        .collect();
    let log = Arc::new(FaultLog::default());
    quality::note(&plan, &folder, &streams, &log);
    let pass = pass(&plan, options, (&folder, &streams), &log, witness)?;
    let rows = buckets(&pass, folder.manifest.buckets as usize, options).await;
    let counts = rows.and_then(|rows| Counts::from_rows(&plan, &rows));
    let mut counts = counts.map_err(|error| EnvironmentFault::of(&error, options.memory_limit))?;
    counts.without_patient = quality::without_patient(&plan, &folder);
    let observed = quality::observed(&plan, &folder, &specs, &log);
    Ok(Results::of(&plan, &counts, observed))
}

/// The operators over the records of all streams.
fn pass(
    plan: &Arc<Plan>,
    options: &RunOptions,
    (folder, streams): (&Arc<PreparedFolder>, &[Arc<WantedStream>]),
    log: &Arc<FaultLog>,
    witness: Option<Arc<dyn Witness>>,
) -> Result<PatientPassExec, EnvironmentFault> {
    let watch = Arc::new(Watch::new(options.progress.clone()));
    let context = RunContext {
        plan: Arc::clone(plan),
        log: Arc::clone(log),
        opted_out: Arc::new(OptedOut::default()),
        evaluator: Arc::new(Evaluator::new(Arc::clone(plan)).map_err(EnvironmentFault::from)?),
        assembly: Arc::new(PreparedAssembly::new(folder, streams)),
        watch: Arc::clone(&watch),
        witness,
        rows_at_once: options.batch_size.unwrap_or(ROWS_AT_ONCE).max(1),
    };
    let records = streams.iter().map(|stream| {
        let exec = PreparedExec::new(Arc::clone(folder), Arc::clone(stream), Arc::clone(&watch))?;
        Ok(Arc::new(exec) as Arc<dyn ExecutionPlan>)
    });
    let pass = records.collect::<Result<Vec<_>>>();
    pass.and_then(|records| PatientPassExec::new(records, Arc::new(context)))
        .map_err(|error| EnvironmentFault::of(&error, options.memory_limit))
}

/// The counts of all buckets. Of several faults the one of the first bucket is told, whichever was met first.
async fn buckets(pass: &PatientPassExec, buckets: usize, options: &RunOptions) -> Result<Vec<RecordBatch>> {
    let batch = SessionConfig::new().with_batch_size(options.batch_size.unwrap_or(BATCH).max(1));
    let context = Arc::new(TaskContext::default().with_session_config(batch));
    let tasks = (0..buckets).map(|bucket| {
        let counts = pass.execute(bucket, Arc::clone(&context));
        async move {
            let counts = tokio::spawn(async move { counts?.try_collect::<Vec<_>>().await }).await;
            let counts = counts.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error))));
            (bucket, counts)
        }
    });
    let tasks = stream::iter(tasks).buffer_unordered(options.threads.max(1));
    let mut done: Vec<(usize, Result<Vec<RecordBatch>>)> = tasks.collect().await;
    done.sort_by_key(|(bucket, _)| *bucket);
    let counts = done.into_iter().map(|(_, counts)| counts);
    Ok(counts
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::sample_study;
    use crate::prepared::{FORMAT, Manifest, PreparedColumn, PreparedSource, PreparedStream};
    use datafusion::config::ConfigOptions;
    use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
    use datafusion::physical_plan::displayable;
    use kohort_plan::algebra::{Scan, ScanOrigin, Stream};
    use std::collections::BTreeSet;

    /// A folder that could be the one of a plan.
    fn folder(plan: &Plan, buckets: u32) -> PreparedFolder {
        let stream = |stream: &Stream| {
            let scans = stream.parts.iter().map(|part| &plan.scans[part.scan.0 as usize]);
            let columns = stream.columns.iter().map(|column| PreparedColumn {
                name: column.name.clone(),
                of: column.name.clone(),
                attribute: column.attribute.is_some(),
                parts: vec![0],
                with_unit: false,
                with_last: false,
                missing: 0,
                unreadable: Vec::new(),
            });
            PreparedStream {
                entity: stream.name.clone(),
                fingerprint: String::new(),
                rows: 0,
                parts: scans.map(|scan| (scan.table.clone(), scan.key.clone())).collect(),
                columns: columns.collect(),
                files: vec![None; buckets as usize],
            }
        };
        PreparedFolder {
            path: ".".into(),
            manifest: Manifest {
                format: FORMAT,
                kohort: String::new(),
                source: PreparedSource {
                    name: plan.source.clone(),
                    version: plan.source_version.clone(),
                    model: plan.model.clone(),
                    model_version: plan.model_version.clone(),
                    hash: String::new(),
                },
                fingerprint: String::new(),
                buckets,
                patients: 0,
                opted_out: 0,
                tables: Vec::new(),
                streams: plan.streams.iter().map(stream).collect(),
            },
        }
    }

    #[test]
    fn datafusion_would_neither_repartition_nor_sort() {
        let mut plan = sample_study::plan();
        let scan = |stream: &Stream| Scan {
            table: stream.name.clone(),
            origin: ScanOrigin::Files(Vec::new()),
            optional: false,
            optional_columns: BTreeSet::new(),
            key: "id".to_owned(),
        };
        plan.scans = plan.streams.iter().map(scan).collect();
        let plan = Arc::new(plan);
        let folder = Arc::new(folder(&plan, 5));
        let streams: Vec<Arc<WantedStream>> = WantedStream::all(&plan, &folder)
            .unwrap()
            .into_iter()
            .map(Arc::new)
            .collect();
        let log = Arc::new(FaultLog::default());
        let pass = pass(&plan, &RunOptions::new("."), (&folder, &streams), &log, None).unwrap();
        let before: Arc<dyn ExecutionPlan> = Arc::new(pass);
        let mut after = Arc::clone(&before);
        let mut config = ConfigOptions::new();
        config.execution.target_partitions = 2;
        for rule in PhysicalOptimizer::new().rules {
            after = rule.optimize(after, &config).unwrap();
        }
        let operators = |plan: &Arc<dyn ExecutionPlan>| -> Vec<String> {
            let shown = displayable(plan.as_ref()).indent(false).to_string();
            shown.lines().map(|line| line.trim().to_owned()).collect()
        };
        // That a scan lets other tasks take their turn changes nothing in its rows.
        let mut rest = operators(&after);
        rest.retain(|operator| operator != "CooperativeExec");
        assert_eq!(operators(&before), rest);
        assert_eq!(rest.len(), 1 + plan.streams.len());
    }
}
