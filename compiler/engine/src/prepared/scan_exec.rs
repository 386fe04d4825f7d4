//! The records of one stream as a DataFusion node: one partition for each bucket.
//!
//! Invariant: a bucket holds all records of its patients, in the order of their keys. The node declares this as hash
//! partitioning and ordering, so that whatever requires them finds them and inserts nothing.

use super::bucket_file::BucketFile;
use super::fault::PreparedFault;
use super::folder::PreparedFolder;
use super::wanted::{KEY, WantedStream};
use crate::node::Watch;
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::internal_err;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::col;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use std::fmt;
use std::sync::Arc;

/// How many batches may wait to be evaluated.
const WAITING: usize = 2;

/// The records of one stream, bucket by bucket.
#[derive(Debug)]
pub(super) struct PreparedExec {
    folder: Arc<PreparedFolder>,
    wanted: Arc<WantedStream>,
    watch: Arc<Watch>,
    key: Arc<dyn PhysicalExpr>,
    properties: Arc<PlanProperties>,
}

impl PreparedExec {
    pub(super) fn new(
        folder: Arc<PreparedFolder>,
        wanted: Arc<WantedStream>,
        watch: Arc<Watch>,
    ) -> Result<Self> {
        let key = col(KEY, wanted.schema.as_ref())?;
        let by_key = PhysicalSortExpr {
            expr: Arc::clone(&key),
            options: SortOptions {
                descending: false,
                nulls_first: false,
            },
        };
        let properties = PlanProperties::new(
            EquivalenceProperties::new_with_orderings(Arc::clone(&wanted.schema), [vec![by_key]]),
            Partitioning::Hash(vec![Arc::clone(&key)], folder.manifest.buckets as usize),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(Self {
            folder,
            wanted,
            watch,
            key,
            properties: Arc::new(properties),
        })
    }
}

impl DisplayAs for PreparedExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entity = self.folder.manifest.streams.get(self.wanted.position);
        write!(
            f,
            "PreparedExec: records={}",
            entity.map_or("", |stream| stream.entity.as_str())
        )
    }
}

impl ExecutionPlan for PreparedExec {
    fn name(&self) -> &str {
        "PreparedExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        visit(&self.key)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if children.is_empty() {
            Ok(self)
        } else {
            internal_err!("PreparedExec has no input")
        }
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if children.is_empty() {
            Ok(self)
        } else {
            internal_err!("PreparedExec has no input")
        }
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (folder, wanted) = (Arc::clone(&self.folder), Arc::clone(&self.wanted));
        let watch = Arc::clone(&self.watch);
        let batch_size = context.session_config().batch_size().max(1);
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.wanted.schema), WAITING);
        let sender = builder.tx();
        // Reading blocks, so it has a thread of its own.
        builder.spawn_blocking(move || {
            let send = |batch: RecordBatch| {
                watch.advance(batch.num_rows(), 0);
                sender.blocking_send(Ok(batch)).is_ok()
            };
            read(&folder, &wanted, (partition, batch_size), send)
                .map_err(|fault| DataFusionError::External(Box::new(fault)))
        });
        Ok(builder.build())
    }
}

/// Reads a bucket and hands on its batches; `false` from `send` means that nobody wants more.
fn read(
    folder: &PreparedFolder,
    wanted: &WantedStream,
    (bucket, batch_size): (usize, usize),
    mut send: impl FnMut(RecordBatch) -> bool,
) -> Result<(), PreparedFault> {
    let Some(mut file) = BucketFile::open(folder, wanted, (bucket, batch_size))? else {
        return Ok(());
    };
    while let Some(batch) = file
        .next()
        .map_err(|problem| folder.damaged_bucket(wanted.position, bucket, problem))?
    {
        if !send(batch) {
            break;
        }
    }
    Ok(())
}
