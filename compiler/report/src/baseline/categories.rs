//! Characteristics with a few values: how many have each.

use super::difference;
use crate::cell::Cell;
use crate::groups::{Rest, total, value};
use crate::table::Row;
use crate::words;
use kohort_semantics::Study;
use kohort_semantics::study::{Characteristic, Type};
use kohort_semantics::value::{Number, Value, tie_order};
use kohort_stats::Count;
use kohort_stats::baseline::{Categories, smd_binary, smd_categories};

pub(super) fn rows(
    study: &Study,
    characteristic: &Characteristic,
    parts: &[Vec<Rest<'_>>],
    compared: Option<&[usize]>,
) -> Vec<Row> {
    let levels = levels(characteristic, parts);
    let count = |rows: &[Rest<'_>], level: &Value| {
        let same = rows
            .iter()
            .filter(|(row, _)| row.last().map(value) == Some(level));
        same.fold(0u64, |sum, (_, count)| sum.saturating_add(*count))
    };
    let mut rows: Vec<Row> = levels
        .iter()
        .map(|level| {
            let cells = parts
                .iter()
                .map(|rows| Cell::share(count(rows, level), total(rows)));
            let label = words::of_characteristic(study, characteristic, level);
            Row::new(&characteristic.name, &label, cells.collect())
        })
        .collect();
    if let (Some(compared), Some(first)) = (compared, rows.first_mut()) {
        let groups: Vec<Vec<u64>> = compared
            .iter()
            .filter_map(|group| parts.get(*group))
            .map(|rows| levels.iter().map(|level| count(rows, level)).collect())
            .collect();
        let cell = smd(characteristic, &groups);
        first
            .cells
            .push(cell.resting_on(groups.iter().flatten().copied()));
    }
    let missing: Vec<u64> = parts.iter().map(|rows| count(rows, &Value::Missing)).collect();
    if missing.iter().any(|count| *count > 0) {
        let cells = missing
            .iter()
            .zip(parts)
            .map(|(count, rows)| Cell::share(*count, total(rows)));
        rows.push(Row::new(&characteristic.name, words::MISSING, cells.collect()));
    }
    rows
}

/// All labels, where there are labels; yes before no; otherwise the values that occur, in their order.
fn levels(characteristic: &Characteristic, parts: &[Vec<Rest<'_>>]) -> Vec<Value> {
    if let Some(labels) = &characteristic.labels {
        let places = (0i64..).zip(labels).map(|(place, _)| place);
        return places
            .map(|place| Value::Number(Number::from_integer(place)))
            .collect();
    }
    if characteristic.value.ty == Type::Boolean {
        return vec![Value::Boolean(true), Value::Boolean(false)];
    }
    let last = |(row, _): &Rest<'_>| row.last().map(value).cloned();
    let mut found: Vec<Value> = parts.last().into_iter().flatten().filter_map(last).collect();
    found.retain(|value| !value.is_missing());
    found.sort_by(tie_order);
    found.dedup();
    found
}

fn smd(characteristic: &Characteristic, groups: &[Vec<u64>]) -> Cell {
    let groups: Vec<Categories<usize, Count>> = groups
        .iter()
        .map(|counts| {
            let mut categories = Categories::new();
            for (level, count) in counts.iter().enumerate() {
                categories.add(level, &Count(*count));
            }
            categories
        })
        .collect();
    if characteristic.value.ty != Type::Boolean || characteristic.labels.is_some() {
        return difference::largest(&groups, smd_categories);
    }
    difference::largest(&groups, |one, other| {
        let yes = |group: &Categories<usize, Count>| {
            group
                .exact_share(&0)
                .ok_or(kohort_stats::baseline::SmdError::TooFewPeople)
        };
        smd_binary(&yes(one)?, &yes(other)?)
    })
}
