//! What is read: tables, each as files, as a list that the source model writes out, or as rows of several tables joined.
//!
//! Invariant: plain data without references into the source model; a joined table says all about the tables it is made of.

use kohort_semantics::source::{RowCondition, TableFile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One table, read once for one patient key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The table's name in the source model.
    pub table: String,
    /// Where its rows come from.
    pub origin: ScanOrigin,
    /// Whether a dataset may lack the table; it then has no rows.
    pub optional: bool,
    /// The columns that a dataset may lack, as some mapping of the table declares.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub optional_columns: BTreeSet<String>,
    /// The column with the patient key.
    pub key: String,
}

/// Where a table's rows come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScanOrigin {
    /// The first of these files that the dataset has.
    Files(Vec<TableFile>),
    /// Rows that the source model writes out.
    List {
        /// The names of the columns.
        columns: [String; 2],
        /// The rows.
        rows: Vec<(String, String)>,
    },
    /// Rows of one table, each with what it refers to in others.
    Joined(Box<JoinedRows>),
}

/// The rows of a joined table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedRows {
    /// The table whose rows these are.
    pub base: JoinedTable,
    /// The tables that are looked up, in order.
    pub steps: Vec<JoinPlan>,
}

/// A table that is part of a joined one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedTable {
    /// The table's name in the source model.
    pub table: String,
    /// Where its rows come from.
    pub origin: ScanOrigin,
    /// Whether a dataset may lack the table; it then has no rows.
    pub optional: bool,
}

/// One look-up: the rows whose columns hold the same texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinPlan {
    /// The table that is looked up.
    pub table: JoinedTable,
    /// The columns that must agree: of the rows so far, and of the table.
    pub on: Vec<(String, String)>,
    /// Whether several rows may agree, which gives a row for each; otherwise that is a fault of the data.
    pub each: bool,
    /// Whether a row without a partner is kept, with the table's columns empty; otherwise it is a fault of the data.
    pub optional: bool,
}

/// Patients to leave out: those with a row that fulfils the condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptOutScan {
    /// The table's name in the source model.
    pub table: String,
    /// Where its rows come from.
    pub origin: ScanOrigin,
    /// Whether a dataset may lack the table; nobody then has opted out.
    pub optional: bool,
    /// The columns that a dataset may lack, as some mapping of the table declares.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub optional_columns: BTreeSet<String>,
    /// The column with the patient key.
    pub key: String,
    /// The rows that opt out.
    pub condition: RowCondition,
}

impl ScanOrigin {
    /// The files of the table, of all tables that it is made of, with the names of those tables.
    pub fn files<'a>(&'a self, table: &'a str) -> Vec<(&'a str, &'a [TableFile])> {
        match self {
            Self::Files(files) => vec![(table, files)],
            Self::List { .. } => Vec::new(),
            Self::Joined(rows) => std::iter::once(&rows.base)
                .chain(rows.steps.iter().map(|step| &step.table))
                .flat_map(|part| part.origin.files(&part.table))
                .collect(),
        }
    }
}
