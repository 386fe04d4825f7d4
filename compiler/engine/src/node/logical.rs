//! The logical nodes: `Decode` over each scan, and `PatientPass` over all of them.

use crate::decode::layout::DecodeSpec;
use crate::pass::counts;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DFSchema, DFSchemaRef, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, UserDefinedLogicalNodeCore};
use kohort_plan::Plan;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Raw columns to typed columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decode {
    /// What is decoded.
    pub spec: Arc<Spec>,
    /// The scan.
    pub input: LogicalPlan,
    schema: DFSchemaRef,
}

/// A spec as the parameter of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec(pub DecodeSpec);

// Its only partial equality is that of nothing: it holds no floating-point numbers.
impl Eq for Spec {}

impl Decode {
    /// Decodes a scan.
    pub fn new(spec: Arc<Spec>, input: LogicalPlan) -> Result<Self> {
        let schema = Arc::new(DFSchema::try_from(Arc::clone(&spec.0.schema))?);
        Ok(Self { spec, input, schema })
    }
}

impl Hash for Decode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.spec.0.input.hash(state);
        self.spec.0.table.hash(state);
        self.input.hash(state);
    }
}

impl PartialOrd for Decode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for Decode {
    fn name(&self) -> &str {
        "Decode"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.input]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decode: table={}", self.spec.0.table)
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        match <[LogicalPlan; 1]>::try_from(inputs) {
            Ok([input]) => Self::new(Arc::clone(&self.spec), input),
            Err(_) => plan_err!("Decode has one input"),
        }
    }

    fn necessary_children_exprs(&self, _: &[usize]) -> Option<Vec<Vec<usize>>> {
        Some(vec![(0..self.input.schema().fields().len()).collect()])
    }
}

/// All operators over whole patients.
#[derive(Debug, Clone)]
pub struct PatientPass {
    /// What is evaluated.
    pub plan: Arc<Plan>,
    /// The decoded scans in the plan's order.
    pub inputs: Vec<LogicalPlan>,
    schema: DFSchemaRef,
}

impl PatientPass {
    /// A pass over the decoded scans of a plan.
    pub fn new(plan: Arc<Plan>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        if inputs.len() != plan.scans.len() {
            return plan_err!("PatientPass has one input for each scan");
        }
        let schema = Arc::new(DFSchema::try_from(output_schema())?);
        Ok(Self { plan, inputs, schema })
    }
}

/// What a pass puts out: how much to add to which counter, or to which row of which tally.
pub fn output_schema() -> SchemaRef {
    let counter = Field::new(counts::COUNTER, DataType::UInt32, false);
    Arc::new(Schema::new(vec![
        counter,
        Field::new(counts::ROW, DataType::Utf8, false),
        Field::new(counts::COUNT, DataType::UInt64, false),
    ]))
}

impl PartialEq for PatientPass {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.plan, &other.plan) && self.inputs == other.inputs
    }
}

impl Eq for PatientPass {}

impl Hash for PatientPass {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (
            &self.plan.study,
            &self.plan.study_version,
            &self.plan.source,
            &self.inputs,
        )
            .hash(state);
    }
}

impl PartialOrd for PatientPass {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for PatientPass {
    fn name(&self) -> &str {
        "PatientPass"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        self.inputs.iter().collect()
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatientPass: study={}", self.plan.study)
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        Self::new(Arc::clone(&self.plan), inputs)
    }

    fn necessary_children_exprs(&self, _: &[usize]) -> Option<Vec<Vec<usize>>> {
        Some(
            self.inputs
                .iter()
                .map(|input| (0..input.schema().fields().len()).collect())
                .collect(),
        )
    }
}
