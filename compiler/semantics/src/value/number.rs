//! Exact numbers.
//!
//! Invariant: a [`Number`] is a rational in lowest terms, and arithmetic never rounds. How it is read from text and shown
//! stands in `number_text`. There is deliberately no conversion to binary floating point.

use dashu_int::IBig;
use dashu_int::ops::BitTest;
use dashu_ratio::RBig;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Serialised numbers longer than this are refused, so that a damaged file cannot ask for unbounded work.
const LONGEST_SERIALISED: usize = 20_000;

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub(super) RBig);

impl Number {
    /// 0.
    pub const ZERO: Self = Self(RBig::ZERO);
    /// 1.
    pub const ONE: Self = Self(RBig::ONE);

    /// A whole number.
    pub fn from_integer(value: i64) -> Self {
        Self(RBig::from(value))
    }

    /// `mantissa` divided by ten to the power of `scale`, as fixed-point columns store decimals.
    pub fn from_decimal(mantissa: i128, scale: u8) -> Self {
        Self(RBig::from_parts(
            IBig::from(mantissa),
            dashu_int::UBig::from(10u8).pow(usize::from(scale)),
        ))
    }

    /// The opposite of [`Number::from_decimal`]: the mantissa, if that many decimal places hold the number exactly.
    pub fn to_decimal(&self, scale: u8) -> Option<i128> {
        let scaled = &self.0 * IBig::from(10).pow(usize::from(scale));
        if scaled.is_int() {
            i128::try_from(scaled.numerator().clone()).ok()
        } else {
            None
        }
    }

    /// `numerator / denominator`; `None` if the denominator is 0.
    pub fn from_ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Self::from_integer(numerator).div(&Self::from_integer(denominator))
    }

    /// The sum.
    pub fn add(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference.
    pub fn sub(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// The product.
    pub fn mul(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// The quotient; `None` if `other` is 0.
    pub fn div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            None
        } else {
            Some(Self(&self.0 / &other.0))
        }
    }

    /// The negative.
    pub fn neg(&self) -> Self {
        Self(-self.0.clone())
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.is_int()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is less than 0.
    pub fn is_negative(&self) -> bool {
        *self < Self::ZERO
    }

    /// The number raised to a power; `None` for 0 raised to a negative one. Callers keep the power small.
    pub(crate) fn power(&self, power: i32) -> Option<Self> {
        if power < 0 && self.is_zero() {
            None
        } else {
            Some(Self(self.0.pow(isize::try_from(power).ok()?)))
        }
    }

    /// How large the numerator or the denominator is, in bits.
    pub(crate) fn bits(&self) -> usize {
        self.0.numerator().bit_len().max(self.0.denominator().bit_len())
    }

    /// The number as estimators take it.
    pub fn as_ratio(&self) -> &RBig {
        &self.0
    }

    /// The whole number, if it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() {
            i64::try_from(self.0.numerator().clone()).ok()
        } else {
            None
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::from_integer(value)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({})", self.0)
    }
}

/// Written as `n` or `n/d` in lowest terms: exact, and the same on every machine.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_fraction(&text).ok_or_else(|| de::Error::custom("a number must be written as `n` or `n/d`"))
    }
}

/// Reads `n` or `n/d`, with digits only behind an optional minus.
fn from_fraction(text: &str) -> Option<Number> {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let digits = numerator.strip_prefix('-').unwrap_or(numerator);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > LONGEST_SERIALISED || !all_digits(digits) || !all_digits(denominator) {
        return None;
    }
    let numerator = IBig::from_str_radix(numerator, 10).ok()?;
    let denominator = IBig::from_str_radix(denominator, 10).ok()?;
    Number(RBig::from(numerator)).div(&Number(RBig::from(denominator)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(numerator: i64, denominator: i64) -> Number {
        Number::from_ratio(numerator, denominator).unwrap()
    }

    #[test]
    fn arithmetic_is_exact() {
        let tenth = Number::parse_decimal("0.1").unwrap();
        let fifth = Number::parse_decimal("0.2").unwrap();
        assert_eq!(tenth.add(&fifth), Number::parse_decimal("0.3").unwrap());
        assert_eq!(
            Number::ONE.div(&ratio(3, 1)).unwrap().mul(&ratio(3, 1)),
            Number::ONE
        );
        assert_eq!(Number::ONE.div(&Number::ZERO), None);
        assert_eq!(Number::from_ratio(1, 0), None);
        assert_eq!(ratio(1, -2), ratio(-1, 2));
    }

    #[test]
    fn whole_numbers_are_recognised() {
        assert_eq!(Number::from_integer(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(Number::from_integer(i64::MAX).add(&Number::ONE).to_i64(), None);
        assert_eq!(ratio(4, 2).to_i64(), Some(2));
        assert_eq!(ratio(1, 2).to_i64(), None);
    }

    #[test]
    fn damaged_serialised_numbers_are_refused() {
        for text in [
            "\"\"",
            "\"1/0\"",
            "\"1.5\"",
            "\"--1\"",
            "\"1/-2\"",
            "\" 1\"",
            "\"_1\"",
            "\"1_0\"",
            "\"1/2/3\"",
            "1",
        ] {
            assert!(serde_json::from_str::<Number>(text).is_err(), "{text}");
        }
        let long = format!("\"{}\"", "9".repeat(LONGEST_SERIALISED + 1));
        assert!(serde_json::from_str::<Number>(&long).is_err());
    }

    proptest! {
        #[test]
        fn order_agrees_with_cross_multiplication(a in any::<i64>(), b in 1i64.., c in any::<i64>(), d in 1i64..) {
            // Twice 63 bits fit in the 128 of this independent reckoning.
            let expected = (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b)));
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), expected);
        }

        #[test]
        fn serialised_text_reads_back(a in any::<i64>(), b in 1i64..) {
            let number = ratio(a, b);
            let text = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<Number>(&text).unwrap(), number);
        }

        #[test]
        fn decimals_keep_their_mantissa(mantissa in any::<i128>(), scale in any::<u8>()) {
            prop_assert_eq!(Number::from_decimal(mantissa, scale).to_decimal(scale), Some(mantissa));
        }

        #[test]
        fn subtraction_undoes_addition(a in any::<i64>(), b in 1i64.., c in any::<i64>(), d in 1i64..) {
            prop_assert_eq!(ratio(a, b).add(&ratio(c, d)).sub(&ratio(c, d)), ratio(a, b));
            if c != 0 {
                prop_assert_eq!(ratio(a, b).mul(&ratio(c, d)).div(&ratio(c, d)), Some(ratio(a, b)));
            }
        }
    }
}
