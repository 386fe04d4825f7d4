//! A hash of the content of prepared data.
//!
//! Each patient with all records, in their total order, is hashed with BLAKE3; the patients' hashes, of 512 bits each, are
//! added, so that the order in which patients come does not matter and the same patient twice is not nobody. The
//! fingerprint is the hash of the sum. Invariant: it follows from what the records say: not from the order of rows, the
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

/// How many words of 64 bits a patient's hash has.
const WORDS: usize = 8;
/// What separates these hashes from others of the same bytes. The number is that of the format.
const PATIENT: &str = "kohort prepared 1: a patient with all records";
const CONTENT: &str = "kohort prepared 1: the content of a source";

/// The sum of the hashes of some patients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    words: [u64; WORDS],
    /// How many patients.
    pub(super) patients: u64,
}

impl Sum {
    /// The sum of these patients, whose records are in their order.
    pub(super) fn of(keys: &[&str], streams: &[StreamBatch]) -> Result<Self> {
        let streams = streams.iter().map(Records::new).collect::<Result<Vec<_>>>()?;
        let mut sum = Self::default();
        let mut hasher = blake3::Hasher::new_derive_key(PATIENT);
        let mut bytes = Vec::new();
        for (patient, key) in keys.iter().enumerate() {
            bytes.clear();
            text(key, &mut bytes);
            streams
                .iter()
                .for_each(|stream| stream.write(patient, &mut bytes));
            hasher.reset();
            hasher.update(&bytes);
            let mut hash = hasher.finalize_xof();
            let mut words = [0; WORDS];
            for word in &mut words {
                let mut own = [0; size_of::<u64>()];
                hash.fill(&mut own);
                *word = u64::from_le_bytes(own);
            }
            sum.add(&Self { words, patients: 1 });
        }
        Ok(sum)
    }

    /// Adds the sum of other patients.
    pub(super) fn add(&mut self, other: &Self) {
        let mut carry = false;
        for (word, more) in self.words.iter_mut().zip(other.words) {
            let (sum, first) = word.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*word, carry) = (sum, first || second);
        }
        self.patients += other.patients;
    }

    /// The fingerprint of all patients, whose records have these columns.
    pub(super) fn fingerprint(&self, plan: &Plan) -> String {
        let mut bytes = Vec::new();
        for stream in &plan.streams {
            text(&stream.name, &mut bytes);
            bytes.extend((stream.columns.len() as u64).to_le_bytes());
            stream
                .columns
                .iter()
                .for_each(|column| text(&column.name, &mut bytes));
        }
        bytes.extend(self.patients.to_le_bytes());
        self.words
            .iter()
            .for_each(|word| bytes.extend(word.to_le_bytes()));
        let mut hasher = blake3::Hasher::new_derive_key(CONTENT);
        hasher.update(&bytes);
        hasher.finalize().to_hex().to_string()
    }
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

    fn write(&self, patient: usize, bytes: &mut Vec<u8>) {
        let at = |patient: usize| self.offsets.get(patient).copied().unwrap_or(0);
        let (start, end) = (at(patient), at(patient + 1));
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
        let sum = |keys: &[&str], offsets: &[u32], texts: &[Option<&str>]| {
            Sum::of(keys, &[records(offsets, texts)]).unwrap()
        };
        let all = sum(&["1", "2"], &[0, 2, 3], &[Some("a"), None, Some("b")]);
        let mut added = sum(&["2"], &[0, 1], &[Some("b")]);
        added.add(&sum(&["1"], &[0, 2], &[Some("a"), None]));
        assert_eq!(all, added);
        for other in [
            sum(&["1", "2"], &[0, 1, 3], &[Some("a"), None, Some("b")]),
            sum(&["1", "2"], &[0, 2, 3], &[Some("a"), None, Some("c")]),
            sum(&["1", "2"], &[0, 2, 3], &[Some("a"), Some(""), Some("b")]),
            sum(&["1", "3"], &[0, 2, 3], &[Some("a"), None, Some("b")]),
            sum(&["1", "2", "3"], &[0, 2, 3, 3], &[Some("a"), None, Some("b")]),
        ] {
            assert_ne!(all, other);
            assert_ne!(
                all.fingerprint(&Plan::default()),
                other.fingerprint(&Plan::default())
            );
        }
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
