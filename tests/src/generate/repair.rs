//! Makes random tables agree with their source model, so that every case has a result.

use super::pools::readings;
use crate::oracle::{RawTable, Tables, unreadable_columns};
use kohort_semantics::model::Cardinality;
use kohort_semantics::source::{EntityMapping, Reading, RowCondition, TableId};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// Blanks what cannot be understood, and drops second rows where a patient has at most one record.
pub(super) fn repaired(study: &Study, source: &Source, mut tables: Tables) -> Tables {
    for (described, id) in source.tables.iter().zip(0..) {
        let Some(table) = tables.get_mut(&described.name) else {
            continue;
        };
        let mappings: Vec<&EntityMapping> = source
            .entities
            .iter()
            .filter(|mapping| mapping.table == TableId(id))
            .collect();
        for mapping in &mappings {
            blank_unreadable(study, mapping, table);
            drop_surplus(study, mapping, table);
        }
    }
    tables
}

fn cell<'t>(table: &'t RawTable, row: &'t [Option<String>], column: &str) -> Option<&'t str> {
    let position = table.columns.iter().position(|known| known == column)?;
    row.get(position)?
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn meets(table: &RawTable, row: &[Option<String>], condition: Option<&RowCondition>) -> bool {
    condition.is_none_or(|wanted| {
        cell(table, row, &wanted.column)
            .is_some_and(|text| wanted.values.iter().any(|value| value.trim() == text))
    })
}

fn blank_unreadable(study: &Study, mapping: &EntityMapping, table: &mut RawTable) {
    let readings: Vec<&Reading> = readings(study, mapping)
        .into_iter()
        .map(|(reading, _)| reading)
        .collect();
    let unreadable: Vec<BTreeSet<String>> = (0..table.rows.len())
        .map(|row| unreadable_columns(study, mapping, &readings, table, row))
        .collect();
    let columns = table.columns.clone();
    for (row, wrong) in table.rows.iter_mut().zip(unreadable) {
        for (cell, _) in row
            .iter_mut()
            .zip(&columns)
            .filter(|(_, column)| wrong.contains(*column))
        {
            *cell = None;
        }
    }
}

fn drop_surplus(study: &Study, mapping: &EntityMapping, table: &mut RawTable) {
    let single = study
        .model
        .entity(mapping.entity)
        .is_some_and(|entity| entity.cardinality == Cardinality::One);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let kept: Vec<bool> = table
        .rows
        .iter()
        .map(|row| {
            let Some(key) = cell(table, row, &mapping.key) else {
                return false;
            };
            let is_record = meets(table, row, mapping.condition.as_ref());
            !is_record || seen.insert(key.to_owned()) || !single
        })
        .collect();
    let mut kept = kept.into_iter();
    table.rows.retain(|_| kept.next().unwrap_or(true));
}
