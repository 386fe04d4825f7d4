//! Looks rows up, partition by partition.
//!
//! Invariants: both inputs are partitioned by a hash of their keys and ordered by them within each partition, which
//! DataFusion provides, on disk where memory does not suffice; memory is bounded by a batch of each side and the rows of
//! one key. A row whose look-up is at fault goes no further, so that it has no second fault. Whatever goes wrong while a
//! file below is read ends here as a fault of that file.

use super::RunContext;
use super::lookup::{LookupSpec, joined_schema};
use super::merge::Merge;
use super::support::properties;
use crate::error::is_environment;
use crate::fault::FaultLog;
use crate::fault::log::FileId;
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::internal_err;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::{
    Distribution, LexRequirement, OrderingRequirements, PhysicalExpr, PhysicalSortRequirement,
};
use datafusion::physical_plan::execution_plan::{
    ChildrenPropertiesMode, EmissionType, ReplaceChildrenOptions,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, InputDistributionRequirements,
    PlanProperties,
};
use futures::stream;
use futures::{FutureExt, StreamExt};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// A look-up.
#[derive(Debug)]
pub(super) struct LookupExec {
    spec: Arc<LookupSpec>,
    left: Arc<dyn ExecutionPlan>,
    right: Arc<dyn ExecutionPlan>,
    keys: [Arc<dyn PhysicalExpr>; 2],
    context: Arc<RunContext>,
    properties: Arc<PlanProperties>,
}

impl LookupExec {
    pub(super) fn new(
        spec: Arc<LookupSpec>,
        [left, right]: [Arc<dyn ExecutionPlan>; 2],
        context: Arc<RunContext>,
    ) -> Self {
        let schema = joined_schema(left.schema().as_ref(), right.schema().as_ref());
        let partitions = left.output_partitioning().partition_count();
        let key = |input: &Arc<dyn ExecutionPlan>| -> Arc<dyn PhysicalExpr> {
            let schema = input.schema();
            let last = schema.fields().len().saturating_sub(1);
            let name = schema.fields().last().map_or("", |field| field.name().as_str());
            Arc::new(Column::new(name, last))
        };
        Self {
            keys: [key(&left), key(&right)],
            properties: properties(schema, partitions, EmissionType::Incremental),
            spec,
            left,
            right,
            context,
        }
    }
}

impl DisplayAs for LookupExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookupExec: table={}", self.spec.lookup.table)
    }
}

impl ExecutionPlan for LookupExec {
    fn name(&self) -> &str {
        "LookupExec"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(self.properties.eq_properties.schema())
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn input_distribution_requirements(&self) -> InputDistributionRequirements {
        let by_key = self
            .keys
            .iter()
            .map(|key| Distribution::KeyPartitioned(vec![Arc::clone(key)]));
        InputDistributionRequirements::co_partitioned(by_key.collect())
    }

    fn required_input_ordering(&self) -> Vec<Option<OrderingRequirements>> {
        let ascending = SortOptions {
            descending: false,
            nulls_first: false,
        };
        let by_key = |key: &Arc<dyn PhysicalExpr>| {
            let requirement = PhysicalSortRequirement::new(Arc::clone(key), Some(ascending));
            LexRequirement::new([requirement]).map(OrderingRequirements::new)
        };
        self.keys.iter().map(by_key).collect()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.left, &self.right]
    }

    fn apply_expressions(
        &self,
        visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        for key in &self.keys {
            if visit(key)? == TreeNodeRecursion::Stop {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match <[Arc<dyn ExecutionPlan>; 2]>::try_from(children) {
            Ok(inputs) => Ok(Arc::new(Self::new(
                Arc::clone(&self.spec),
                inputs,
                Arc::clone(&self.context),
            ))),
            Err(_) => internal_err!("LookupExec has two inputs"),
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
        let batch_size = context.session_config().batch_size().max(1);
        let side = |input: &Arc<dyn ExecutionPlan>, file: Option<FileId>| {
            Ok::<_, datafusion::error::DataFusionError>(Side {
                rows: Some(input.execute(partition, Arc::clone(&context))?),
                file,
                log: Arc::clone(&self.context.log),
            })
        };
        let state = State {
            left: side(&self.left, self.spec.left)?,
            right: side(&self.right, self.spec.right)?,
            merge: Merge::new(
                Arc::clone(&self.spec),
                self.schema(),
                self.right.schema(),
                batch_size,
            )?,
            log: Arc::clone(&self.context.log),
        };
        let joined = stream::unfold(Some(state), |state| async move {
            let mut state = state?;
            match state.next().await {
                Ok(Some(batch)) => Some((Ok(batch), Some(state))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), joined)))
    }
}

/// The rows of one side.
struct Side {
    rows: Option<SendableRecordBatchStream>,
    file: Option<FileId>,
    log: Arc<FaultLog>,
}

impl Side {
    /// The next rows; nothing behind the last, or where the file is damaged.
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        let Some(rows) = self.rows.as_mut() else {
            return Ok(None);
        };
        loop {
            // Readers of damaged files may panic.
            let read = AssertUnwindSafe(rows.next()).catch_unwind().await;
            match (read, self.file) {
                (Ok(None), _) => break,
                (Ok(Some(Ok(batch))), _) if batch.num_rows() == 0 => {}
                (Ok(Some(Ok(batch))), _) => return Ok(Some(batch)),
                (Ok(Some(Err(error))), None) => return Err(error),
                (Ok(Some(Err(error))), Some(_)) if is_environment(&error) => return Err(error),
                (Err(_), None) => return internal_err!("reading failed"),
                (Ok(Some(Err(_))) | Err(_), Some(file)) => {
                    self.log.damaged(file);
                    break;
                }
            }
        }
        self.rows = None;
        Ok(None)
    }
}

/// One partition under way.
struct State {
    left: Side,
    right: Side,
    merge: Merge,
    log: Arc<FaultLog>,
}

impl State {
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if self.merge.wants_right() {
                self.merge.add_right(self.right.next().await?)?;
            } else if self.merge.wants_left() {
                match self.left.next().await? {
                    Some(rows) => self.merge.add_left(rows)?,
                    None => {
                        let last = self.merge.flush()?;
                        if last.is_none() {
                            self.merge.tell(&self.log);
                        }
                        return Ok(last);
                    }
                }
            } else if let Some(batch) = self.merge.step()? {
                return Ok(Some(batch));
            }
        }
    }
}
