//! A surveyed table as a logical plan of DataFusion's: its scans, and a look-up for each join.
//!
//! Invariant: the plan's columns are the wanted ones in their order, whatever they are called in the files; a column that
//! the dataset lacks is null.

use super::leaf::{Leaf, Slot};
use super::list_rows;
use super::survey::{JoinedTree, StepTree, Survey, Tree, lacking};
use crate::fault::FaultLog;
use crate::fault::log::{FileId, Input};
use crate::node::join_key::JoinKey;
use crate::node::lookup::{Lookup, LookupSpec};
use datafusion::arrow::datatypes::Schema;
use datafusion::common::{Column, ScalarValue, TableReference};
use datafusion::datasource::provider_as_source;
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, Extension, LogicalPlan, LogicalPlanBuilder, ScalarUDF};
use std::sync::Arc;

/// The name of a raw column in the plans of a joined table.
fn name(slot: Slot) -> String {
    format!("r{}_{}", slot.leaf, slot.column)
}

/// The rows of a table with the wanted columns.
pub(crate) fn rows(survey: &Survey, input: Input, log: &Arc<FaultLog>) -> Result<LogicalPlan> {
    let builder = Builder {
        leaves: &survey.leaves,
        input,
        log,
    };
    let wanted = survey.wanted.iter().enumerate();
    let plan = builder.tree(&survey.tree)?;
    let columns = wanted.map(|(position, slot)| column(&name(*slot)).alias(format!("c{position}")));
    LogicalPlanBuilder::from(plan)
        .project(columns.collect::<Vec<_>>())?
        .build()
}

fn column(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

struct Builder<'a> {
    leaves: &'a [Leaf],
    input: Input,
    log: &'a Arc<FaultLog>,
}

impl Builder<'_> {
    fn tree(&self, tree: &Tree) -> Result<LogicalPlan> {
        match tree {
            Tree::Leaf(leaf) => self.leaf(*leaf),
            Tree::Joined(joined) => self.joined(joined),
        }
    }

    /// The wanted columns of one file.
    fn leaf(&self, position: usize) -> Result<LogicalPlan> {
        let Some(leaf) = self.leaves.get(position) else {
            return datafusion::common::internal_err!("a file of a table is missing");
        };
        let provider = match leaf.table(self.log)? {
            Some(provider) => provider,
            None => list_rows::empty(Arc::new(Schema::empty()))?,
        };
        let schema = provider.schema();
        let table = TableReference::bare(format!("t{position}"));
        let scan = LogicalPlanBuilder::scan(table.clone(), provider_as_source(provider), None)?;
        let columns = leaf.fields().into_iter().enumerate().map(|(column, field)| {
            let slot = Slot {
                leaf: position,
                column,
            };
            let found = field.and_then(|field| schema.fields().get(field));
            let value = match found {
                Some(field) => Expr::Column(Column::new(Some(table.clone()), field.name())),
                None => Expr::Literal(ScalarValue::Null, None),
            };
            value.alias(name(slot))
        });
        scan.project(columns.collect::<Vec<_>>())?.build()
    }

    fn joined(&self, joined: &JoinedTree) -> Result<LogicalPlan> {
        let mut rows = self.tree(&joined.base)?;
        let mut damaged_by = self.read_directly(&joined.base);
        for (number, step) in joined.steps.iter().enumerate() {
            rows = match lacking(&step.tree, self.leaves) {
                // What is not there adds nothing but its columns, which are empty.
                true => self.with_nulls(rows, &step.tree)?,
                false => self.step(rows, damaged_by.take(), number, step)?,
            };
        }
        Ok(rows)
    }

    /// The file that a tree reads without a look-up in between.
    fn read_directly(&self, tree: &Tree) -> Option<FileId> {
        match tree {
            Tree::Leaf(leaf) => self.leaves.get(*leaf).map(Leaf::id),
            Tree::Joined(_) => None,
        }
    }

    fn step(
        &self,
        left: LogicalPlan,
        left_file: Option<FileId>,
        number: usize,
        step: &StepTree,
    ) -> Result<LogicalPlan> {
        let right_file = self.read_directly(&step.tree);
        let (left_on, right_on): (Vec<Slot>, Vec<Slot>) = step.on.iter().copied().unzip();
        let left = with_key(left, &left_on, &format!("left_key_{number}"))?;
        let right = with_key(self.tree(&step.tree)?, &right_on, &format!("right_key_{number}"))?;
        let spec = LookupSpec {
            input: self.input,
            left: left_file,
            right: right_file,
            each: step.each,
            optional: step.optional,
            lookup: step.lookup.clone(),
        };
        let node = Arc::new(Lookup::new(Arc::new(spec), left, right)?);
        Ok(LogicalPlan::Extension(Extension { node }))
    }

    /// The rows with empty columns for a table that the dataset lacks.
    fn with_nulls(&self, rows: LogicalPlan, tree: &Tree) -> Result<LogicalPlan> {
        let lacking = self.tree(tree)?;
        let own = rows.schema().fields().iter().map(|field| column(field.name()));
        let nulls = lacking.schema().fields().iter().map(|field| {
            let null = Expr::Literal(ScalarValue::Null, None);
            null.alias(field.name())
        });
        let columns: Vec<Expr> = own.chain(nulls).collect();
        LogicalPlanBuilder::from(rows).project(columns)?.build()
    }
}

/// The rows with one more column behind the others: the texts of some columns as one key.
fn with_key(rows: LogicalPlan, on: &[Slot], key: &str) -> Result<LogicalPlan> {
    let own = rows.schema().fields().iter().map(|field| column(field.name()));
    let mut columns: Vec<Expr> = own.collect();
    let texts = on.iter().map(|slot| column(&name(*slot))).collect();
    columns.push(ScalarUDF::from(JoinKey::new()).call(texts).alias(key));
    LogicalPlanBuilder::from(rows).project(columns)?.build()
}
