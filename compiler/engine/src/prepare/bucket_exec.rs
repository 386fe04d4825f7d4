//! Decoded rows with keys that sort by bucket, and then sorted by them.
//!
//! Invariant: the rows stay the same but for the key; sorting goes to disk where memory is limited.

use super::bucket::sort_key;
use super::sizes::Sizes;
use crate::node::support::properties;
use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::internal_err;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::col;
use datafusion::physical_expr::{LexOrdering, PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_plan::execution_plan::{
    ChildrenPropertiesMode, EmissionType, ReplaceChildrenOptions,
};
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, PlanProperties,
};
use futures::StreamExt;
use std::fmt;
use std::sync::Arc;

/// All rows of a decoded table in one stream, bucket after bucket and patient after patient.
pub(super) fn in_order(
    decoded: Arc<dyn ExecutionPlan>,
    buckets: u32,
    sizes: &Arc<Sizes>,
) -> Result<Arc<dyn ExecutionPlan>> {
    let rows = Arc::new(BucketExec::new(decoded, buckets, Arc::clone(sizes)));
    let by_key = PhysicalSortExpr {
        expr: col("key", rows.schema().as_ref())?,
        options: SortOptions {
            descending: false,
            nulls_first: false,
        },
    };
    let Some(order) = LexOrdering::new([by_key]) else {
        return internal_err!("there is a key to sort by");
    };
    let sorted = SortExec::new(order.clone(), rows).with_preserve_partitioning(true);
    Ok(Arc::new(SortPreservingMergeExec::new(order, Arc::new(sorted))))
}

/// Decoded rows with keys that sort by bucket.
#[derive(Debug)]
struct BucketExec {
    input: Arc<dyn ExecutionPlan>,
    buckets: u32,
    sizes: Arc<Sizes>,
    properties: Arc<PlanProperties>,
}

impl BucketExec {
    fn new(input: Arc<dyn ExecutionPlan>, buckets: u32, sizes: Arc<Sizes>) -> Self {
        let partitions = input.output_partitioning().partition_count();
        let properties = properties(input.schema(), partitions, EmissionType::Incremental);
        Self {
            input,
            buckets,
            sizes,
            properties,
        }
    }
}

impl DisplayAs for BucketExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BucketExec: buckets={}", self.buckets)
    }
}

impl ExecutionPlan for BucketExec {
    fn name(&self) -> &str {
        "BucketExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match <[Arc<dyn ExecutionPlan>; 1]>::try_from(children) {
            Ok([input]) => Ok(Arc::new(Self::new(input, self.buckets, Arc::clone(&self.sizes)))),
            Err(_) => internal_err!("BucketExec has one input"),
        }
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(
            children,
            ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute),
        )
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let rows = self.input.execute(partition, context)?;
        let (buckets, sizes) = (self.buckets, Arc::clone(&self.sizes));
        let rows = rows.map(move |batch| {
            let batch = batch?;
            sizes.look(&batch);
            with_sort_keys(&batch, buckets)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows)))
    }
}

fn with_sort_keys(batch: &RecordBatch, buckets: u32) -> Result<RecordBatch> {
    let Some((keys, rest)) = batch.columns().split_first() else {
        return internal_err!("decoded rows have no keys");
    };
    let Some(keys) = keys.as_string_opt::<i32>() else {
        return internal_err!("decoded keys are no texts");
    };
    let keys: StringArray = keys
        .iter()
        .map(|key| key.map(|key| sort_key(key, buckets)))
        .collect();
    let columns = std::iter::once(Arc::new(keys) as ArrayRef).chain(rest.iter().cloned());
    Ok(RecordBatch::try_new(batch.schema(), columns.collect())?)
}
