//! What a dataset holds: counts, entity by entity and attribute by attribute.
//!
//! Invariant: plain data that is the same for the same source and data, whatever read them. The counts are exact;
//! disclosure control is deliberately not here.

use crate::fault::DataFault;

/// What a dataset holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Listed patients, without those who opted out.
    pub patients: u64,
    /// Patients who opted out; nothing of theirs is counted.
    pub opted_out: u64,
    /// The entities that the source maps, in the model's order.
    pub entities: Vec<EntityDescription>,
    /// For each bound of the source (attribute): dates that contradict it.
    pub contradictory_dates: Vec<(String, u64)>,
    /// For each table: rows left out since the patient table does not list their patient.
    pub without_patient: Vec<(String, u64)>,
    /// For each column (table, column) that only rules of the source read: values that cannot be read and are missing, as
    /// the source declares.
    pub unreadable_helpers: Vec<(String, String, u64)>,
    /// The tables that the dataset may lack and does.
    pub lacking_tables: Vec<String>,
    /// The columns (table, column) that the dataset may lack and does.
    pub lacking_columns: Vec<(String, String)>,
    /// What contradicts the source; a run ends with these.
    pub faults: Vec<DataFault>,
}

/// The records of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityDescription {
    /// The entity.
    pub name: String,
    /// Patients with at least one record.
    pub patients: u64,
    /// Records.
    pub records: u64,
    /// Where they come from several tables: from which how many.
    pub by_table: Vec<(String, u64)>,
    /// Records without a date, where records have one.
    pub undated: Option<u64>,
    /// Records whose date certainly lies outside the time that the source says its data cover, where it says so and records
    /// have dates.
    pub outside_period: Option<u64>,
    /// Records that equal another record of their patient in everything that is read.
    pub repeated: u64,
    /// Records by the month of their date, where dates are known to the month: year and month.
    pub by_month: Vec<((i32, u32), u64)>,
    /// Records by the year of their date.
    pub by_year: Vec<(i32, u64)>,
    /// Records of a source without a calendar, by the first day of 365, counted from the anchor.
    pub by_days: Vec<(i32, u64)>,
    /// The attributes that the source records, in the model's order.
    pub attributes: Vec<AttributeDescription>,
}

/// The values of one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeDescription {
    /// The attribute.
    pub name: String,
    /// Records with a value.
    pub known: u64,
    /// Records without.
    pub missing: u64,
    /// Values of the files that cannot be read and are missing, as the source declares.
    pub unreadable: u64,
    /// Of these, the texts that name no drug, no code or nothing that the source lists, and how many rows have them, the
    /// most frequent first; only those that can hardly identify anybody.
    pub unresolved: Vec<(String, u64)>,
    /// What the values are.
    pub values: ValuesDescription,
}

/// What the values of an attribute are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuesDescription {
    /// Nothing beside that they are known.
    Numbers,
    /// Listed values with how many records have each: of a category or of true and false, in their order, all of them.
    Listed(Vec<(String, u64)>),
    /// Whole numbers, where they are few: ascending.
    Whole(Option<Vec<(i64, u64)>>),
    /// Dates.
    Dates(Precisions),
    /// Measured values of each analyte, or of the one thing that is measured.
    Measured(Vec<MeasuredValues>),
    /// Codes of each system.
    Codes(Vec<(String, Listed)>),
    /// Drugs, by their names.
    Drugs(Listed),
    /// Analytes, by their names.
    Analytes(Listed),
    /// How many different texts there are; none where they are too many to be counted.
    Texts(Option<u64>),
}

/// Dates by how exactly they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precisions {
    /// To the day.
    pub day: u64,
    /// To the month.
    pub month: u64,
    /// To the quarter.
    pub quarter: u64,
    /// To the year.
    pub year: u64,
    /// To some other stretch of time.
    pub other: u64,
}

/// Distinct values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Records with one.
    pub records: u64,
    /// How many there are; at least so many, if `more`.
    pub distinct: u64,
    /// Whether there are more than are counted.
    pub more: bool,
    /// The most frequent with how many records have each, where all are counted.
    pub frequent: Vec<(String, u64)>,
}

/// Measured values of one analyte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredValues {
    /// The analyte's name; none for a quantity of one kind, and for values whose record names no analyte.
    pub analyte: Option<String>,
    /// The unit that values are compared in, with the plausible range as it is declared; none where none is.
    pub plausible: Option<String>,
    /// How many values there are.
    pub values: u64,
    /// Of these, below the plausible range.
    pub below: u64,
    /// And above it.
    pub above: u64,
    /// The units that they are recorded in.
    pub units: Vec<(String, u64)>,
}
