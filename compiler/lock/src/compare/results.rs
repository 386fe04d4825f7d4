//! Which results are others, and whether the tables that are kept are those that were locked.
//!
//! Invariant: a difference is shown from kept rows only if they have the lock's hash; otherwise it is said that it cannot
//! be shown, and why.

use super::kept::Kept;
use crate::difference::{Change, Difference, KeptFault, Note};
use crate::lock::Lock;
use crate::table::{RowChange, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The table that comes first, as what it shows explains the others.
const FIRST: &str = "attrition.csv";

/// What differs, source after source, the attrition first.
pub(super) fn differences(lock: &Lock, kept: &Kept, now: &Lock, tables: &[Table]) -> Vec<Difference> {
    let none = BTreeMap::new();
    let mut found = Vec::new();
    for (source, locked) in &lock.sources {
        // A source that the study does not run on is a difference of its own.
        let Some(run) = now.sources.get(source) else {
            continue;
        };
        let names = in_order(locked.results.keys().chain(run.results.keys()));
        for table in names {
            let was = locked.results.get(table);
            let is = run.results.get(table);
            let new = tables.iter().find(|known| known.name == *table);
            found.extend(of_table(source, table, (was, is), kept, new));
        }
    }
    for (table, sources) in kept.all() {
        for source in sources {
            let locked = lock.sources.get(source).map_or(&none, |source| &source.results);
            if !locked.contains_key(table) {
                found.push(Difference::Kept {
                    source: source.to_owned(),
                    table: table.to_owned(),
                    fault: KeptFault::Unlocked,
                    reproduced: true,
                });
            }
        }
    }
    found
}

/// Whether the run itself gives something else, and not only what is kept is another one.
pub(super) fn of_the_run(differences: &[Difference]) -> bool {
    differences
        .iter()
        .any(|difference| !matches!(difference, Difference::Kept { reproduced: true, .. }))
}

/// The tables that are kept with the same results and other descriptions.
pub(super) fn reworded(kept: &Kept, tables: &[Table]) -> Vec<Note> {
    let same_results = |old: &Table, new: &Table| {
        let mut sources = old.sources().into_iter().chain(new.sources());
        sources.all(|source| old.hash(source) == new.hash(source))
    };
    let pairs = tables
        .iter()
        .filter_map(|new| Some((kept.table(&new.name)??, new)));
    pairs
        .filter(|(old, new)| old != new && same_results(old, new))
        .map(|(_, new)| Note::Words {
            table: new.name.clone(),
        })
        .collect()
}

/// Names, each once, the attrition first.
fn in_order<'n>(names: impl Iterator<Item = &'n String>) -> Vec<&'n String> {
    let all: BTreeSet<&String> = names.collect();
    let (first, others): (Vec<&String>, Vec<&String>) = all.into_iter().partition(|name| *name == FIRST);
    first.into_iter().chain(others).collect()
}

/// What differs in one table of one source, given the hashes that were locked and that the run gives.
fn of_table(
    source: &str,
    table: &str,
    hashes: (Option<&String>, Option<&String>),
    kept: &Kept,
    new: Option<&Table>,
) -> Vec<Difference> {
    let (name, source_name) = (table.to_owned(), source.to_owned());
    let change = |change| {
        vec![Difference::Table {
            source: source_name.clone(),
            table: name.clone(),
            change,
        }]
    };
    let (was, is) = match hashes {
        (Some(was), Some(is)) => (was, is),
        (Some(_), None) => return change(Change::Gone),
        (None, _) => return change(Change::New),
    };
    let old = kept.table(table);
    let hash = old.flatten().and_then(|table| table.hash(source));
    let fault = match (old, &hash) {
        (None, _) => Some(KeptFault::Missing),
        (_, Some(hash)) if hash == was => None,
        (_, Some(hash)) if hash == is => Some(KeptFault::AsTheRun),
        _ => Some(KeptFault::Edited),
    };
    match (fault, old.flatten(), new) {
        (Some(fault), _, _) => vec![Difference::Kept {
            source: source_name,
            table: name,
            fault,
            reproduced: was == is,
        }],
        (None, Some(old), Some(new)) if was != is => rows(source_name, name, old.differences(new, source)),
        _ => Vec::new(),
    }
}

/// The differing rows; those of an attrition cohort by cohort.
fn rows(source: String, table: String, rows: Vec<RowChange>) -> Vec<Difference> {
    if rows.is_empty() {
        return vec![Difference::Columns { source, table }];
    }
    let mut groups: Vec<Vec<RowChange>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group)
                if group
                    .first()
                    .is_some_and(|first| first.named("cohort") == row.named("cohort")) =>
            {
                group.push(row);
            }
            _ => groups.push(vec![row]),
        }
    }
    let differences = groups.into_iter().map(|rows| Difference::Rows {
        source: source.clone(),
        table: table.clone(),
        rows,
    });
    differences.collect()
}
