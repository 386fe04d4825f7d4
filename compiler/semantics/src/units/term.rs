//! A part of a unit while it is being read.
//!
//! Invariant: factors stay within [`LARGEST_BITS`], so that no text can ask for unbounded work.

use super::dimension::LARGEST_EXPONENT;
use super::{Conversion, Dimension, UnitError};
use crate::value::Number;

/// How large the numerator and denominator of a factor may become.
const LARGEST_BITS: usize = 8_192;

/// A part of a unit.
pub(super) struct Term {
    pub(super) scale: Conversion,
    pub(super) dimension: Dimension,
    /// Where a unit stands that must stand alone.
    pub(super) special: Option<usize>,
}

impl Term {
    pub(super) fn one() -> Self {
        Self {
            scale: Conversion::identity(),
            dimension: Dimension::default(),
            special: None,
        }
    }

    pub(super) fn number(factor: Number) -> Self {
        Self {
            scale: Conversion::scale(factor),
            ..Self::one()
        }
    }

    /// The product with `other` raised to `power`.
    pub(super) fn times(self, other: &Self, power: i32, at: usize) -> Result<Self, UnitError> {
        if let Some(special) = self.special.or(other.special) {
            return Err(UnitError::new(
                special,
                "a unit with an offset or a logarithm must stand alone",
            ));
        }
        let too_large = || {
            UnitError::new(
                at,
                format!("the powers in a unit go from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}"),
            )
        };
        let dimension = self
            .dimension
            .times(&other.dimension, power)
            .ok_or_else(too_large)?;
        let factor = other
            .scale
            .factor
            .power(power)
            .ok_or_else(|| UnitError::new(at, "a unit cannot be divided by 0"))?;
        let factor = self.scale.factor.mul(&factor);
        if factor.bits() > LARGEST_BITS {
            return Err(UnitError::new(at, "this unit is too large or too small"));
        }
        Ok(Self {
            scale: Conversion::scale(factor),
            dimension,
            special: None,
        })
    }
}
