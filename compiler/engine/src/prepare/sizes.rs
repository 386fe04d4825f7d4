//! How large the numbers of a column are, so that they can be written in the smallest decimal that holds them all.
//!
//! Invariant: follows from the set of values, not from their order; known before the first row is written, since sorting
//! reads all rows first.

use crate::decode::layout::SCALE;
use arrow::array::types::{Decimal128Type, Decimal256Type};
use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Decimal256Array, RecordBatch};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, i256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of a column's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// The largest magnitude, as a number with [`SCALE`] places.
    largest: i256,
    /// How many places behind the point are in use.
    places: u8,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            largest: i256::ZERO,
            places: 0,
        }
    }
}

/// The sizes of all decoded columns of numbers, by name.
#[derive(Debug, Default)]
pub(super) struct Sizes(Mutex<BTreeMap<String, Size>>);

impl Sizes {
    /// Looks at the numbers of a decoded batch.
    pub(super) fn look(&self, batch: &RecordBatch) {
        let schema = batch.schema();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            let Some(numbers) = column.as_any().downcast_ref::<Decimal256Array>() else {
                continue;
            };
            let mut sizes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let before = sizes.get(field.name()).copied().unwrap_or_default();
            drop(sizes);
            let seen = before.with(numbers);
            sizes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let size = sizes.entry(field.name().clone()).or_default();
            *size = size.and(seen);
        }
    }

    /// The size of the numbers of some decoded columns.
    pub(super) fn of<'n>(&self, names: impl Iterator<Item = &'n str>) -> Size {
        let sizes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names
            .filter_map(|name| sizes.get(name))
            .fold(Size::default(), |all, size| all.and(*size))
    }
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            largest: self.largest.max(other.largest),
            places: self.places.max(other.places),
        }
    }

    fn with(mut self, numbers: &Decimal256Array) -> Self {
        let mut unit = unit(self.places);
        for number in numbers.iter().flatten() {
            self.largest = self.largest.max(number.wrapping_abs());
            while number.wrapping_rem(unit) != i256::ZERO && i16::from(self.places) < i16::from(SCALE) {
                self.places += 1;
                unit = self::unit(self.places);
            }
        }
        self
    }

    /// The smallest type of decimals that holds all numbers.
    pub(super) fn data_type(self) -> DataType {
        let mut digits = 0u8;
        let mut rest = self.largest.wrapping_div(unit(self.places));
        while rest != i256::ZERO {
            rest = rest.wrapping_div(i256::from_i128(10));
            digits += 1;
        }
        let precision = digits.max(self.places).max(1);
        // No more than 38 places are ever in use.
        let places = i8::try_from(self.places).unwrap_or(SCALE);
        if precision <= DECIMAL128_MAX_PRECISION {
            DataType::Decimal128(precision, places)
        } else {
            DataType::Decimal256(precision.min(DECIMAL256_MAX_PRECISION), places)
        }
    }
}

/// Decoded numbers as decimals of a smaller type; nothing if they do not fit.
pub(super) fn narrowed(numbers: &ArrayRef, ty: &DataType) -> Option<ArrayRef> {
    let numbers = numbers.as_primitive_opt::<Decimal256Type>()?;
    match ty {
        DataType::Decimal128(precision, places) => {
            let unit = unit(u8::try_from(*places).ok()?);
            let narrow: Result<Decimal128Array, ()> = numbers
                .try_unary::<_, Decimal128Type, ()>(|number| number.wrapping_div(unit).to_i128().ok_or(()));
            let narrow = narrow.ok()?.with_precision_and_scale(*precision, *places).ok()?;
            Some(Arc::new(narrow))
        }
        DataType::Decimal256(precision, places) => {
            let unit = unit(u8::try_from(*places).ok()?);
            let narrow: Decimal256Array = numbers.unary(|number| number.wrapping_div(unit));
            Some(Arc::new(
                narrow.with_precision_and_scale(*precision, *places).ok()?,
            ))
        }
        _ => None,
    }
}

/// One in the last of so many places.
fn unit(places: u8) -> i256 {
    let missing = u32::from(SCALE.unsigned_abs().saturating_sub(places));
    i256::from_i128(10).wrapping_pow(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decimal;

    fn numbers(texts: &[&str]) -> Decimal256Array {
        let numbers: Decimal256Array = texts.iter().map(|text| decimal::parse(text)).collect();
        numbers
            .with_precision_and_scale(DECIMAL256_MAX_PRECISION, SCALE)
            .unwrap()
    }

    #[test]
    fn the_smallest_decimal_that_holds_all() {
        for (texts, ty) in [
            (&["1", "2.50", "-300"][..], DataType::Decimal128(4, 1)),
            (&["0.001", "0"], DataType::Decimal128(3, 3)),
            (&[], DataType::Decimal128(1, 0)),
            (
                &["-12345678901234567890123456789012345678", "0.5"],
                DataType::Decimal256(39, 1),
            ),
        ] {
            let numbers = numbers(texts);
            let size = Size::default().with(&numbers);
            assert_eq!(size.data_type(), ty, "{texts:?}");
            let array: ArrayRef = Arc::new(numbers);
            assert_eq!(narrowed(&array, &ty).unwrap().data_type(), &ty);
        }
    }
}
