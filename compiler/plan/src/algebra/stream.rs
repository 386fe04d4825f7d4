//! The records that operators see: for each entity one stream, put together from every mapping of the entity.
//!
//! Invariant: the records of a stream are the bag of the records of its parts. Each part has one entry in `readings` for
//! each column of the stream, so that a column means the same in every part; where a part does not have it, it is missing.

use super::{NodeId, ScanId, ValueType};
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{Reading, Repeats, RowCondition};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The records of one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// The entity.
    pub entity: EntityId,
    /// The entity's name.
    pub name: String,
    /// Whether a patient has at most one record.
    pub single: bool,
    /// Whether it is the patient entity, whose keys are the population.
    pub patient: bool,
    /// What dates a record.
    pub dated: Dated,
    /// Where the records come from; at least one part.
    pub parts: Vec<StreamPart>,
    /// The columns that are read and decoded.
    pub columns: Vec<Column>,
}

/// Some rows of one scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StreamPart {
    /// Where the rows come from.
    pub scan: ScanId,
    /// The rows of the scan that are records of the entity; all, if absent.
    pub condition: Option<RowCondition>,
    /// What repeated rows of a patient are. Where they are one record, all columns of the part are needed to say so.
    pub repeats: Repeats,
    /// How each column of the stream is read; nothing for a column that is missing in this part. Quantities are decoded to
    /// the raw number and the position of its conversion.
    pub readings: Vec<Option<Reading>>,
}

/// One decoded column of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// `entity.attribute`, or `entity.local` for a local of the source model.
    pub name: String,
    /// The attribute it holds; absent for a local of the source model.
    pub attribute: Option<AttributeId>,
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
    /// For an attribute that names drugs: the names of the drugs that the study uses, by qualified name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub drugs: BTreeMap<String, String>,
}

/// An analyte, for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyteDisplay {
    /// The name that the study uses.
    pub name: String,
    /// The unit that its values are in.
    pub unit: String,
}

/// The node of an attribute that the source derives for each record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedAttribute {
    /// `entity.attribute`.
    pub name: String,
    /// The attribute.
    pub attribute: AttributeId,
    /// The part of the stream whose rule it is; none for the choice among the parts' rules.
    pub part: Option<u32>,
    /// The node, before a bound of the source and a precision rule.
    pub node: NodeId,
}

impl Stream {
    /// How a column is read in each part that has it.
    pub fn readings(&self, column: usize) -> impl Iterator<Item = &Reading> {
        self.parts
            .iter()
            .filter_map(move |part| part.readings.get(column)?.as_ref())
    }
}
