//! A data source: how the tables of one dataset map onto a [`Model`], attribute by attribute.
//!
//! Every attribute of the model is present (mapped), derived (by a written rule), coarser (mapped with a precision below
//! the day) or absent (with a stated reason). A source reads nothing itself; the engine and the oracle interpret it.

use crate::codes::CodeSystem;
use crate::model::{AttributeId, EntityId};
use crate::study::Expr;
use crate::units::Conversion;
use crate::value::{DateFormat, Precision};
use kohort_base::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One dataset's mapping onto a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The declared name, as given to `--source`.
    pub name: String,
    /// The module that declares it.
    pub module: String,
    /// The declared version.
    pub version: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The module and name of the model it maps, for example `std.oncology`.
    pub model: String,
    /// The country, as an upper-case ISO 3166 code, where one is declared.
    pub country: Option<String>,
    /// The smallest count that may be published.
    pub minimum_cell: Option<u32>,
    /// The physical tables.
    pub tables: Vec<Table>,
    /// Patients who must not be used, whatever the study.
    pub opt_outs: Vec<OptOut>,
    /// One mapping for each entity that the dataset records.
    pub entities: Vec<EntityMapping>,
    /// The declared name's place.
    pub span: Span,
}

/// A physical table, by position in [`Source::tables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableId(pub u32);

/// One file of the dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The name used in the source model.
    pub name: String,
    /// How the file is written.
    pub format: TableFormat,
    /// The file's path below the data folder, `/`-separated.
    pub file: String,
    /// The declared name's place.
    pub span: Span,
}

/// How a table's file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// Delimited text in UTF-8 with one header row; an optional byte order mark is skipped.
    Csv {
        /// The column separator, an ASCII character.
        delimiter: u8,
    },
    /// Apache Parquet.
    Parquet,
}

/// Patients who opted out: those with a row in which `column` holds one of `values`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptOut {
    /// The table that records it.
    pub table: TableId,
    /// The column with the patient key.
    pub key: String,
    /// The rows that opt out.
    pub condition: RowCondition,
}

/// A condition on one raw column: its text is one of the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCondition {
    /// The column.
    pub column: String,
    /// The accepted texts, compared after trimming.
    pub values: Vec<String>,
}

/// How one entity is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityMapping {
    /// The entity of the model.
    pub entity: EntityId,
    /// The table it is read from.
    pub table: TableId,
    /// The column with the patient key.
    pub key: String,
    /// The rows of the table that are records of this entity; all, if absent.
    pub condition: Option<RowCondition>,
    /// Helper columns (`let name = COLUMN …`) that derived attributes may use.
    pub locals: Vec<Local>,
    /// One entry for each attribute of the entity, in the model's order.
    pub attributes: Vec<AttributeMapping>,
    /// The place of the entity's name in the source model.
    pub span: Span,
}

/// A helper column of an [`EntityMapping`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// The name that derived attributes use.
    pub name: String,
    /// How it is read.
    pub reading: Reading,
}

/// What a source says about one attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeMapping {
    /// The attribute of the model.
    pub attribute: AttributeId,
    /// Where its values come from.
    pub availability: Availability,
    /// The place in the source model that says so.
    pub span: Span,
}

/// Where an attribute's values come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Availability {
    /// Read from a column.
    Present(Reading),
    /// Computed for each record by a rule over the record's other attributes and locals.
    Derived(Expr),
    /// Not recorded.
    Absent {
        /// Why, in the data owner's words.
        reason: String,
    },
}

/// How a column's raw values become an attribute's values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The column.
    pub column: String,
    /// How a raw value is understood. An empty or all-blank cell is always missing.
    pub decode: Decode,
    /// Raw texts that mean *missing*.
    pub unknown: Vec<String>,
    /// Whether a value that cannot be understood becomes missing (and is counted) instead of stopping the run.
    pub otherwise_missing: bool,
}

/// How a raw text is understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Decode {
    /// As it is, trimmed, Unicode NFC.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// Listed texts as true or false.
    Boolean(BTreeMap<String, bool>),
    /// A date in the first of the formats that fits, coarsened to the precision.
    Date {
        /// The accepted forms, tried in order.
        formats: Vec<DateFormat>,
        /// The precision of the attribute's values.
        precision: Precision,
    },
    /// Listed texts as positions in the attribute's category.
    Category(BTreeMap<String, u32>),
    /// Listed texts as qualified analyte names, for example `std.analytes.bilirubin`.
    Analyte(BTreeMap<String, String>),
    /// A code of this system, normalised.
    Code(CodeSystem),
    /// A number in a unit, converted exactly to the attribute's unit.
    Quantity(UnitSpec),
}

/// In which unit a quantity is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum UnitSpec {
    /// Always the same.
    Fixed(UnitText, Conversion),
    /// By the record's analyte (qualified name). A record of an analyte that is not listed has no value.
    ByAnalyte(BTreeMap<String, (UnitText, Conversion)>),
    /// By the text in another column and, for attributes typed `Quantity of`, the record's analyte.
    ByColumn {
        /// The column with the unit.
        column: String,
        /// For each text of that column, its unit and how to convert it.
        units: BTreeMap<String, ColumnUnit>,
    },
}

/// A unit as the source model writes it.
pub type UnitText = String;

/// One entry of a unit column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnUnit {
    /// The unit as written.
    pub unit: UnitText,
    /// For an attribute in a fixed unit: the conversion to it.
    pub fixed: Option<Conversion>,
    /// For an attribute typed by analyte: the conversion to each analyte's unit, for those it is commensurable with.
    pub by_analyte: BTreeMap<String, Conversion>,
}

impl Source {
    /// The table with this id.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.get(id.0 as usize)
    }

    /// How an entity is read, if it is.
    pub fn entity(&self, entity: EntityId) -> Option<&EntityMapping> {
        self.entities.iter().find(|mapping| mapping.entity == entity)
    }

    /// What the source says about an attribute, if it maps the attribute's entity.
    pub fn attribute(&self, id: AttributeId) -> Option<&AttributeMapping> {
        self.entity(id.entity)?.attributes.get(id.index as usize)
    }

    /// The precision of a date attribute in this source; the day for whatever is not a mapped date.
    pub fn precision(&self, id: AttributeId) -> Precision {
        match self.attribute(id).map(|mapping| &mapping.availability) {
            Some(Availability::Present(Reading {
                decode: Decode::Date { precision, .. },
                ..
            })) => *precision,
            _ => Precision::Day,
        }
    }
}

impl Availability {
    /// Whether records can have a value: present or derived.
    pub fn is_available(&self) -> bool {
        !matches!(self, Self::Absent { .. })
    }
}
