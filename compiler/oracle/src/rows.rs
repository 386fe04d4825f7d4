//! Which rows of a table are records: those that meet the mapping's condition, and of repeated ones those that count.

use crate::raw::composed;
use crate::record::Record;
use crate::relation::RawRow;
use kohort_semantics::source::{Repeats, RowCondition, RowTest, RowTestKind};
use std::borrow::Cow;

/// Whether every test holds.
pub(crate) fn meets(row: RawRow<'_>, condition: Option<&RowCondition>) -> bool {
    condition.is_none_or(|condition| condition.tests.iter().all(|test| passes(row, test)))
}

fn passes(row: RawRow<'_>, test: &RowTest) -> bool {
    let text = row.text(&test.column);
    let is_listed = |texts: &[String]| {
        text.as_ref()
            .is_some_and(|text| texts.iter().any(|listed| composed(listed) == *text))
    };
    match &test.kind {
        RowTestKind::In(texts) => is_listed(texts),
        RowTestKind::NotIn(texts) => !is_listed(texts),
        RowTestKind::Missing => text.is_none(),
        RowTestKind::Known => text.is_some(),
    }
}

/// A row of one patient that meets the condition.
#[derive(Debug)]
pub(crate) struct Candidate<'a, 'r> {
    /// The text in the column of `last by`, if there is one.
    pub(crate) order: Option<Cow<'r, str>>,
    /// The row.
    pub(crate) raw: RawRow<'r>,
    /// What it says.
    pub(crate) record: Record<'a>,
}

/// The rows of one patient that count.
pub(crate) fn counted<'a, 'r>(repeats: &Repeats, rows: Vec<Candidate<'a, 'r>>) -> Vec<Candidate<'a, 'r>> {
    match repeats {
        Repeats::Kept => rows,
        Repeats::Distinct => distinct(rows),
        Repeats::LastBy(_) => {
            // An empty cell comes before every text.
            let last = rows.iter().map(|row| row.order.clone()).max().flatten();
            distinct(rows.into_iter().filter(|row| row.order == last).collect())
        }
    }
}

/// Rows of which all decoded columns agree are one record.
fn distinct<'a, 'r>(rows: Vec<Candidate<'a, 'r>>) -> Vec<Candidate<'a, 'r>> {
    let mut kept: Vec<Candidate<'a, 'r>> = Vec::new();
    for row in rows {
        let is_known = kept.iter().any(|other| {
            other.record.values == row.record.values && other.record.locals == row.record.locals
        });
        if !is_known {
            kept.push(row);
        }
    }
    kept
}
