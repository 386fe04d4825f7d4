//! A decimal column as it was decoded: whole multiples of 10⁻³⁸, and which conversion each of them needs.
//!
//! Invariant: the number of a row is its raw value times 10⁻³⁸, converted exactly. Rationals are made only for the rows
//! that something really asks for.

use arrow::array::{Array, Decimal256Array, UInt16Array};
use arrow::datatypes::i256;
use kohort_plan::algebra::ColumnId;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::Number;
use std::cmp::Ordering;
use std::sync::Arc;

/// The decimal places of a decoded decimal.
pub(crate) const SCALE: i8 = 38;
/// Ten to the power of [`SCALE`].
const ONE: i128 = 10i128.pow(38);

/// A decoded decimal column.
#[derive(Debug, Clone)]
pub(crate) struct RawColumn {
    /// Which column it is.
    pub(crate) id: ColumnId,
    /// The raw values.
    pub(crate) values: Decimal256Array,
    /// The position of each value's conversion; 0 for all, if absent.
    pub(crate) units: Option<UInt16Array>,
    /// The possible conversions.
    pub(crate) conversions: Arc<[Conversion]>,
}

impl RawColumn {
    /// The raw value of a row and the position of its conversion; nothing where either is missing.
    pub(crate) fn raw(&self, row: usize) -> Option<(i256, usize)> {
        let unit = match &self.units {
            Some(units) => usize::from(present(units, row).then(|| units.value(row))?),
            None => 0,
        };
        present(&self.values, row).then(|| (self.values.value(row), unit))
    }

    /// The number of a row.
    pub(crate) fn number(&self, row: usize) -> Option<Number> {
        let (raw, unit) = self.raw(row)?;
        let conversion = self.conversions.get(unit)?;
        let number = number(raw);
        Some(if conversion.is_identity() {
            number
        } else {
            conversion.apply(&number)
        })
    }

    /// How the numbers of two rows compare, if both are known. Rows of one conversion need no rationals.
    pub(crate) fn order(&self, left: usize, right: usize) -> Option<Ordering> {
        let ((left_raw, left_unit), (right_raw, right_unit)) = (self.raw(left)?, self.raw(right)?);
        if left_unit != right_unit {
            return Some(self.number(left)?.cmp(&self.number(right)?));
        }
        let factor = &self.conversions.get(left_unit)?.factor;
        let order = left_raw.cmp(&right_raw);
        Some(match factor.cmp(&Number::ZERO) {
            Ordering::Greater => order,
            Ordering::Equal => Ordering::Equal,
            Ordering::Less => order.reverse(),
        })
    }
}

/// Whether an array has a value there; also false behind its end.
pub(crate) fn present(array: &impl Array, row: usize) -> bool {
    row < array.len() && array.is_valid(row)
}

/// The number that a raw value stands for.
pub(crate) fn number(raw: i256) -> Number {
    let one = i256::from_i128(ONE);
    let parts = raw.checked_div(one).zip(raw.checked_rem(one));
    let small = parts.and_then(|(whole, rest)| Some((whole.to_i128()?, rest.to_i128()?)));
    small
        .and_then(|(whole, rest)| short(whole, rest))
        .unwrap_or_else(|| long(raw))
}

/// A number of few digits, as nearly all are: the fewer digits, the cheaper it is to bring into lowest terms.
fn short(whole: i128, mut rest: i128) -> Option<Number> {
    let mut scale = if rest == 0 { 0 } else { SCALE.unsigned_abs() };
    while scale > 0 && rest % 10 == 0 {
        (rest, scale) = (rest / 10, scale - 1);
    }
    let mantissa = whole
        .checked_mul(10i128.checked_pow(scale.into())?)?
        .checked_add(rest)?;
    Some(Number::from_decimal(mantissa, scale))
}

/// Any number, put together from its two halves: the lower one counts from 0.
fn long(raw: i256) -> Number {
    let (low, high) = raw.to_parts();
    // The lower half without its last bit fits a signed integer.
    let half = Number::from_decimal((low >> 1).cast_signed(), 0);
    let bit = Number::from_integer(i64::from(low & 1 == 1));
    let two = Number::from_integer(2);
    let upper = Number::from_decimal(high, 0)
        .mul(&Number::from_decimal(1 << 126, 0))
        .mul(&Number::from_integer(4));
    let scaled = upper.add(&half.mul(&two)).add(&bit);
    scaled.mul(&Number::from_decimal(1, SCALE.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{raw, raw_column};
    use proptest::prelude::*;

    /// What the decimal text of a raw value says.
    fn read(raw: i256) -> Number {
        Number::parse_decimal(&format!("{raw}e-38")).unwrap()
    }

    #[test]
    fn the_ends_are_exact() {
        for value in [
            i256::MIN,
            i256::MAX,
            i256::ZERO,
            i256::ONE,
            i256::MINUS_ONE,
            i256::from_i128(ONE),
        ] {
            assert_eq!(number(value), read(value), "{value}");
        }
        assert_eq!(number(raw("13.5")), Number::parse_decimal("13.5").unwrap());
    }

    proptest! {
        #[test]
        fn raw_values_are_exact(low in any::<u128>(), high in any::<i128>(), small in any::<i64>(), scale in 0u32..38) {
            let spread = i256::from_i128(i128::from(small)).wrapping_mul(i256::from_i128(10i128.pow(scale)));
            for value in [i256::from_parts(low, high), i256::from_parts(low, high >> 100), spread] {
                prop_assert_eq!(number(value), read(value));
                prop_assert_eq!(long(value), read(value));
            }
        }

        #[test]
        fn order_is_the_order_of_numbers(rows in prop::collection::vec((-3i64..4, 0u16..3, any::<bool>()), 2..12)) {
            let conversions = [(1, 1), (-2, 5), (0, 3)].map(|(factor, offset)| Conversion {
                factor: Number::from_integer(factor),
                offset: Number::from_integer(offset),
            });
            let cells = rows.iter().map(|(value, unit, known)| known.then(|| (value.to_string(), *unit)));
            let column = raw_column(&conversions, cells);
            for left in 0..rows.len() {
                for right in 0..rows.len() {
                    let expected = column.number(left).zip(column.number(right)).map(|(l, r)| l.cmp(&r));
                    prop_assert_eq!(column.order(left, right), expected);
                }
            }
        }
    }
}
