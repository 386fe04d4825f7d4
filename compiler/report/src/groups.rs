//! Groups: the columns of a table, and the counted rows that belong to each.

use crate::table::{Column, ColumnKind};
use crate::words;
use kohort_semantics::Study;
use kohort_semantics::study::{Counted, Grouped, TallyValue, Type};
use kohort_semantics::value::{Value, tie_order};
use std::cmp::Ordering;

/// The groups that occur, in the order of their values; everybody together comes after them.
pub(crate) struct Groups<'c> {
    keys: Vec<Vec<&'c Value>>,
    heads: Vec<String>,
    width: usize,
}

/// A counted row without its groups, and how often it occurs.
pub(crate) type Rest<'c> = (&'c [TallyValue], u64);

impl<'c> Groups<'c> {
    /// The groups of all these counts, whose rows begin with the groups' values.
    pub(crate) fn of(study: &Study, of: &Grouped, counted: &[&'c Counted]) -> Self {
        let width = of.by.len();
        let mut keys: Vec<Vec<&Value>> = Vec::new();
        if width > 0 {
            let rows = counted.iter().flat_map(|counted| &counted.rows);
            keys.extend(
                rows.filter(|(_, count)| *count > 0)
                    .map(|(row, _)| key(row, width)),
            );
        }
        keys.sort_by(|one, other| order(one, other));
        keys.dedup();
        let heads = keys.iter().map(|key| head(study, of, key)).collect();
        Self { keys, heads, width }
    }

    /// The columns: the groups, and everybody.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let groups = self.heads.iter().map(|head| Column {
            head: head.clone(),
            kind: ColumnKind::Group,
        });
        let all = Column {
            head: String::from("all"),
            kind: ColumnKind::All,
        };
        groups.chain([all]).collect()
    }

    /// The name of a group.
    pub(crate) fn head(&self, place: usize) -> &str {
        self.heads.get(place).map_or("", String::as_str)
    }

    /// The groups whose values are all known, by place: only these are compared.
    pub(crate) fn known(&self) -> Vec<usize> {
        let known = |key: &Vec<&Value>| key.iter().all(|value| !value.is_missing());
        let places = self.keys.iter().enumerate().filter(|(_, key)| known(key));
        places.map(|(place, _)| place).collect()
    }

    /// The rows of each group, and last of everybody.
    pub(crate) fn split(&self, counted: &'c Counted) -> Vec<Vec<Rest<'c>>> {
        let mut parts: Vec<Vec<Rest<'c>>> = vec![Vec::new(); self.keys.len()];
        let mut all = Vec::new();
        for (row, count) in counted.rows.iter().filter(|(_, count)| *count > 0) {
            let rest = (row.get(self.width..).unwrap_or_default(), *count);
            let key = key(row, self.width);
            if let Ok(place) = self.keys.binary_search_by(|known| order(known, &key))
                && let Some(part) = parts.get_mut(place)
            {
                part.push(rest);
            }
            all.push(rest);
        }
        parts.push(all);
        parts
    }
}

/// How many entries or lines rows are.
pub(crate) fn total(rows: &[Rest<'_>]) -> u64 {
    rows.iter().fold(0, |sum, (_, count)| count.saturating_add(sum))
}

/// A value that is no outcome; the shape of rows is checked before.
pub(crate) fn value(value: &TallyValue) -> &Value {
    match value {
        TallyValue::Value(value) => value,
        TallyValue::Outcome(_) => &Value::Missing,
    }
}

fn key(row: &[TallyValue], width: usize) -> Vec<&Value> {
    row.iter().take(width).map(value).collect()
}

/// The order of lists of values.
pub(crate) fn order(one: &[&Value], other: &[&Value]) -> Ordering {
    let pairs = one.iter().zip(other).map(|(one, other)| tie_order(one, other));
    let first = pairs.into_iter().find(|order| order.is_ne());
    first.unwrap_or(one.len().cmp(&other.len()))
}

/// A group in words. A bare `yes`, `3` or `missing` would not say of what.
fn head(study: &Study, of: &Grouped, key: &[&Value]) -> String {
    let parts = of.by.iter().zip(key).map(|(id, value)| {
        let Some(characteristic) = study.characteristic(*id) else {
            return String::from("?");
        };
        let word = words::of_characteristic(study, characteristic, value);
        let bare = characteristic.labels.is_none()
            && matches!(
                characteristic.value.ty,
                Type::Boolean | Type::Integer | Type::Decimal | Type::Quantity(_) | Type::Years
            );
        if bare || value.is_missing() {
            format!("{}: {word}", characteristic.name)
        } else {
            word
        }
    });
    parts.collect::<Vec<_>>().join(", ")
}
