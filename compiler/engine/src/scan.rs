//! A plain scan: the same columns with the same reader, and nothing else.
//!
//! It exists as the yardstick of the benchmark: a run cannot be faster than reading its columns.

use crate::RunOptions;
use crate::decode::layout::DecodeSpec;
use crate::error::EnvironmentFault;
use crate::error::RunError;
use crate::fault::FaultLog;
use crate::read::folder::DataFolder;
use crate::read::preflight;
use datafusion::datasource::provider_as_source;
use datafusion::execution::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlanBuilder;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionConfig;
use futures::TryStreamExt;
use kohort_plan::Plan;
use std::sync::Arc;

/// Reads every column that a plan reads, once, and returns the number of rows. Values are not looked at.
pub async fn scan(plan: &Plan, options: &RunOptions) -> Result<u64, RunError> {
    let specs = DecodeSpec::all(plan)?;
    let folder = DataFolder::open(&options.data)?;
    let checked = preflight(plan, &folder, &specs).map_err(RunError::Data)?;
    let log = Arc::new(FaultLog::default());
    let mut tables = Vec::new();
    for table in &checked {
        tables.extend(
            table
                .files(&log)
                .map_err(|error| EnvironmentFault::of(&error, options.memory_limit))?,
        );
    }
    let failed = |error| RunError::from(EnvironmentFault::of(&error, options.memory_limit));
    let mut rows = 0_u64;
    for provider in tables {
        let config = SessionConfig::new().with_target_partitions(options.threads.max(1));
        let session = SessionStateBuilder::new()
            .with_config(config)
            .with_default_features()
            .build();
        let plan = LogicalPlanBuilder::scan("file", provider_as_source(provider), None)
            .and_then(LogicalPlanBuilder::build)
            .map_err(failed)?;
        let physical = session.create_physical_plan(&plan).await.map_err(failed)?;
        let mut batches = execute_stream(physical, session.task_ctx()).map_err(failed)?;
        while let Some(batch) = batches.try_next().await.map_err(failed)? {
            rows = rows.saturating_add(batch.num_rows() as u64);
        }
    }
    Ok(rows)
}

/// [`scan`] on threads of its own, for callers without a runtime.
pub fn scan_blocking(plan: &Plan, options: &RunOptions) -> Result<u64, RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .build()
        .map_err(|error| EnvironmentFault::Threads(error.kind()))?;
    runtime.block_on(scan(plan, options))
}
