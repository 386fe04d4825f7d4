//! The raw columns of a table that are read, each once, with everything that they are read as.
//!
//! Invariant: a column may be lacking only if nothing needs it that must be there.

use super::layout::ColumnSpec;
use crate::read::accepts::Need;
use kohort_plan::algebra::ValueType;
use kohort_semantics::source::{CodeReading, Decode, Reading, RowCondition, RowTestKind, UnitSpec};
use std::collections::BTreeSet;

/// A column that the plan reads, and everything it is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The column.
    pub name: String,
    /// What it is read as.
    pub needs: Vec<Need>,
    /// Whether a file may lack it.
    pub optional: bool,
}

/// A test of a raw column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSpec {
    /// The raw column.
    pub raw: usize,
    /// What its text must be.
    pub kind: RowTestKind,
}

/// The raw columns in the making.
pub(super) struct Raw<'a> {
    columns: Vec<Wanted>,
    /// The columns that some reading of the table declares optional.
    optional: &'a BTreeSet<String>,
}

impl<'a> Raw<'a> {
    pub(super) fn new(key: &str, optional: &'a BTreeSet<String>) -> Self {
        let key = Wanted {
            name: key.to_owned(),
            needs: vec![Need::Key],
            optional: false,
        };
        Self {
            columns: vec![key],
            optional,
        }
    }

    pub(super) fn into_columns(self) -> Vec<Wanted> {
        self.columns
    }

    /// The position of a column that decides about rows. Where it may be lacking, its cells are then empty.
    pub(super) fn of_row(&mut self, name: &str, need: Need) -> usize {
        self.position(name, need, self.optional.contains(name))
    }

    /// The position of a column, which is added if it is new.
    fn position(&mut self, name: &str, need: Need, optional: bool) -> usize {
        let position = self
            .columns
            .iter()
            .position(|column| column.name == name)
            .unwrap_or_else(|| {
                self.columns.push(Wanted {
                    name: name.to_owned(),
                    needs: Vec::new(),
                    optional: true,
                });
                self.columns.len() - 1
            });
        if let Some(column) = self.columns.get_mut(position) {
            column.optional &= optional;
            if !column.needs.contains(&need) {
                column.needs.push(need);
            }
        }
        position
    }

    pub(super) fn condition(&mut self, condition: &RowCondition) -> Vec<TestSpec> {
        let tests = condition.tests.iter().map(|test| TestSpec {
            raw: self.of_row(&test.column, Need::Listed),
            kind: test.kind.clone(),
        });
        tests.collect()
    }

    pub(super) fn column(&mut self, reading: &Reading, ty: ValueType, analyte: Option<usize>) -> ColumnSpec {
        let beside = match &reading.decode {
            Decode::Quantity(UnitSpec::ByColumn { column, .. })
            | Decode::Code(CodeReading::ByColumn { column, .. }) => Some(column),
            Decode::Date { by: Some(by), .. } => Some(&by.column),
            _ => None,
        };
        let beside = beside.map(|column| self.position(column, Need::Listed, reading.optional));
        let raw = match &reading.decode {
            // The key, which is read anyway and not looked at.
            Decode::Always(_) => 0,
            _ => self.position(&reading.column, Need::of(reading), reading.optional),
        };
        ColumnSpec {
            raw,
            reading: reading.clone(),
            ty,
            beside,
            analyte,
        }
    }
}
