//! A hash of the content of prepared data, and one of each entity's.
//!
//! The records of each patient and entity, in their total order, are hashed with BLAKE3, and each patient with these hashes;
//! hashes, of 512 bits each, are added over patients, so that the order in which patients come does not matter and the same
//! patient twice is not nobody. A fingerprint is the hash of such a sum. Invariant: it follows from what the records say: not from the order of rows, the
//! form of files, the number of buckets, or the size of decimals.

use crate::pass::batch::StreamBatch;
use arrow::array::types::{Date32Type, Decimal256Type, UInt16Type, UInt32Type};
use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal256Array, StringArray, UInt16Array,
    UInt32Array,
};
use arrow::datatypes::DataType;
use datafusion::common::internal_err;
use datafusion::error::Result;
use kohort_plan::Plan;
use kohort_plan::algebra::Stream;

/// How many words of 64 bits a patient's hash has.
const WORDS: usize = 8;
/// What separates these hashes from others of the same bytes. The number is that of the format.
const PATIENT: &str = "kohort prepared 1: a patient with all records";
const RECORDS: &str = "kohort prepared 1: the records of a patient of one entity";
const CONTENT: &str = "kohort prepared 1: the content of a source";
const ENTITY: &str = "kohort prepared 1: the records of one entity";

/// The sums of some patients: with all their records, and with those of each entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Of whole patients.
    pub(super) all: Sum,
    /// For each stream, of the patients that have records of it.
    streams: Vec<Sum>,
}

impl Sums {
    /// The sums of these patients, whose records are in their order.
    pub(super) fn of(keys: &[&str], streams: &[StreamBatch]) -> Result<Self> {
        let records = streams.iter().map(Records::new).collect::<Result<Vec<_>>>()?;
        let mut sums = Self {
            all: Sum::default(),
            streams: vec![Sum::default(); records.len()],
        };
        let mut whole = blake3::Hasher::new_derive_key(PATIENT);
        let mut own = blake3::Hasher::new_derive_key(RECORDS);
        let (mut name, mut bytes) = (Vec::new(), Vec::new());
        for (patient, key) in keys.iter().enumerate() {
            name.clear();
            text(key, &mut name);
            whole.reset();
            whole.update(&name);
            for (stream, sum) in records.iter().zip(&mut sums.streams) {
                let some = stream.has(patient);
                whole.update(&[u8::from(some)]);
                if !some {
                    continue;
                }
                bytes.clear();
                bytes.extend_from_slice(&name);
                stream.write(patient, &mut bytes);
                own.reset();
                own.update(&bytes);
                let hash = Sum::of(&own);
                hash.words.iter().for_each(|word| {
                    whole.update(&word.to_le_bytes());
                });
                sum.add(&hash);
            }
            sums.all.add(&Sum::of(&whole));
        }
        Ok(sums)
    }

    /// Adds the sums of other patients.
    pub(super) fn add(&mut self, other: &Self) {
        self.all.add(&other.all);
        if self.streams.len() < other.streams.len() {
            self.streams.resize(other.streams.len(), Sum::default());
        }
        let sums = self.streams.iter_mut().zip(&other.streams);
        sums.for_each(|(sum, more)| sum.add(more));
    }

    /// The fingerprint of all patients, whose records have these columns.
    pub(super) fn fingerprint(&self, plan: &Plan) -> String {
        let mut bytes = Vec::new();
        plan.streams.iter().for_each(|stream| columns(stream, &mut bytes));
        self.all.hash(CONTENT, bytes)
    }

    /// The fingerprint of the records of one stream, given by position.
    pub(super) fn of_entity(&self, position: usize, stream: &Stream) -> String {
        let mut bytes = Vec::new();
        columns(stream, &mut bytes);
        let sum = self.streams.get(position).copied().unwrap_or_default();
        sum.hash(ENTITY, bytes)
    }
}

/// The sum of the hashes of some patients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    words: [u64; WORDS],
    /// How many patients.
    pub(super) patients: u64,
}

impl Sum {
    /// Of one patient.
    fn of(hasher: &blake3::Hasher) -> Self {
        let mut hash = hasher.finalize_xof();
        let mut words = [0; WORDS];
        for word in &mut words {
            let mut own = [0; size_of::<u64>()];
            hash.fill(&mut own);
            *word = u64::from_le_bytes(own);
        }
        Self { words, patients: 1 }
    }

    fn add(&mut self, other: &Self) {
        let mut carry = false;
        for (word, more) in self.words.iter_mut().zip(other.words) {
            let (sum, first) = word.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*word, carry) = (sum, first || second);
        }
        self.patients += other.patients;
    }

    /// The hash of the sum, behind other bytes.
    fn hash(&self, kind: &str, mut bytes: Vec<u8>) -> String {
        bytes.extend(self.patients.to_le_bytes());
        self.words
            .iter()
            .for_each(|word| bytes.extend(word.to_le_bytes()));
        let mut hasher = blake3::Hasher::new_derive_key(kind);
        hasher.update(&bytes);
        hasher.finalize().to_hex().to_string()
    }
}

/// The names of a stream and its columns.
fn columns(stream: &Stream, bytes: &mut Vec<u8>) {
    text(&stream.name, bytes);
    bytes.extend((stream.columns.len() as u64).to_le_bytes());
    stream.columns.iter().for_each(|column| text(&column.name, bytes));
}

/// The records of one stream, ready to be written down.
struct Records<'a> {
    offsets: &'a [u32],
    parts: Option<&'a [u32]>,
    columns: Vec<Cells>,
}

impl<'a> Records<'a> {
    fn new(stream: &'a StreamBatch) -> Result<Self> {
        let mut columns = Vec::new();
        for column in &stream.columns {
            columns.push(Cells::of(&column.values)?);
            columns.extend(column.units.clone().map(Cells::Units));
            columns.extend(column.last.clone().map(Cells::Days));
        }
        Ok(Self {
            offsets: &stream.offsets,
            parts: stream.parts.as_deref(),
            columns,
        })
    }

    /// Which records are a patient's.
    fn range(&self, patient: usize) -> (u32, u32) {
        let at = |patient: usize| self.offsets.get(patient).copied().unwrap_or(0);
        (at(patient), at(patient + 1))
    }

    fn has(&self, patient: usize) -> bool {
        let (start, end) = self.range(patient);
        end > start
    }

    fn write(&self, patient: usize, bytes: &mut Vec<u8>) {
        let (start, end) = self.range(patient);
        bytes.extend(end.saturating_sub(start).to_le_bytes());
        for row in start as usize..end as usize {
            let part = self.parts.and_then(|parts| parts.get(row));
            bytes.extend(part.copied().unwrap_or(0).to_le_bytes());
            self.columns.iter().for_each(|column| column.write(row, bytes));
        }
    }
}

/// A column whose cells can be written down.
enum Cells {
    Truths(BooleanArray),
    Numbers(Decimal256Array),
    Days(Date32Array),
    Positions(UInt32Array),
    Units(UInt16Array),
    Texts(StringArray),
}

impl Cells {
    fn of(array: &ArrayRef) -> Result<Self> {
        Ok(match array.data_type() {
            DataType::Boolean => Self::Truths(array.as_boolean().clone()),
            DataType::Decimal256(..) => Self::Numbers(array.as_primitive::<Decimal256Type>().clone()),
            DataType::Date32 => Self::Days(array.as_primitive::<Date32Type>().clone()),
            DataType::UInt32 => Self::Positions(array.as_primitive::<UInt32Type>().clone()),
            DataType::UInt16 => Self::Units(array.as_primitive::<UInt16Type>().clone()),
            DataType::Utf8 => Self::Texts(array.as_string::<i32>().clone()),
            _ => return internal_err!("a column was decoded to another type"),
        })
    }

    /// Whether there is a value, and the value. Which type a column has is known from its position.
    fn write(&self, row: usize, bytes: &mut Vec<u8>) {
        let known = match self {
            Self::Truths(array) => array.is_valid(row),
            Self::Numbers(array) => array.is_valid(row),
            Self::Days(array) => array.is_valid(row),
            Self::Positions(array) => array.is_valid(row),
            Self::Units(array) => array.is_valid(row),
            Self::Texts(array) => array.is_valid(row),
        };
        bytes.push(u8::from(known));
        if !known {
            return;
        }
        match self {
            Self::Truths(array) => bytes.push(u8::from(array.value(row))),
            Self::Numbers(array) => bytes.extend(array.value(row).to_le_bytes()),
            Self::Days(array) => bytes.extend(array.value(row).to_le_bytes()),
            Self::Positions(array) => bytes.extend(array.value(row).to_le_bytes()),
            Self::Units(array) => bytes.extend(array.value(row).to_le_bytes()),
            Self::Texts(array) => text(array.value(row), bytes),
        }
    }
}

fn text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::batch::DecodedColumn;
    use std::sync::Arc;

    fn records(offsets: &[u32], texts: &[Option<&str>]) -> StreamBatch {
        StreamBatch {
            offsets: offsets.to_vec(),
            parts: None,
            columns: vec![DecodedColumn {
                values: Arc::new(texts.iter().copied().collect::<StringArray>()),
                units: None,
                last: None,
            }],
        }
    }

    #[test]
    fn the_order_of_patients_does_not_matter_and_everything_else_does() {
        let sums = |keys: &[&str], offsets: &[u32], texts: &[Option<&str>]| {
            Sums::of(keys, &[records(offsets, texts)]).unwrap()
        };
        let all = sums(&["1", "2"], &[0, 2, 3], &[Some("a"), None, Some("b")]);
        let mut added = Sums::default();
        added.add(&sums(&["2"], &[0, 1], &[Some("b")]));
        added.add(&sums(&["1"], &[0, 2], &[Some("a"), None]));
        assert_eq!(all, added);
        for other in [
            sums(&["1", "2"], &[0, 1, 3], &[Some("a"), None, Some("b")]),
            sums(&["1", "2"], &[0, 2, 3], &[Some("a"), None, Some("c")]),
            sums(&["1", "2"], &[0, 2, 3], &[Some("a"), Some(""), Some("b")]),
            sums(&["1", "3"], &[0, 2, 3], &[Some("a"), None, Some("b")]),
        ] {
            assert_ne!(all.all, other.all);
            assert_ne!(all.streams, other.streams);
            assert_ne!(
                all.fingerprint(&Plan::default()),
                other.fingerprint(&Plan::default())
            );
        }
        // A patient without records is one of the source, and none of the entity.
        let more = sums(&["1", "2", "3"], &[0, 2, 3, 3], &[Some("a"), None, Some("b")]);
        assert_ne!(all.all, more.all);
        assert_eq!(all.streams, more.streams);
    }

    #[test]
    fn an_entity_has_a_fingerprint_of_its_own() {
        let streams = |second: &str| {
            let both = [records(&[0, 1], &[Some("a")]), records(&[0, 1], &[Some(second)])];
            Sums::of(&["1"], &both).unwrap()
        };
        let (one, other) = (streams("a"), streams("b"));
        assert_ne!(one.all, other.all);
        assert_eq!(one.streams[0], other.streams[0]);
        assert_ne!(one.streams[1], other.streams[1]);
    }

    #[test]
    fn sums_carry() {
        let mut sum = Sum {
            words: [u64::MAX; WORDS],
            patients: 1,
        };
        let mut one = Sum {
            words: [0; WORDS],
            patients: 1,
        };
        one.words[0] = 1;
        sum.add(&one);
        assert_eq!(
            sum,
            Sum {
                words: [0; WORDS],
                patients: 2
            }
        );
    }
}
