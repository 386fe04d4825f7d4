//! Random tables for a study and a source: small, nasty, and in accordance with the source model.
//!
//! Values stand at the study's own literals and a little beside them, dates crowd on few days at the ends of months, and
//! records repeat, tie and lack whatever may be lacking. Invariant: the tables never contradict the source model, so
//! that every case has a result; tests that want a contradiction put it in.

mod csv_files;
mod literals;
mod pools;
mod repair;

pub use csv_files::{as_csv, write_csv};

use crate::oracle::{RawTable, Tables};
use kohort_semantics::source::TableId;
use kohort_semantics::{Source, Study};
use literals::{Literals, crowd};
use pools::{ColumnKind, columns_of};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::collections::BTreeMap;

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
            let strategies: Vec<_> = source
                .tables
                .iter()
                .zip(0..)
                .map(|(table, id)| {
                    let columns = columns_of(&study, &source, TableId(id), &literals, &days);
                    let is_patients = source
                        .entity(study.model.patient())
                        .is_some_and(|mapping| mapping.table == TableId(id) && mapping.condition.is_none());
                    let name = table.name.clone();
                    let entities = source
                        .entities
                        .iter()
                        .filter(|mapping| mapping.table == TableId(id))
                        .count();
                    let most = MOST_ROWS * entities.clamp(1, 4);
                    rows(columns, &keys, is_patients, most).prop_map(move |table| (name.clone(), table))
                })
                .collect();
            let (study, source) = (study.clone(), source.clone());
            strategies.prop_map(move |tables| repair::repaired(&study, &source, tables.into_iter().collect()))
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

/// The rows of one table: one for each patient in the patients' own table, any number elsewhere.
fn rows(
    columns: BTreeMap<String, ColumnKind>,
    keys: &[&'static str],
    is_patients: bool,
    most: usize,
) -> BoxedStrategy<RawTable> {
    let names: Vec<String> = columns.keys().cloned().collect();
    let kinds: Vec<ColumnKind> = columns.into_values().collect();
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
fn row(kinds: &[ColumnKind], key: BoxedStrategy<&'static str>) -> BoxedStrategy<Vec<Option<String>>> {
    let cells: Vec<BoxedStrategy<Option<String>>> = kinds
        .iter()
        .map(|kind| match kind {
            ColumnKind::Key => Just(None).boxed(),
            ColumnKind::Values(pool) => cell(pool),
        })
        .collect();
    let is_key: Vec<bool> = kinds.iter().map(|kind| matches!(kind, ColumnKind::Key)).collect();
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
