//! Evaluates whole patients, partition by partition.
//!
//! Invariants: every input is partitioned by a hash of the patient key and ordered by it within each partition, which
//! DataFusion provides where a file does not have it; a partition puts out its counts once, at its end.

use super::RunContext;
use super::logical::output_schema;
use super::support::properties;
use crate::pass::stream::run_partition;
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::col;
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
use std::fmt;
use std::sync::Arc;

/// All operators of a plan over whole patients.
#[derive(Debug)]
pub struct PatientPassExec {
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    /// The key column of each input.
    keys: Vec<Arc<dyn PhysicalExpr>>,
    context: Arc<RunContext>,
    properties: Arc<PlanProperties>,
}

impl PatientPassExec {
    /// A pass over the decoded scans in the plan's order.
    pub fn new(inputs: Vec<Arc<dyn ExecutionPlan>>, context: Arc<RunContext>) -> Result<Self> {
        let keys = inputs
            .iter()
            .map(|input| col("key", input.schema().as_ref()))
            .collect::<Result<_>>()?;
        let partitions = inputs
            .first()
            .map_or(1, |input| input.output_partitioning().partition_count());
        let properties = properties(output_schema(), partitions, EmissionType::Final);
        Ok(Self {
            inputs,
            keys,
            context,
            properties,
        })
    }
}

impl DisplayAs for PatientPassExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatientPassExec: study={}", self.context.plan.study)
    }
}

impl ExecutionPlan for PatientPassExec {
    fn name(&self) -> &str {
        "PatientPassExec"
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
            .map(|key| Distribution::KeyPartitioned(vec![Arc::clone(key)]))
            .collect::<Vec<_>>();
        if by_key.len() > 1 {
            InputDistributionRequirements::co_partitioned(by_key)
        } else {
            InputDistributionRequirements::new(by_key)
        }
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
        self.inputs.iter().collect()
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
        Ok(Arc::new(Self::new(children, Arc::clone(&self.context))?))
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
        let execute = |input: &Arc<dyn ExecutionPlan>| input.execute(partition, Arc::clone(&context));
        let inputs = self.inputs.iter().map(execute).collect::<Result<Vec<_>>>()?;
        let counts = run_partition(inputs, Arc::clone(&self.context));
        Ok(Box::pin(RecordBatchStreamAdapter::new(
            self.schema(),
            stream::once(counts),
        )))
    }
}
