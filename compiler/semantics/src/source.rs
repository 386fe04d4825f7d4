//! A data source: how the tables of one dataset map onto a [`Model`], attribute by attribute.
//!
//! Every attribute of the model is present (mapped), derived (by a written rule), coarser (mapped with a precision below
//! the day) or absent (with a stated reason). A source reads nothing itself; the engine and the oracle interpret it.

use crate::codes::CodeSystem;
use crate::model::{AttributeId, EntityId};
use crate::study::Expr;
use crate::units::Conversion;
use crate::value::{DateFormat, Day, Number, Precision, Value};
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
    /// The first and the last day that the data cover, where they are declared.
    pub period: Option<(Day, Day)>,
    /// What all its dates are counted from, where they are days from a date that is not disclosed; see
    /// [`Decode::DaysFromAnchor`].
    pub anchor: Option<Anchor>,
    /// The physical tables.
    pub tables: Vec<Table>,
    /// Patients who must not be used, whatever the study.
    pub opt_outs: Vec<OptOut>,
    /// The mappings of the entities that the dataset records. Several mappings of one entity add up: a record of the
    /// entity is a record of any of them.
    pub entities: Vec<EntityMapping>,
    /// The entities that the source says it does not record.
    pub absent: Vec<AbsentEntity>,
    /// What the data must obey across records.
    pub bounds: Vec<DateBound>,
    /// The declared name's place.
    pub span: Span,
}

/// The date, one for each patient, that a source counts its days from and does not disclose. The calendar is then unknown:
/// differences, order and moves by days mean something, and years, months and given dates do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// What it is, in the data owner's words, for example *the day of diagnosis*.
    pub what: String,
    /// The place in the source model that says so.
    pub span: Span,
}

/// A physical table, by position in [`Source::tables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableId(pub u32);

/// One table of the dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The name used in the source model.
    pub name: String,
    /// Where its rows come from.
    pub origin: Origin,
    /// Whether a dataset may lack it; it then has no rows, and the results say so.
    pub optional: bool,
    /// The declared name's place.
    pub span: Span,
}

/// Where a table's rows come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The first of these files that the dataset has.
    Files(Vec<TableFile>),
    /// A list that the source model itself writes out.
    List {
        /// The names of the columns: the key's, and the value's.
        columns: [String; 2],
        /// One row for each value of each key.
        rows: Vec<(String, String)>,
    },
    /// Rows of another table, each with the columns of the rows of further tables that it refers to. A column of it is
    /// written `table.column`, where the table is one of its [leaves](Source::leaves), or bare, which means the first of
    /// the leaves that has the column.
    Joined {
        /// The table whose rows these are.
        base: TableId,
        /// The tables that are looked up, in order.
        steps: Vec<JoinStep>,
    },
}

/// One way in which a table may be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The file's path below the data folder, `/`-separated.
    pub path: String,
    /// How it is written.
    pub format: TableFormat,
}

/// How a table's file is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// Delimited text; an optional byte order mark is skipped.
    Csv {
        /// The column separator, an ASCII character.
        delimiter: u8,
        /// How the text is encoded.
        encoding: Encoding,
        /// The names of the columns of a file without a header row, in order. A file may have further columns.
        header: Option<Vec<String>>,
    },
    /// Apache Parquet.
    Parquet,
    /// XML, in which every element at a path is a row.
    Xml {
        /// The path of the rows' elements from the root, for example `/OBDS_RKI/Menge_Patient/Patient`.
        rows: String,
        /// For each column, the path of its text from the row's element: `a/b` for an element, `@x` for an attribute,
        /// `..` for the element around, `.` for the element's own text.
        columns: Vec<(String, String)>,
    },
}

/// How a text file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows code page 932, the Shift JIS of Japanese hospital systems.
    Cp932,
    /// Windows code page 1252, of western European systems.
    Windows1252,
}

/// One table that a joined table looks up: its row, or rows, whose columns have the same texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinStep {
    /// The table that is looked up.
    pub table: TableId,
    /// The columns that must agree: of the rows so far, and of the table. At least one pair.
    pub on: Vec<(String, String)>,
    /// Whether several rows may agree, which gives a row for each; otherwise two such rows are a fault of the data.
    pub each: bool,
    /// Whether a row without a partner is kept, with the table's columns empty; otherwise it is a fault of the data.
    pub optional: bool,
}

/// Patients who opted out: those with a row that fulfils the condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptOut {
    /// The table that records it.
    pub table: TableId,
    /// The column with the patient key.
    pub key: String,
    /// The rows that opt out.
    pub condition: RowCondition,
}

/// A condition on raw columns: every test holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowCondition {
    /// The tests; at least one.
    pub tests: Vec<RowTest>,
}

/// A test of one raw column's text, after trimming.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowTest {
    /// The column.
    pub column: String,
    /// What its text must be.
    pub kind: RowTestKind,
}

/// What a column's text must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowTestKind {
    /// One of these texts.
    In(Vec<String>),
    /// None of these texts. An empty cell passes.
    NotIn(Vec<String>),
    /// Empty or all blank.
    Missing,
    /// Not empty.
    Known,
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
    /// What repeated rows of a patient are.
    pub repeats: Repeats,
    /// Helper columns (`let name = COLUMN …`) that derived attributes may use.
    pub locals: Vec<Local>,
    /// One entry for each attribute of the entity, in the model's order.
    pub attributes: Vec<AttributeMapping>,
    /// The place of the entity's name in the source model.
    pub span: Span,
}

/// What several rows of one patient are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repeats {
    /// As many records.
    Kept,
    /// One record, where all decoded columns of the mapping agree.
    Distinct,
    /// Only the row, or rows, with the greatest text in this column count, and they are one record where all decoded
    /// columns agree.
    LastBy(String),
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
    /// Whether a file may lack the column; all values are then missing, and the results say so.
    pub optional: bool,
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
        /// The coarsest precision that a value of the attribute can have.
        precision: Precision,
        /// Another column says how much of each date is real.
        by: Option<PrecisionColumn>,
        /// Whether digits that are no month (above 12, or 00) or no day (above 31, or 00) say that this part is unknown, as
        /// in 20210799. A year of such digits (9999, 8888, 7777) is a missing date.
        unknown_parts: bool,
    },
    /// A whole number of days from the patient's [`Anchor`], which stands at [`Day::ANCHOR`]; negative is before it.
    DaysFromAnchor,
    /// Listed texts as positions in the attribute's category.
    Category(BTreeMap<String, u32>),
    /// Listed texts as numbers.
    Numbers(BTreeMap<String, Number>),
    /// Listed texts as other texts.
    Texts(BTreeMap<String, String>),
    /// Listed texts as qualified analyte names, for example `std.analytes.bilirubin`.
    Analyte(BTreeMap<String, String>),
    /// A substance: the text is looked up by these ways, in order.
    Drug(Vec<DrugLookup>),
    /// A code, normalised.
    Code(CodeReading),
    /// A number in a unit, converted exactly to the attribute's unit.
    Quantity(UnitSpec),
    /// The same value for every record. The reading's column is the patient key and is not looked at.
    Always(Value),
}

/// A column that says how much of a date is real, such as `Datumsgenauigkeit` in German registries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrecisionColumn {
    /// The column.
    pub column: String,
    /// For each of its texts the precision; none where the date says nothing. A text that is not listed is a fault.
    pub values: BTreeMap<String, Option<Precision>>,
    /// What an empty cell stands for; none where the date then is a fault.
    pub blank: Option<Precision>,
}

/// One way from a text to a substance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DrugLookup {
    /// By any declared name: [`drug_key`](crate::codes::drug_key) of the text to the qualified name of the drug.
    Name(BTreeMap<String, String>),
    /// By a code of this system, in normal form.
    Code(CodeSystem, BTreeMap<String, String>),
}

/// Which code a text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeReading {
    /// A code of one system.
    System(CodeSystem),
    /// A code of the system that another column names.
    ByColumn {
        /// The column.
        column: String,
        /// For each of its texts, the system.
        systems: BTreeMap<String, CodeSystem>,
    },
    /// Listed texts as normalised codes of this system.
    Listed(CodeSystem, BTreeMap<String, String>),
}

/// An entity that a source does not record at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentEntity {
    /// The entity of the model.
    pub entity: EntityId,
    /// Why, in the data owner's words.
    pub reason: String,
    /// The place in the source model that says so.
    pub span: Span,
}

/// A bound that a date of the data must obey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateBound {
    /// The date.
    pub attribute: AttributeId,
    /// Whether it must be on or after the limit; otherwise on or before.
    pub after: bool,
    /// The limit: a date of the patient or, where a patient may have many records of the entity, of the same record, seen as
    /// recorded, before any precision rule. A missing limit bounds nothing.
    pub limit: Expr,
    /// What happens to a date that cannot obey.
    pub otherwise: Contradiction,
    /// The bound's place.
    pub span: Span,
}

/// What happens to a date that contradicts its bound. It is counted in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contradiction {
    /// It stays.
    Kept,
    /// It becomes missing.
    Missing,
    /// It becomes the limit.
    Moved,
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

    /// The tables whose rows stand side by side in a row of a table, in join order: itself, unless it is joined.
    pub fn leaves(&self, id: TableId) -> Vec<TableId> {
        leaves(&self.tables, id)
    }

    /// How an entity is read: its mappings in the order of the source model; none if it is not recorded.
    pub fn mappings(&self, entity: EntityId) -> impl Iterator<Item = &EntityMapping> {
        self.entities
            .iter()
            .filter(move |mapping| mapping.entity == entity)
    }

    /// What each mapping of its entity says about an attribute.
    pub fn attribute(&self, id: AttributeId) -> impl Iterator<Item = &AttributeMapping> {
        self.mappings(id.entity)
            .filter_map(move |mapping| mapping.attributes.get(id.index as usize))
    }

    /// Whether any record can have a value of the attribute.
    pub fn records(&self, id: AttributeId) -> bool {
        self.attribute(id)
            .any(|mapping| mapping.availability.is_available())
    }

    /// The coarsest precision that a date attribute can have in this source; the day for whatever is not a mapped date.
    pub fn precision(&self, id: AttributeId) -> Precision {
        self.attribute(id)
            .filter_map(|mapping| match &mapping.availability {
                Availability::Present(Reading {
                    decode: Decode::Date { precision, .. },
                    ..
                }) => Some(*precision),
                _ => None,
            })
            .max()
            .unwrap_or(Precision::Day)
    }
}

/// [`Source::leaves`] for tables that are not part of a source yet. No table is joined to itself.
pub(crate) fn leaves(tables: &[Table], id: TableId) -> Vec<TableId> {
    match tables.get(id.0 as usize).map(|table| &table.origin) {
        Some(Origin::Files(_) | Origin::List { .. }) => vec![id],
        Some(Origin::Joined { base, steps }) => std::iter::once(*base)
            .chain(steps.iter().map(|step| step.table))
            .flat_map(|part| leaves(tables, part))
            .collect(),
        None => Vec::new(),
    }
}

impl CodeReading {
    /// The systems that a value can be a code of, in the order of [`CodeSystem::all`], each once.
    pub fn systems(&self) -> Vec<CodeSystem> {
        let named: Vec<CodeSystem> = match self {
            Self::System(system) | Self::Listed(system, _) => vec![*system],
            Self::ByColumn { systems, .. } => systems.values().copied().collect(),
        };
        CodeSystem::all()
            .iter()
            .copied()
            .filter(|system| named.contains(system))
            .collect()
    }
}

impl Availability {
    /// Whether records can have a value: present or derived.
    pub fn is_available(&self) -> bool {
        !matches!(self, Self::Absent { .. })
    }
}
