//! A share strictly between nothing and all: a confidence level, or the probability of a quantile.

use crate::exact::{Rational, to_float};
use dashu_int::{IBig, UBig};
use std::fmt;
use thiserror::Error;

/// An exact fraction above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

/// A fraction that is no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{numerator}/{denominator} is not between 0 and 1")]
pub struct ShareError {
    numerator: u32,
    denominator: u32,
}

impl Share {
    /// One half.
    pub const HALF: Self = Self {
        numerator: 1,
        denominator: 2,
    };
    /// One quarter.
    pub const QUARTER: Self = Self {
        numerator: 1,
        denominator: 4,
    };
    /// Three quarters.
    pub const THREE_QUARTERS: Self = Self {
        numerator: 3,
        denominator: 4,
    };
    /// 95 %.
    pub const P95: Self = Self {
        numerator: 95,
        denominator: 100,
    };

    /// `numerator / denominator`.
    ///
    /// # Errors
    /// [`ShareError`] unless it is above 0 and below 1.
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, ShareError> {
        if numerator == 0 || numerator >= denominator {
            return Err(ShareError {
                numerator,
                denominator,
            });
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// What is left of 1.
    pub const fn rest(self) -> Self {
        Self {
            numerator: self.denominator - self.numerator,
            denominator: self.denominator,
        }
    }

    /// The exact fraction.
    pub fn exact(self) -> Rational {
        Rational::from_parts(IBig::from(self.numerator), UBig::from(self.denominator))
    }

    /// The nearest machine float.
    pub fn to_f64(self) -> f64 {
        to_float(&self.exact())
    }

    /// The probability in each tail outside of a two-sided interval of this level, α/2.
    pub(crate) fn tail(self) -> f64 {
        to_float(&(self.rest().exact() / Rational::from(2)))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.exact() * Rational::from(100);
        if percent.is_int() {
            write!(formatter, "{} %", percent.numerator())
        } else {
            write!(formatter, "{} %", to_float(&percent))
        }
    }
}
