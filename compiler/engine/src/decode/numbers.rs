//! Columns of numbers.
//!
//! Invariant: exact. Binary floats are taken as the shortest decimal that reads back as them; a number with more digits
//! than a decoded column holds is not understood.

use super::decimal;
use super::layout::SCALE;
use super::rows::Rows;
use super::texts::read_texts;
use super::verdicts::Verdicts;
use arrow::array::types::{Decimal256Type, DecimalType};
use arrow::array::{Array, ArrayRef, AsArray, Decimal256Array, Decimal256Builder};
use arrow::compute::cast;
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, i256};
use arrow::error::ArrowError;
use std::collections::BTreeSet;

/// How numbers are read.
#[derive(Debug)]
pub(super) struct NumberReading {
    unknown: BTreeSet<String>,
    unknown_numbers: BTreeSet<i256>,
    whole: bool,
}

impl NumberReading {
    pub(super) fn new(unknown: BTreeSet<String>, whole: bool) -> Self {
        let unknown_numbers = unknown.iter().filter_map(|text| decimal::parse(text)).collect();
        Self {
            unknown,
            unknown_numbers,
            whole,
        }
    }

    /// The numbers of some rows; missing elsewhere.
    pub(super) fn read(
        &self,
        array: &ArrayRef,
        rows: &Rows,
        verdicts: &mut Verdicts,
    ) -> Result<Decimal256Array, ArrowError> {
        let target = DataType::Decimal256(DECIMAL256_MAX_PRECISION, SCALE);
        let mut numbers = Decimal256Builder::with_capacity(array.len()).with_data_type(target.clone());
        if always_fits(array.data_type()) {
            let exact = cast(array, &target)?;
            for (row, value) in exact.as_primitive::<Decimal256Type>().iter().enumerate() {
                let value = value.filter(|value| rows.includes(row) && !self.unknown_numbers.contains(value));
                let understood = value.filter(|value| !self.whole || decimal::is_whole(*value));
                if let (Some(value), None) = (value, understood) {
                    verdicts.unreadable(&shown(value));
                }
                numbers.append_option(understood);
            }
        } else {
            let read =
                |text: &str| decimal::parse(text).filter(|value| !self.whole || decimal::is_whole(*value));
            read_texts((array, rows), &self.unknown, verdicts, read, |value| {
                numbers.append_option(value)
            })?;
        }
        Ok(numbers.finish())
    }
}

/// Whether every value of this type has a place in a decoded column.
fn always_fits(ty: &DataType) -> bool {
    match ty {
        DataType::Decimal32(_, scale) | DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => {
            (0..=SCALE).contains(scale)
        }
        _ => ty.is_integer(),
    }
}

/// A value in the fixed form as a plain decimal.
pub(super) fn shown(value: i256) -> String {
    let text = Decimal256Type::format_decimal(value, DECIMAL256_MAX_PRECISION, SCALE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
