//! DataFusion, set up for one run.
//!
//! Invariant: no setting is taken from the environment, and nothing that DataFusion may do differently from run to run can
//! change a count: repartitioning and sorting only say where and when a patient is evaluated.

use crate::error::EnvironmentFault;
use crate::options::RunOptions;
use crate::spill::SpillFolder;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::{QueryPlanner, SessionState};
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::prelude::SessionConfig;
use std::sync::Arc;

/// The part of a sort's share of the memory that it keeps for merging what it spilled.
const RESERVED_PART: usize = 16;
/// How many batches a sort must hold at once, generously.
const BATCHES_AT_ONCE: usize = 16;
/// About how many bytes a decoded row has in memory.
const BYTES_A_ROW: usize = 512;
/// DataFusion's own choice.
const MOST_ROWS: usize = 8192;
/// Smaller batches cost more than they save.
const FEWEST_ROWS: usize = 64;

/// Memory and disk of a run.
pub(crate) fn runtime(
    options: &RunOptions,
    spill: &SpillFolder,
) -> Result<Arc<RuntimeEnv>, EnvironmentFault> {
    let disk = DiskManagerBuilder::default()
        .with_mode(DiskManagerMode::Directories(vec![spill.path()]))
        .with_max_temp_directory_size(u64::MAX);
    let mut builder = RuntimeEnvBuilder::new().with_disk_manager_builder(disk);
    if let Some(limit) = options.memory_limit {
        builder = builder.with_memory_pool(Arc::new(FairSpillPool::new(limit)));
    }
    builder
        .build_arc()
        .map_err(|error| EnvironmentFault::of(&error, options.memory_limit))
}

/// A session with a planner that knows the nodes of a run, in which there are so many sorts side by side.
pub(crate) fn session(
    options: &RunOptions,
    sorts: usize,
    runtime: Arc<RuntimeEnv>,
    planner: Arc<dyn QueryPlanner + Send + Sync>,
) -> SessionState {
    let threads = options.threads.max(1);
    let mut config = SessionConfig::new()
        .with_target_partitions(threads)
        .with_create_default_catalog_and_schema(false)
        .with_collect_statistics(false);
    let mut rows = MOST_ROWS;
    if let Some(limit) = options.memory_limit {
        // Every sort, and the exchange of rows before it, has an equal share.
        let share = limit / (2 * threads * sorts.max(1));
        rows = (share / (BATCHES_AT_ONCE * BYTES_A_ROW)).clamp(FEWEST_ROWS, MOST_ROWS);
        config = config.with_sort_spill_reservation_bytes(share / RESERVED_PART);
    }
    SessionStateBuilder::new()
        .with_config(config.with_batch_size(options.batch_size.unwrap_or(rows).max(1)))
        .with_runtime_env(runtime)
        .with_query_planner(planner)
        .with_aggregate_functions(vec![sum_udaf()])
        .build()
}
