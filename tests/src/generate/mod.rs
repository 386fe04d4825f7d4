//! Random tables for a study and a source: small, nasty, and in accordance with the source model.
//!
//! Values stand at the study's own literals and a little beside them, dates crowd on few days at the ends of months, and
//! records repeat, tie and lack whatever may be lacking. Invariant: the tables never contradict the source model, so
//! that every case has a result; tests that want a contradiction put it in.

mod columns;
mod files;
mod literals;
mod pools;
mod repair;
#[cfg(test)]
mod tests;
mod xml;

pub use files::{as_text, files, write};

use crate::oracle::{RawTable, Tables};
use columns::{Column, Columns};
use kohort_semantics::source::{Origin, Repeats, TableFile, TableId};
use kohort_semantics::{Source, Study};
use literals::{Literals, crowd};

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::collections::BTreeSet;

/// How many patients a dataset has at most.
const MOST_PATIENTS: usize = 12;
/// How many rows a table of events has at most for each entity that it holds, before repetitions.
const MOST_ROWS: usize = 24;

/// Keys that are easily confused: by size, case, script, or a blank inside.
const KEYS: [&str; MOST_PATIENTS] = [
    "10", "9", "b", "B", "患者1", "p 1", "p1", "P-1", "0009", "ä", "z", "1e3",
];

/// Random tables of a source, with values that matter to a study.
pub fn tables(study: &Study, source: &Source) -> BoxedStrategy<Tables> {
    let literals = Literals::of(study, source);
    let (anchors, moves) = (literals.anchors(), literals.moves());
    let (most_anchors, most_moves) = (anchors.len().min(2), moves.len().min(5));
    let (study, source) = (study.clone(), source.clone());
    let keys = prop_oneof![
        3 => subsequence(KEYS.to_vec(), 1..=4),
        1 => subsequence(KEYS.to_vec(), 0..=MOST_PATIENTS),
    ];
    (
        subsequence(anchors, 1..=most_anchors),
        subsequence(moves, 0..=most_moves),
        keys,
    )
        .prop_flat_map(move |(anchors, moves, keys)| {
            let days = crowd(&anchors, &moves);
            let columns = columns::columns(&study, &source, &literals, &days);
            let strategies: Vec<_> = columns
                .into_iter()
                .filter_map(|(id, columns)| {
                    let table = source.table(id)?;
                    let name = table.name.clone();
                    let file = file(&study, &source, id, table.optional, columns, &keys);
                    Some(file.prop_map(move |table| (name.clone(), table)))
                })
                .collect();
            let (study, source) = (study.clone(), source.clone());
            strategies.prop_filter_map(
                "tables that can be made to agree with their source",
                move |tables| {
                    let there = tables
                        .into_iter()
                        .filter_map(|(name, table)| Some((name, table?)));
                    let written = there.map(|(name, table)| {
                        let table = files::writable(&source, &name, table);
                        (name, table)
                    });
                    repair::repaired(&study, &source, written.collect())
                },
            )
        })
        .boxed()
}

/// Random tables of which a few cells may contradict the source model: unreadable values, and keys that are lost or
/// exchanged, so that a patient may be listed twice.
pub fn damaged_tables(study: &Study, source: &Source) -> BoxedStrategy<Tables> {
    let texts = ["?", "31.02.2021", "2021-02-31", "<0.01", "1,5", "", "p1", "10"];
    let place = (any::<Index>(), any::<Index>(), any::<Index>());
    let damage = prop::collection::vec((place, select(texts.to_vec())), 1..6);
    (tables(study, source), damage)
        .prop_map(|(mut tables, damage)| {
            for ((table, row, column), text) in damage {
                let mut filled: Vec<&mut RawTable> = tables
                    .values_mut()
                    .filter(|table| !table.rows.is_empty())
                    .collect();
                if filled.is_empty() {
                    continue;
                }
                let table = table.get_mut(filled.as_mut_slice());
                if !table.columns.is_empty() {
                    *column.get_mut(row.get_mut(table.rows.as_mut_slice()).as_mut_slice()) =
                        Some(text.to_owned());
                }
            }
            tables
        })
        .boxed()
}

/// One file. An optional one is not always there, nor are optional columns.
fn file(
    study: &Study,
    source: &Source,
    id: TableId,
    optional: bool,
    columns: Columns,
    keys: &[&'static str],
) -> BoxedStrategy<Option<RawTable>> {
    let mut mappings = source.entities.iter().filter(|mapping| mapping.table == id);
    let is_patients = mappings.any(|mapping| {
        mapping.entity == study.model.patient()
            && mapping.condition.is_none()
            && mapping.repeats == Repeats::Kept
    });
    let entities = source
        .entities
        .iter()
        .filter(|mapping| mapping.table == id)
        .count();
    let most = MOST_ROWS * entities.clamp(1, 4);
    let may_lack: Vec<String> = columns
        .iter()
        .filter(|(_, column)| !column.needed)
        .map(|(name, _)| name.clone())
        .collect();
    let lacking = prop::collection::vec(prop::bool::weighted(0.2), may_lack.len());
    // Every form is written now and then, also one that has not all of the columns.
    let forms: Vec<BTreeSet<String>> = forms(source, id)
        .iter()
        .filter_map(files::listed)
        .map(|listed| {
            may_lack
                .iter()
                .filter(|column| !listed.contains(&column.as_str()))
                .cloned()
                .collect()
        })
        .chain([BTreeSet::new()])
        .collect();
    let there = if optional {
        prop::bool::weighted(0.7).boxed()
    } else {
        Just(true).boxed()
    };
    (
        rows(columns, keys, is_patients, most),
        lacking,
        select(forms),
        there,
    )
        .prop_map(move |(mut table, lacking, without, there)| {
            let lacking = may_lack.iter().zip(lacking);
            for (column, _) in lacking.filter(|(column, lacking)| *lacking || without.contains(*column)) {
                if let Some(position) = table.columns.iter().position(|known| known == column) {
                    table.columns.remove(position);
                    table.rows.iter_mut().for_each(|row| {
                        row.remove(position);
                    });
                }
            }
            there.then_some(table)
        })
        .boxed()
}

/// The forms in which a table may be written.
fn forms(source: &Source, id: TableId) -> &[TableFile] {
    match source.table(id).map(|table| &table.origin) {
        Some(Origin::Files(forms)) => forms,
        _ => &[],
    }
}

/// The rows of one table: one for each patient in the patients' own table, any number elsewhere.
fn rows(columns: Columns, keys: &[&'static str], is_patients: bool, most: usize) -> BoxedStrategy<RawTable> {
    let names: Vec<String> = columns.keys().cloned().collect();
    let kinds: Vec<Column> = columns.into_values().collect();
    if keys.is_empty() {
        return Just(RawTable {
            columns: names,
            rows: Vec::new(),
        })
        .boxed();
    }
    let rows = if is_patients {
        let all: Vec<_> = keys.iter().map(|key| row(&kinds, Just(*key).boxed())).collect();
        all.prop_shuffle().boxed()
    } else {
        // Now and then a row belongs to nobody in the patients' table.
        let mut owners = keys.to_vec();
        owners.push("nobody");
        let any_row = row(&kinds, select(owners).boxed());
        let repeated = (
            prop::collection::vec(any_row, 0..=most),
            prop::collection::vec(any::<Index>(), 0..4),
        );
        let with_repeats = repeated.prop_map(|(mut rows, again)| {
            if !rows.is_empty() {
                let copies: Vec<_> = again.iter().map(|index| index.get(&rows).clone()).collect();
                rows.extend(copies);
            }
            rows
        });
        with_repeats.prop_shuffle().boxed()
    };
    rows.prop_map(move |rows| RawTable {
        columns: names.clone(),
        rows,
    })
    .boxed()
}

/// One row. All key columns hold the same key.
fn row(kinds: &[Column], key: BoxedStrategy<&'static str>) -> BoxedStrategy<Vec<Option<String>>> {
    let cells: Vec<BoxedStrategy<Option<String>>> = kinds
        .iter()
        .map(|kind| {
            if kind.key {
                Just(None).boxed()
            } else {
                cell(&kind.texts)
            }
        })
        .collect();
    let is_key: Vec<bool> = kinds.iter().map(|kind| kind.key).collect();
    let padded = prop::bool::weighted(0.1);
    (key, cells, padded)
        .prop_map(move |(key, cells, padded)| {
            let key = if padded {
                format!(" {key} ")
            } else {
                key.to_owned()
            };
            cells
                .into_iter()
                .zip(&is_key)
                .map(|(cell, is_key)| if *is_key { Some(key.clone()) } else { cell })
                .collect()
        })
        .boxed()
}

/// Mostly a value, sometimes nothing, sometimes blanks, sometimes blanks around the value.
fn cell(pool: &[String]) -> BoxedStrategy<Option<String>> {
    if pool.is_empty() {
        return Just(None).boxed();
    }
    let value = select(pool.to_vec());
    prop_oneof![
        18 => value.clone().prop_map(Some),
        1 => value.prop_map(|text| Some(format!(" {text} "))),
        2 => Just(None),
        1 => Just(Some(String::from("  "))),
    ]
    .boxed()
}
