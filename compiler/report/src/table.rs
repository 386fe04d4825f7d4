//! Tables: rows of what is shown, columns of whom.

use crate::cell::Cell;
use serde::Serialize;

/// All tables of a study's reports.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// In the order of the study.
    pub tables: Vec<Table>,
    /// What of the tables is hidden, in words; none if nothing had to be.
    pub suppression: Option<String>,
}

/// A table with a row for each statistic and a column for each group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// A name that no other table of the report has, of letters, digits and `_`: fit for a file.
    pub name: String,
    /// What it shows.
    pub kind: Kind,
    /// What it shows, in words.
    pub title: String,
    /// Whose entries.
    pub cohort: String,
    /// The columns: the groups, everybody together, and what compares them.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What a reader has to know, a sentence or more each.
    pub notes: Vec<String>,
}

/// What a table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Characteristics.
    Baseline,
    /// Shares of those with a characteristic.
    Proportion,
    /// Regimens by line.
    Treatments,
    /// Why lines ended.
    EndReasons,
    /// How long lines lasted.
    TimeOnLine,
    /// Which regimens followed each other.
    Sequences,
    /// Kaplan–Meier.
    Survival,
    /// Aalen–Johansen.
    Incidence,
    /// Events per person-time.
    Rates,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What stands above it.
    pub head: String,
    /// Whom or what it shows.
    pub kind: ColumnKind,
}

/// Whom or what a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A group.
    Group,
    /// Everybody together.
    All,
    /// How far the groups are apart.
    Difference,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What it belongs to; rows of one section follow each other.
    pub section: String,
    /// What it is of the section; empty if the section has one row only.
    pub label: String,
    /// The unit of its values.
    pub unit: Option<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row without a unit.
    pub(crate) fn new(section: &str, label: &str, cells: Vec<Cell>) -> Self {
        Self {
            section: section.to_owned(),
            label: label.to_owned(),
            unit: None,
            cells,
        }
    }

    /// The same with a unit.
    pub(crate) fn in_unit(self, unit: impl Into<String>) -> Self {
        Self {
            unit: Some(unit.into()),
            ..self
        }
    }
}

/// A name as part of a file's name: letters and digits of ASCII, everything else as `_`.
pub(crate) fn file_name(text: &str) -> String {
    let fit = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '_'
        }
    };
    text.chars().map(fit).collect()
}
