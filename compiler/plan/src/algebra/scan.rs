//! What is read: tables, the records in them, and their columns.

use super::{NodeId, ScanId, ValueType};
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{Reading, RowCondition, TableFormat};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One physical table, read once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
    /// How it is written.
    pub format: TableFormat,
    /// The column with the patient key.
    pub key: String,
}

/// The records of one entity: some rows and columns of one scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// The entity.
    pub entity: EntityId,
    /// The entity's name.
    pub name: String,
    /// Where the rows come from.
    pub scan: ScanId,
    /// Whether a patient has at most one record.
    pub single: bool,
    /// Whether it is the patient entity, whose keys are the population.
    pub patient: bool,
    /// What dates a record.
    pub dated: Dated,
    /// The rows of the scan that are records of this entity; all, if absent.
    pub condition: Option<RowCondition>,
    /// The columns that are read and decoded.
    pub columns: Vec<Column>,
}

/// One decoded column of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// `entity.attribute`, or `entity.local` for a local of the source model.
    pub name: String,
    /// The attribute it holds; absent for a local of the source model.
    pub attribute: Option<AttributeId>,
    /// How raw values are read. Quantities are decoded to the raw number and the position of its conversion in `units`.
    pub reading: Reading,
    /// For an attribute typed by analyte: the column of this stream that names the record's analyte.
    pub analyte: Option<u32>,
    /// The values' type.
    pub ty: ValueType,
    /// Words for a reader of the plan.
    #[serde(default)]
    pub display: ColumnDisplay,
}

/// Words that only a reader of a column needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDisplay {
    /// The values of a category, in order.
    pub values: Vec<String>,
    /// The unit that a quantity is converted to, if it is the same for all records.
    pub unit: Option<String>,
    /// For an attribute that names analytes or is typed by one: the short names of the analytes that the study uses, and
    /// their units, by qualified name.
    pub analytes: BTreeMap<String, AnalyteDisplay>,
}

/// An analyte, for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyteDisplay {
    /// The name that the study uses.
    pub name: String,
    /// The unit that its values are in.
    pub unit: String,
}

/// Patients to leave out: those with a row that fulfils the condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptOutScan {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
    /// How it is written.
    pub format: TableFormat,
    /// The column with the patient key.
    pub key: String,
    /// The rows that opt out.
    pub condition: RowCondition,
}

/// The node of an attribute that the source derives for each record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedAttribute {
    /// `entity.attribute`.
    pub name: String,
    /// The attribute.
    pub attribute: AttributeId,
    /// The node, before a precision rule.
    pub node: NodeId,
}
