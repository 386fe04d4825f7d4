//! Looks at every file before the run.
//!
//! Invariant: all files of all tables are looked at even if some are at fault, so that one run names everything that is
//! missing. What is checked here costs next to nothing; values are only looked at when they are read.

use super::folder::DataFolder;
use super::joined;
use super::leaf::Leaf;
use super::survey::{Survey, Tree, survey};
use crate::decode::layout::DecodeSpec;
use crate::decode::raw::Wanted;
use crate::fault::log::{FileId, Input, Sites};
use crate::fault::{DataFault, FaultLog, Site};
use datafusion::catalog::TableProvider;
use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;
use kohort_plan::Plan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A table that has the columns the plan reads.
#[derive(Debug, Clone)]
pub struct Checked {
    input: Input,
    survey: Survey,
    sites: Sites,
}

/// Looks at the files of all specs; the answers are in their order.
pub fn preflight(
    plan: &Plan,
    folder: &DataFolder,
    specs: &[Arc<DecodeSpec>],
) -> Result<Vec<Checked>, Vec<DataFault>> {
    let mut checked = Vec::with_capacity(specs.len());
    let mut faults = Vec::new();
    for spec in specs {
        let Some((table, origin, optional, _)) = spec.input.of(plan) else {
            continue;
        };
        match survey(folder, spec.input, (table, origin, optional), &spec.raw) {
            Ok(survey) => checked.push(Checked::new(spec, survey)),
            Err(found) => faults.extend(found),
        }
    }
    faults.sort();
    faults.dedup();
    if faults.is_empty() {
        Ok(checked)
    } else {
        Err(faults)
    }
}

impl Checked {
    fn new(spec: &DecodeSpec, survey: Survey) -> Self {
        let own = survey.site();
        let wanted = spec.raw.iter().zip(&survey.wanted);
        let columns = wanted.filter_map(|(column, slot)| {
            let leaf = survey.leaves.get(slot.leaf)?;
            let site = Site {
                table: own.table.clone(),
                file: leaf.site().file.clone(),
            };
            Some((column.name.clone(), site))
        });
        Self {
            input: spec.input,
            sites: Sites {
                own: own.clone(),
                columns: columns.collect(),
            },
            survey,
        }
    }

    /// Where its columns are.
    pub(crate) fn sites(&self) -> Sites {
        self.sites.clone()
    }

    /// Its rows, with exactly the wanted columns.
    pub(crate) fn rows(&self, log: &Arc<FaultLog>) -> Result<LogicalPlan> {
        joined::rows(&self.survey, self.input, log)
    }

    /// Its files as they are, each with the columns that are read of it.
    pub(crate) fn files(&self, log: &Arc<FaultLog>) -> Result<Vec<Arc<dyn TableProvider>>> {
        let tables = self.survey.leaves.iter().map(|leaf| leaf.table(log));
        tables.filter_map(Result::transpose).collect()
    }

    /// How many sorts its look-ups need.
    pub(crate) fn sorts(&self) -> usize {
        fn of(tree: &Tree) -> usize {
            match tree {
                Tree::Leaf(_) => 0,
                Tree::Joined(joined) => {
                    let steps = joined.steps.iter().map(|step| 2 + of(&step.tree));
                    of(&joined.base) + steps.sum::<usize>()
                }
            }
        }
        of(&self.survey.tree)
    }

    /// The fault of a reading of one of its files that broke off, for whatever reason the reader gave.
    pub(crate) fn damage(&self, file: FileId) -> Option<DataFault> {
        self.survey.leaves.get(file.file).map(Leaf::damage)
    }

    /// The tables of its that the dataset lacks, and may.
    pub(crate) fn lacking_tables(&self) -> impl Iterator<Item = &str> {
        let lacking = self.survey.leaves.iter().filter(|leaf| leaf.columns().is_none());
        lacking.map(|leaf| leaf.site().table.as_str())
    }

    /// The columns (table, column) that the dataset lacks, and may.
    pub(crate) fn lacking_columns(&self) -> Vec<(String, String)> {
        let of_leaf = |leaf: &Leaf| {
            let table = leaf.site().table.clone();
            let columns = leaf.lacking_columns().into_iter();
            columns
                .map(move |column| (table.clone(), column))
                .collect::<Vec<_>>()
        };
        self.survey.leaves.iter().flat_map(of_leaf).collect()
    }

    /// The wanted columns that the dataset lacks, and may: as they are wanted, with their table and column.
    pub(crate) fn lacking_wanted(&self, wanted: &[Wanted]) -> Vec<(String, (String, String))> {
        let slots = wanted.iter().zip(&self.survey.wanted);
        let lacking = slots.filter_map(|(wanted, slot)| {
            let leaf = self.survey.leaves.get(slot.leaf)?;
            let column = leaf.name(slot.column);
            let lacks = leaf.lacking_columns().iter().any(|lacking| lacking == column);
            lacks.then(|| {
                (
                    wanted.name.clone(),
                    (leaf.site().table.clone(), column.to_owned()),
                )
            })
        });
        lacking.collect()
    }
}

/// Where the columns of all tables are.
pub(crate) fn sites<'a>(checked: impl Iterator<Item = &'a Checked>) -> BTreeMap<Input, Sites> {
    checked.map(|checked| (checked.input, checked.sites())).collect()
}
