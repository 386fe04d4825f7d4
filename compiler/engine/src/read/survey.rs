//! What there is to read of a table: its files as the data folder has them, and where each wanted column is.
//!
//! Invariant: a name of a joined table's column means `TABLE.COLUMN` where it begins with the name of one of its tables,
//! and otherwise the first of them, in the order of the joins, that has the column.

use super::csv_header::{Position, position};
use super::folder::DataFolder;
use super::leaf::{Leaf, Slot};
use crate::decode::raw::Wanted;
use crate::fault::log::{FileId, Input, Lookup};
use crate::fault::{DataFault, Site, files};
use crate::read::accepts::Need;
use kohort_plan::algebra::{JoinPlan, ScanOrigin};

/// A table as one file or list, or as several that are joined.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    /// One of [`Survey::leaves`], by position.
    Leaf(usize),
    /// Rows of one table, each with those of others.
    Joined(Box<JoinedTree>),
}

/// A joined table.
#[derive(Debug, Clone)]
pub(crate) struct JoinedTree {
    table: String,
    pub(crate) base: Tree,
    pub(crate) steps: Vec<StepTree>,
}

/// One look-up.
#[derive(Debug, Clone)]
pub(crate) struct StepTree {
    pub(crate) tree: Tree,
    /// The columns of the rows so far, and those of the table.
    pub(crate) on: Vec<(Slot, Slot)>,
    pub(crate) each: bool,
    pub(crate) optional: bool,
    pub(crate) lookup: Lookup,
}

/// All files of a table.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
    pub(crate) tree: Tree,
    pub(crate) leaves: Vec<Leaf>,
    /// Where each wanted column is, in the order in which they are wanted.
    pub(crate) wanted: Vec<Slot>,
}

/// Looks at the files of a table and finds the wanted columns in them.
pub(crate) fn survey(
    folder: &DataFolder,
    input: Input,
    (table, origin, optional): (&str, &ScanOrigin, bool),
    wanted: &[Wanted],
) -> Result<Survey, Vec<DataFault>> {
    let mut surveyor = Surveyor {
        folder,
        input,
        leaves: Vec::new(),
        faults: Vec::new(),
    };
    let tree = surveyor.tree(table, origin, optional);
    // Without all files nobody can say which columns there are.
    let Some(tree) = tree.filter(|_| surveyor.faults.is_empty()) else {
        return Err(surveyor.faults);
    };
    let mut slots = Vec::new();
    for column in wanted {
        let slot = surveyor.slot(&[&tree], &column.name, &column.needs, column.optional);
        slots.push(slot.unwrap_or(Slot { leaf: 0, column: 0 }));
    }
    let tree = surveyor.joins(tree, origin);
    for leaf in &mut surveyor.leaves {
        surveyor.faults.extend(leaf.check());
    }
    if surveyor.faults.is_empty() {
        Ok(Survey {
            tree,
            leaves: surveyor.leaves,
            wanted: slots,
        })
    } else {
        Err(surveyor.faults)
    }
}

impl Survey {
    /// The site of the table itself, with the file of its rows.
    pub(crate) fn site(&self) -> Site {
        site_of(&self.tree, &self.leaves)
    }
}

struct Surveyor<'a> {
    folder: &'a DataFolder,
    input: Input,
    leaves: Vec<Leaf>,
    faults: Vec<DataFault>,
}

impl Surveyor<'_> {
    /// Opens all files of a table; nothing where one cannot be used, which is noted.
    fn tree(&mut self, table: &str, origin: &ScanOrigin, optional: bool) -> Option<Tree> {
        match origin {
            ScanOrigin::Joined(rows) => {
                let base = self.tree(&rows.base.table, &rows.base.origin, rows.base.optional);
                let mut steps = Vec::new();
                for step in &rows.steps {
                    let tree = self.tree(&step.table.table, &step.table.origin, step.table.optional);
                    steps.extend(tree.map(|tree| self.step(table, tree, step)));
                }
                (steps.len() == rows.steps.len()).then_some(())?;
                Some(Tree::Joined(Box::new(JoinedTree {
                    table: table.to_owned(),
                    base: base?,
                    steps,
                })))
            }
            origin => {
                let id = FileId {
                    input: self.input,
                    file: self.leaves.len(),
                };
                match Leaf::open(self.folder, id, table, origin, optional) {
                    Ok(leaf) => {
                        self.leaves.push(leaf);
                        Some(Tree::Leaf(id.file))
                    }
                    Err(fault) => {
                        self.faults.push(*fault);
                        None
                    }
                }
            }
        }
    }

    fn step(&self, table: &str, tree: Tree, step: &JoinPlan) -> StepTree {
        StepTree {
            on: Vec::new(),
            each: step.each,
            // A table that the dataset may lack and does lack is no reason to miss its rows.
            optional: step.optional || lacking(&tree, &self.leaves),
            lookup: Lookup {
                site: Site {
                    table: table.to_owned(),
                    file: String::new(),
                },
                column: step.on.first().map(|(left, _)| left.clone()).unwrap_or_default(),
                table: step.table.table.clone(),
            },
            tree,
        }
    }

    /// Finds the columns by which tables are joined.
    fn joins(&mut self, tree: Tree, origin: &ScanOrigin) -> Tree {
        let (Tree::Joined(mut joined), ScanOrigin::Joined(rows)) = (tree.clone(), origin) else {
            return tree;
        };
        joined.base = self.joins(joined.base, &rows.base.origin);
        let mut done: Vec<StepTree> = Vec::new();
        for (mut step, plan) in joined.steps.into_iter().zip(&rows.steps) {
            step.tree = self.joins(step.tree, &plan.table.origin);
            step.lookup.site.file = site_of(&joined.base, &self.leaves).file;
            for (left, right) in &plan.on {
                let so_far: Vec<&Tree> = std::iter::once(&joined.base)
                    .chain(done.iter().map(|step| &step.tree))
                    .collect();
                let left = self.slot(&so_far, left, &[Need::Key], false);
                let right = self.slot(&[&step.tree], right, &[Need::Key], false);
                step.on.extend(left.zip(right));
            }
            done.push(step);
        }
        joined.steps = done;
        Tree::Joined(joined)
    }

    /// Where a column is among some tables.
    fn slot(&mut self, within: &[&Tree], name: &str, needs: &[Need], optional: bool) -> Option<Slot> {
        if let [Tree::Leaf(only)] = within {
            return Some(self.want(*only, name, needs, optional));
        }
        let qualified = name.split_once('.').and_then(|(table, column)| {
            within
                .iter()
                .find_map(|tree| named(tree, table, &self.leaves))
                .map(|tree| (tree, column))
        });
        if let Some((tree, column)) = qualified {
            return self.slot(&[tree], column, needs, optional);
        }
        let leaves: Vec<usize> = within.iter().flat_map(|tree| leaves(tree)).collect();
        let has = |leaf: &&usize| {
            let there = self.leaves.get(**leaf).and_then(Leaf::columns);
            there.is_some_and(|there| position(there, name) != Position::Nowhere)
        };
        let lacks_file = |leaf: &&usize| {
            self.leaves
                .get(**leaf)
                .is_some_and(|leaf| leaf.columns().is_none())
        };
        let found = leaves
            .iter()
            .find(has)
            .or_else(|| leaves.iter().find(lacks_file))
            .copied();
        if let Some(leaf) = found {
            return Some(self.want(leaf, name, needs, optional));
        }
        let first = leaves.first().copied()?;
        if optional {
            return Some(self.want(first, name, needs, true));
        }
        let there: Vec<String> = leaves
            .iter()
            .filter_map(|leaf| self.leaves.get(*leaf).and_then(Leaf::columns))
            .flatten()
            .cloned()
            .collect();
        if let Some(leaf) = self.leaves.get(first) {
            self.faults.push(files::missing_column(leaf.site(), name, &there));
        }
        None
    }

    fn want(&mut self, leaf: usize, name: &str, needs: &[Need], optional: bool) -> Slot {
        let column = self
            .leaves
            .get_mut(leaf)
            .map_or(0, |leaf| leaf.want(name, needs, optional));
        Slot { leaf, column }
    }
}

/// The leaves of a tree in the order of the joins.
fn leaves(tree: &Tree) -> Vec<usize> {
    match tree {
        Tree::Leaf(leaf) => vec![*leaf],
        Tree::Joined(joined) => {
            let mut found = leaves(&joined.base);
            found.extend(joined.steps.iter().flat_map(|step| leaves(&step.tree)));
            found
        }
    }
}

/// The part of a tree that is the table of this name.
fn named<'t>(tree: &'t Tree, table: &str, all: &[Leaf]) -> Option<&'t Tree> {
    match tree {
        Tree::Leaf(leaf) => all
            .get(*leaf)
            .is_some_and(|leaf| leaf.site().table == table)
            .then_some(tree),
        Tree::Joined(joined) if joined.table == table => Some(tree),
        Tree::Joined(joined) => named(&joined.base, table, all)
            .or_else(|| joined.steps.iter().find_map(|step| named(&step.tree, table, all))),
    }
}

/// Whether the dataset does not have the rows of a table.
pub(crate) fn lacking(tree: &Tree, all: &[Leaf]) -> bool {
    match tree {
        Tree::Leaf(leaf) => all.get(*leaf).is_some_and(|leaf| leaf.columns().is_none()),
        Tree::Joined(joined) => lacking(&joined.base, all),
    }
}

fn site_of(tree: &Tree, all: &[Leaf]) -> Site {
    match tree {
        Tree::Leaf(leaf) => all.get(*leaf).map(|leaf| leaf.site().clone()),
        Tree::Joined(joined) => Some(Site {
            table: joined.table.clone(),
            ..site_of(&joined.base, all)
        }),
    }
    .unwrap_or(Site {
        table: String::new(),
        file: String::new(),
    })
}
