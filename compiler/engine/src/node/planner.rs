//! Logical nodes of ours to physical ones.

use super::RunContext;
use super::decode_exec::DecodeExec;
use super::logical::{Decode, PatientPass};
use super::lookup::Lookup;
use super::lookup_exec::LookupExec;
use super::pass_exec::PatientPassExec;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::internal_err;
use datafusion::error::Result;
use datafusion::execution::context::QueryPlanner;
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{LogicalPlan, UserDefinedLogicalNode};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, ExtensionPlanner, PhysicalPlanner};
use std::sync::Arc;

/// DataFusion's planner, which also knows the nodes of one run.
#[derive(Debug)]
pub struct RunPlanner(pub Arc<RunContext>);

#[async_trait]
impl QueryPlanner for RunPlanner {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let nodes = Arc::new(NodePlanner(Arc::clone(&self.0)));
        DefaultPhysicalPlanner::with_extension_planners(vec![nodes])
            .create_physical_plan(plan, session)
            .await
    }
}

struct NodePlanner(Arc<RunContext>);

#[async_trait]
impl ExtensionPlanner for NodePlanner {
    async fn plan_extension(
        &self,
        _: &dyn PhysicalPlanner,
        node: &dyn UserDefinedLogicalNode,
        _: &[&LogicalPlan],
        inputs: &[Arc<dyn ExecutionPlan>],
        _: &dyn Session,
        _: &PhysicalPlanningContext,
    ) -> Result<Option<Arc<dyn ExecutionPlan>>> {
        if let Some(decode) = node.as_any().downcast_ref::<Decode>() {
            let [input] = inputs else {
                return internal_err!("Decode has one input");
            };
            let exec = DecodeExec::new(Arc::clone(&decode.spec), Arc::clone(input), Arc::clone(&self.0));
            return Ok(Some(Arc::new(exec)));
        }
        if let Some(lookup) = node.as_any().downcast_ref::<Lookup>() {
            let [left, right] = inputs else {
                return internal_err!("Lookup has two inputs");
            };
            let inputs = [Arc::clone(left), Arc::clone(right)];
            let exec = LookupExec::new(Arc::clone(&lookup.spec), inputs, Arc::clone(&self.0));
            return Ok(Some(Arc::new(exec)));
        }
        if node.as_any().is::<PatientPass>() {
            return Ok(Some(Arc::new(PatientPassExec::new(
                inputs.to_vec(),
                Arc::clone(&self.0),
            )?)));
        }
        Ok(None)
    }
}
