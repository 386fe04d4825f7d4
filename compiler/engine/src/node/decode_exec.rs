//! Decodes the rows of one table, partition by partition.
//!
//! Invariant: whatever goes wrong while the file below is read ends here as a fault of that file; only a lack of memory
//! or disk is passed on.

use super::RunContext;
use super::logical::Spec;
use super::support::properties;
use crate::decode::batch::Decoder;
use crate::error::is_environment;
use crate::fault::log::{FileId, Noticed};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::internal_err;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::execution_plan::{
    ChildrenPropertiesMode, EmissionType, ReplaceChildrenOptions,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, PlanProperties,
};
use futures::stream;
use futures::{FutureExt, StreamExt};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// Raw columns to typed columns.
#[derive(Debug)]
pub struct DecodeExec {
    spec: Arc<Spec>,
    input: Arc<dyn ExecutionPlan>,
    context: Arc<RunContext>,
    properties: Arc<PlanProperties>,
}

impl DecodeExec {
    /// Decodes what an input reads.
    pub fn new(spec: Arc<Spec>, input: Arc<dyn ExecutionPlan>, context: Arc<RunContext>) -> Self {
        let partitions = input.output_partitioning().partition_count();
        let properties = properties(Arc::clone(&spec.0.schema), partitions, EmissionType::Incremental);
        Self {
            spec,
            input,
            context,
            properties,
        }
    }
}

impl DisplayAs for DecodeExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeExec: table={}", self.spec.0.table)
    }
}

impl ExecutionPlan for DecodeExec {
    fn name(&self) -> &str {
        "DecodeExec"
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
            Ok([input]) => Ok(Arc::new(Self::new(
                Arc::clone(&self.spec),
                input,
                Arc::clone(&self.context),
            ))),
            Err(_) => internal_err!("DecodeExec has one input"),
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
        let decoder = Decoder::new(Arc::new(self.spec.0.clone()), Arc::clone(&self.context.opted_out));
        let state = Partition {
            rows: Some(self.input.execute(partition, context)?),
            decoder,
            spec: Arc::clone(&self.spec),
            context: Arc::clone(&self.context),
        };
        let decoded = stream::unfold(state, |mut state| async move {
            state.next().await.map(|batch| (batch, state))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), decoded)))
    }
}

/// One partition under way.
struct Partition {
    rows: Option<SendableRecordBatchStream>,
    decoder: Decoder,
    spec: Arc<Spec>,
    context: Arc<RunContext>,
}

impl Partition {
    async fn next(&mut self) -> Option<Result<RecordBatch>> {
        let rows = self.rows.as_mut()?;
        // Readers of damaged files may panic.
        let read = AssertUnwindSafe(rows.next()).catch_unwind().await;
        let batch = match read {
            Ok(None) => return None,
            Ok(Some(Ok(batch))) => batch,
            Ok(Some(Err(error))) if is_environment(&error) => return Some(Err(error)),
            Ok(Some(Err(_))) | Err(_) => {
                self.context.log.damaged(FileId {
                    input: self.spec.0.input,
                    file: 0,
                });
                self.rows = None;
                return None;
            }
        };
        let mut noticed = Noticed::default();
        let decoded = self.decoder.decode(&batch, &mut noticed);
        self.context.log.notice(self.spec.0.input, &noticed);
        self.context.watch.advance(batch.num_rows(), 0);
        Some(decoded.map_err(Into::into))
    }
}
