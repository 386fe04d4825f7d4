//! Decimals of any size to the decimals that the evaluation computes with.
//!
//! Invariant: the number stays the same; only zeros behind the point are added.

use crate::decode::layout::SCALE;
use arrow::array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType};
use arrow::array::{ArrayRef, ArrowPrimitiveType, AsArray, Decimal256Array, PrimitiveArray};
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, i256};
use std::sync::Arc;

/// A column of decimals with [`SCALE`] places; nothing if the column is none.
pub(super) fn widened(array: &ArrayRef) -> Option<ArrayRef> {
    let widened = match array.data_type() {
        DataType::Decimal32(_, scale) => wide(array.as_primitive::<Decimal32Type>(), *scale, |number| {
            i256::from_i128(i128::from(number))
        }),
        DataType::Decimal64(_, scale) => wide(array.as_primitive::<Decimal64Type>(), *scale, |number| {
            i256::from_i128(i128::from(number))
        }),
        DataType::Decimal128(_, scale) => {
            wide(array.as_primitive::<Decimal128Type>(), *scale, i256::from_i128)
        }
        DataType::Decimal256(_, scale) => {
            wide(array.as_primitive::<Decimal256Type>(), *scale, |number| number)
        }
        _ => None,
    }?;
    Some(Arc::new(widened))
}

fn wide<T: DecimalType + ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    scale: i8,
    number: impl Fn(T::Native) -> i256,
) -> Option<Decimal256Array> {
    let missing = u32::try_from(SCALE.checked_sub(scale)?).ok()?;
    let factor = i256::from_i128(10).checked_pow(missing)?;
    let wide: Decimal256Array = array.unary(|value| number(value).wrapping_mul(factor));
    wide.with_precision_and_scale(DECIMAL256_MAX_PRECISION, SCALE)
        .ok()
}
