//! What prepared data say about themselves: `kohort-prepared.json`.
//!
//! Invariant: plain data that follows from the source model, the content of the tables and the number of buckets alone;
//! the same preparation gives the same bytes. Everything that a later run tells about the raw files is in it, so that the
//! raw files are not needed any more.

use serde::{Deserialize, Serialize};

/// The file that makes a folder one of prepared data.
pub const MANIFEST: &str = "kohort-prepared.json";

/// The version of the form in which data are prepared. Another version is never read.
pub const FORMAT: u32 = 1;

/// What is needed of any version to say that it is another one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Head {
    pub(super) format: u32,
    #[serde(default)]
    pub(super) kohort: String,
}

/// The manifest of a folder of prepared data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the form, [`FORMAT`].
    pub format: u32,
    /// The version of Kohort that prepared the data.
    pub kohort: String,
    /// The source whose mapping was applied.
    pub source: PreparedSource,
    /// BLAKE3 over the content: all patients with their records, whatever the order of rows, the form of the raw files,
    /// the way they were split, and the number of buckets.
    pub fingerprint: String,
    /// Into how many buckets each kind of record is divided.
    pub buckets: u32,
    /// How many patients there are, with records or without.
    pub patients: u64,
    /// How many patients of the patient table were left out since they opted out.
    pub opted_out: u64,
    /// The raw tables.
    pub tables: Vec<PreparedTable>,
    /// The kinds of records in the model's order.
    pub streams: Vec<PreparedStream>,
}

/// A source, and which state of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedSource {
    /// The declared name.
    pub name: String,
    /// The declared version.
    pub version: String,
    /// The model that it maps.
    pub model: String,
    /// The model's declared version.
    pub model_version: String,
    /// BLAKE3 over what the source model says, without places and comments.
    pub hash: String,
}

/// A raw table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedTable {
    /// The name in the source model.
    pub table: String,
    /// The column with the patient key.
    pub key: String,
    /// Whether it was read to find out who opted out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub opt_out: bool,
    /// The files and columns that the dataset lacks, and may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<PreparedLack>,
    /// Rows that are left out since the patient table does not list their patient.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_patient: Vec<WithoutPatient>,
}

/// A table or a column that the dataset lacks, and may.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PreparedLack {
    /// The table.
    pub table: String,
    /// The column; the whole table, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// How the source model names the column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<String>,
}

/// Rows of unlisted patients that would be the same records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutPatient {
    /// Of which parts of which streams they would be records.
    pub records: Vec<PartOf>,
    /// How many rows.
    pub rows: u64,
}

/// A part of a stream.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartOf {
    /// The entity.
    pub entity: String,
    /// The part's position among the entity's mappings.
    pub part: u32,
}

/// The records of one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedStream {
    /// The entity's name, which is the name of the folder with its files.
    pub entity: String,
    /// BLAKE3 over its records and whose they are, as [`Manifest::fingerprint`] is over all.
    pub fingerprint: String,
    /// How many records there are.
    pub rows: u64,
    /// Where the records come from: table and key column of each mapping.
    pub parts: Vec<(String, String)>,
    /// The columns in the files' order.
    pub columns: Vec<PreparedColumn>,
    /// The file of each bucket; none where the bucket has no records.
    pub files: Vec<Option<PreparedFile>>,
}

/// An attribute, or a local of the source model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedColumn {
    /// The name in the files.
    pub name: String,
    /// `entity.attribute` or `entity.local`.
    pub of: String,
    /// Whether it is an attribute of the model.
    pub attribute: bool,
    /// Which parts have it.
    pub parts: Vec<u32>,
    /// Whether a column beside it, `….unit`, says which conversion each number needs.
    #[serde(default, skip_serializing_if = "is_false")]
    pub with_unit: bool,
    /// Whether a column beside it, `….last`, holds the last day that each date may be.
    #[serde(default, skip_serializing_if = "is_false")]
    pub with_last: bool,
    /// Records without a value.
    pub missing: u64,
    /// For each part that has it: values that could not be understood and became missing, as the source declares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Unreadable>,
}

/// Values that could not be understood and became missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// The part.
    pub part: u32,
    /// How many.
    pub values: u64,
    /// Of texts that name no drug, no code and no listed value: which, and how many rows have them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<(String, u64)>,
}

/// The records of one bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedFile {
    /// How many records.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// For each column of the file, in its order, a hash of its bytes.
    pub columns: Vec<String>,
    /// A hash of the bytes behind the columns.
    pub footer: String,
}

fn is_false(truth: &bool) -> bool {
    !truth
}

/// Where the file of a bucket is, below the folder.
pub(crate) fn file_name(entity: &str, bucket: usize) -> String {
    format!("{entity}/{bucket:04}.parquet")
}
