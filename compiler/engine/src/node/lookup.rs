//! The logical node of a look-up: rows with the columns of the rows that they refer to.

use crate::fault::log::{self, FileId, Input};
use datafusion::arrow::datatypes::{FieldRef, Schema, SchemaRef};
use datafusion::common::{DFSchema, DFSchemaRef, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan, UserDefinedLogicalNodeCore};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// How rows are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LookupSpec {
    /// The reading that it is part of.
    pub(crate) input: Input,
    /// The file of the rows, where no other look-up is in between.
    pub(crate) left: Option<FileId>,
    /// The file in which rows are looked up.
    pub(crate) right: Option<FileId>,
    /// Whether there may be several.
    pub(crate) each: bool,
    /// Whether there may be none.
    pub(crate) optional: bool,
    /// For the faults.
    pub(crate) lookup: log::Lookup,
}

/// Rows, each with the columns of the rows of the right input that have the same key. The key is the last column of each
/// input and goes away.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Lookup {
    pub(crate) spec: Arc<LookupSpec>,
    left: LogicalPlan,
    right: LogicalPlan,
    schema: DFSchemaRef,
}

impl Lookup {
    pub(crate) fn new(spec: Arc<LookupSpec>, left: LogicalPlan, right: LogicalPlan) -> Result<Self> {
        let schema = joined_schema(left.schema().inner(), right.schema().inner());
        Ok(Self {
            spec,
            left,
            right,
            schema: Arc::new(DFSchema::try_from(schema)?),
        })
    }
}

/// All columns of both sides but the keys; those of the right side may be empty.
pub(super) fn joined_schema(left: &Schema, right: &Schema) -> SchemaRef {
    let without_key = |schema: &Schema| -> Vec<FieldRef> {
        let count = schema.fields().len().saturating_sub(1);
        schema.fields().iter().take(count).cloned().collect()
    };
    let nullable = |field: FieldRef| Arc::new(field.as_ref().clone().with_nullable(true));
    let fields = without_key(left)
        .into_iter()
        .chain(without_key(right).into_iter().map(nullable));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

impl PartialOrd for Lookup {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for Lookup {
    fn name(&self) -> &str {
        "Lookup"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.left, &self.right]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lookup: table={}", self.spec.lookup.table)
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        match <[LogicalPlan; 2]>::try_from(inputs) {
            Ok([left, right]) => Self::new(Arc::clone(&self.spec), left, right),
            Err(_) => plan_err!("Lookup has two inputs"),
        }
    }

    fn necessary_children_exprs(&self, _: &[usize]) -> Option<Vec<Vec<usize>>> {
        let all = |plan: &LogicalPlan| (0..plan.schema().fields().len()).collect();
        Some(vec![all(&self.left), all(&self.right)])
    }
}
