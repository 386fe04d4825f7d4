//! What the values of an attribute are, as it may be shown.
//!
//! Invariant: of codes, drugs, analytes and texts only those are named that enough records have.

use super::Count;
use crate::report::cell::{Cell, Cells};
use kohort_engine::describe::{AttributeDescription, Listed, MeasuredValues, Precisions, ValuesDescription};
use serde::Serialize;

/// What the values of an attribute are.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Values {
    Numbers {},
    Categories(Vec<Count>),
    /// None where there are too many different ones.
    Whole(Option<Vec<Count>>),
    Dates(Vec<Count>),
    Measured(Vec<Measured>),
    Codes(Vec<System>),
    Drugs(Distinct),
    Analytes(Distinct),
    Texts {
        /// How many different ones; none where they are too many to be counted, or where the records are too few to be
        /// shown.
        different: Option<u64>,
    },
}

/// Distinct values.
#[derive(Debug, Serialize)]
pub(super) struct Distinct {
    pub(super) records: Cell,
    /// None where the records are too few to be shown: there are at least as many.
    pub(super) different: Option<u64>,
    /// Whether there are more than are counted.
    pub(super) more: bool,
    pub(super) frequent: Vec<Count>,
}

/// The codes of one system.
#[derive(Debug, Serialize)]
pub(super) struct System {
    pub(super) system: String,
    #[serde(flatten)]
    pub(super) codes: Distinct,
}

/// The values of one analyte.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    /// None for a quantity of one kind, and for records without an analyte.
    pub(super) analyte: Option<String>,
    pub(super) values: Cell,
    /// The plausible range that is declared.
    pub(super) plausible: Option<String>,
    pub(super) below: Cell,
    pub(super) above: Cell,
    pub(super) units: Vec<Count>,
}

impl Values {
    /// `least` is the smallest count by which something is named.
    pub(super) fn new(found: &AttributeDescription, cells: Cells, least: u64) -> Self {
        let count = |(name, count): &(String, u64)| Count {
            name: name.clone(),
            count: cells.of(*count),
        };
        match &found.values {
            ValuesDescription::Numbers => Self::Numbers {},
            ValuesDescription::Listed(counts) => Self::Categories(counts.iter().map(count).collect()),
            ValuesDescription::Whole(counts) => {
                let named = |(number, records): &(i64, u64)| count(&(number.to_string(), *records));
                Self::Whole(counts.as_ref().map(|counts| counts.iter().map(named).collect()))
            }
            ValuesDescription::Dates(precisions) => {
                Self::Dates(dates(precisions).iter().map(count).collect())
            }
            ValuesDescription::Measured(all) => {
                Self::Measured(all.iter().map(|found| measured(found, cells)).collect())
            }
            ValuesDescription::Codes(systems) => {
                let system = |(system, codes): &(String, Listed)| System {
                    system: system.clone(),
                    codes: distinct(codes, cells, least),
                };
                Self::Codes(systems.iter().map(system).collect())
            }
            ValuesDescription::Drugs(drugs) => Self::Drugs(distinct(drugs, cells, least)),
            ValuesDescription::Analytes(analytes) => Self::Analytes(distinct(analytes, cells, least)),
            ValuesDescription::Texts(different) => Self::Texts {
                different: different.and_then(|different| shown_with(cells.of(found.known), different)),
            },
        }
    }
}

/// How many different values some records have; nothing where the records are too few to be shown.
fn shown_with(records: Cell, different: u64) -> Option<u64> {
    matches!(records, Cell::Count(_)).then_some(different)
}

fn dates(found: &Precisions) -> Vec<(String, u64)> {
    let named = [
        ("day", found.day),
        ("month", found.month),
        ("quarter", found.quarter),
        ("year", found.year),
        ("other", found.other),
    ];
    named.map(|(name, count)| (name.to_owned(), count)).to_vec()
}

fn measured(found: &MeasuredValues, cells: Cells) -> Measured {
    let units = found.units.iter().map(|(unit, values)| Count {
        name: unit.clone(),
        count: cells.of(*values),
    });
    Measured {
        analyte: found.analyte.clone(),
        values: cells.of(found.values),
        plausible: found.plausible.clone(),
        below: cells.of(found.below),
        above: cells.of(found.above),
        units: units.collect(),
    }
}

fn distinct(found: &Listed, cells: Cells, least: u64) -> Distinct {
    let frequent = found.frequent.iter().filter(|(_, records)| *records >= least);
    let frequent = frequent.map(|(name, records)| Count {
        name: name.clone(),
        count: cells.of(*records),
    });
    Distinct {
        records: cells.of(found.records),
        different: shown_with(cells.of(found.records), found.distinct),
        more: found.more,
        frequent: frequent.collect(),
    }
}
