//! The data-quality section as a list of remarks.
//!
//! Invariant: every kind of remark has one sentence and one name for programs; the order is that of the engine.

use super::cell::{Cell, Cells};
use kohort_engine::Quality;
use serde::Serialize;

/// One thing that was counted about the data.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Remark {
    pub(crate) kind: Kind,
    /// The table, column, attribute or definition that it is about; empty for the whole source.
    pub(crate) about: String,
    /// How many; of what the dataset lacks as a whole there is no number.
    pub(crate) count: Option<Cell>,
}

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    OptedOut,
    Undated,
    LeftAside,
    MadeMissing,
    Placed,
    Moved,
    ContradictoryDates,
    WithoutPatient,
    ContradictoryPeriods,
    LackingTable,
    LackingColumn,
}

impl Remark {
    /// For a reader.
    pub(crate) fn sentence(&self) -> String {
        let Self { kind, about, .. } = self;
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        match kind {
            Kind::OptedOut => format!("patients who opted out, left out before anything is counted: {count}"),
            Kind::Undated => format!("{about} without a date, in no window: {count}"),
            Kind::LeftAside => {
                format!("{about}, left aside since a condition or window was unknown: {count}")
            }
            Kind::MadeMissing => {
                format!("values of {about} that cannot be read, missing as the source declares: {count}")
            }
            Kind::Placed => format!("{about} placed on a day by the study's rule: {count}"),
            Kind::Moved => format!("{about} moved to a bound of the study's rule: {count}"),
            Kind::ContradictoryDates => {
                format!("{about} that contradict a bound of the source, treated as it says: {count}")
            }
            Kind::LackingTable => format!("the dataset has no table {about}, which the source allows"),
            Kind::LackingColumn => {
                format!(
                    "the dataset has no column {about}, which the source allows; it is missing for all records"
                )
            }
            Kind::WithoutPatient => {
                format!("rows of {about} left out, as their patient is not listed: {count}")
            }
            Kind::ContradictoryPeriods => {
                format!("{about}, left aside since they end before they start: {count}")
            }
        }
    }
}

impl Remark {
    /// Whether it says that nothing was there to be remarked.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.is_some_and(Cell::is_zero)
    }
}

/// All remarks, also those that count nothing: a reader of the file sees what was looked at.
pub(crate) fn remarks(quality: &Quality, cells: Cells) -> Vec<Remark> {
    let remark = |kind, about: &str, count: u64| Remark {
        kind,
        about: about.to_owned(),
        count: Some(cells.of(count)),
    };
    let lacking = |kind, about: String| Remark {
        kind,
        about,
        count: None,
    };
    let mut remarks = vec![remark(Kind::OptedOut, "", quality.opted_out)];
    let pairs = |kind, list: &[(String, u64)]| -> Vec<Remark> {
        list.iter()
            .map(|(about, count)| remark(kind, about, *count))
            .collect()
    };
    remarks.extend(pairs(Kind::Undated, &quality.undated));
    remarks.extend(pairs(Kind::LeftAside, &quality.left_aside));
    for (table, column, count) in &quality.made_missing {
        remarks.push(remark(Kind::MadeMissing, &format!("{table}.{column}"), *count));
    }
    for (attribute, placed, moved) in &quality.placed {
        remarks.push(remark(Kind::Placed, attribute, *placed));
        remarks.push(remark(Kind::Moved, attribute, *moved));
    }
    remarks.extend(pairs(Kind::ContradictoryDates, &quality.contradictory_dates));
    remarks.extend(pairs(Kind::WithoutPatient, &quality.without_patient));
    remarks.extend(pairs(Kind::ContradictoryPeriods, &quality.contradictory_periods));
    let tables = quality.lacking_tables.iter();
    remarks.extend(tables.map(|table| lacking(Kind::LackingTable, table.clone())));
    let columns = quality.lacking_columns.iter();
    remarks.extend(columns.map(|(table, column)| lacking(Kind::LackingColumn, format!("{table}.{column}"))));
    remarks
}
