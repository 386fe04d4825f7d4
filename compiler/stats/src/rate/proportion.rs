//! A share of people, with limits.

use crate::confidence::Limits;
use crate::exact::{Rational, count_to_float, to_float};
use crate::share::Share;
use crate::special::{beta_quantile, normal_quantile};
use thiserror::Error;

/// How many of how many, such as those with a response among those who could be assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    with: u64,
    of: u64,
}

/// Why there is no proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProportionError {
    /// Of nobody.
    #[error("a share of nobody")]
    Nobody,
    /// More than all.
    #[error("{with} of {of}")]
    MoreThanAll {
        /// Those counted.
        with: u64,
        /// Those among whom.
        of: u64,
    },
}

impl Proportion {
    /// `with` of `of` people.
    ///
    /// # Errors
    /// [`ProportionError`] of nobody, or of more than all.
    pub const fn new(with: u64, of: u64) -> Result<Self, ProportionError> {
        if of == 0 {
            return Err(ProportionError::Nobody);
        }
        if with > of {
            return Err(ProportionError::MoreThanAll { with, of });
        }
        Ok(Self { with, of })
    }

    /// The share.
    pub fn estimate(&self) -> f64 {
        to_float(&(Rational::from(self.with) / Rational::from(self.of)))
    }

    /// The exact limits (Clopper & Pearson 1934, *Biometrika* 26:404), from quantiles of the beta distribution.
    pub fn exact_limits(&self, level: Share) -> Limits {
        let (with, without) = self.both();
        Limits {
            lower: if self.with == 0 {
                0.0
            } else {
                beta_quantile(level.tail(), with, without + 1.0)
            },
            upper: if self.with == self.of {
                1.0
            } else {
                beta_quantile(1.0 - level.tail(), with + 1.0, without)
            },
        }
    }

    /// The score limits (Wilson 1927, *JASA* 22:209), without continuity correction.
    pub fn wilson_limits(&self, level: Share) -> Limits {
        let (with, without) = self.both();
        let z = normal_quantile(1.0 - level.tail());
        let all = with + without;
        let centre = (with + z * z / 2.0) / (all + z * z);
        let half = z / (all + z * z) * (with * without / all + z * z / 4.0).sqrt();
        Limits {
            lower: (centre - half).max(0.0),
            upper: (centre + half).min(1.0),
        }
    }

    fn both(&self) -> (f64, f64) {
        (count_to_float(self.with), count_to_float(self.of - self.with))
    }
}
