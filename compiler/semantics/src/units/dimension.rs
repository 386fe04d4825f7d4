//! What a unit measures: the exponents of its base units.
//!
//! Invariant: no exponent is 0, and none is beyond [`LARGEST_EXPONENT`]. Two units convert into each other exactly if their
//! dimensions are equal. Which kinds of base there are is the atom table's business.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// No real unit comes near this; beyond it numbers would only grow.
pub(super) const LARGEST_EXPONENT: i32 = 100;

/// The exponents of a unit's base units, by the base unit's symbol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Dimension(BTreeMap<String, i32>);

impl Dimension {
    /// The dimension of one base unit.
    pub(super) fn of(base: &str) -> Self {
        Self(BTreeMap::from([(base.to_owned(), 1)]))
    }

    /// Whether it measures a bare number, as `%` and `10*9` do.
    pub fn is_number(&self) -> bool {
        self.0.is_empty()
    }

    /// The base units and their exponents, by symbol.
    pub fn exponents(&self) -> impl Iterator<Item = (&str, i32)> {
        self.0.iter().map(|(base, exponent)| (base.as_str(), *exponent))
    }

    /// The product with `other` raised to `power`; `None` if an exponent becomes too large.
    pub(super) fn times(&self, other: &Self, power: i32) -> Option<Self> {
        let mut product = self.0.clone();
        for (base, exponent) in &other.0 {
            let sum = exponent
                .checked_mul(power)?
                .checked_add(product.get(base).copied().unwrap_or(0))?;
            if !(-LARGEST_EXPONENT..=LARGEST_EXPONENT).contains(&sum) {
                return None;
            }
            if sum == 0 {
                product.remove(base);
            } else {
                product.insert(base.clone(), sum);
            }
        }
        Some(Self(product))
    }
}

/// As a product of base units, `g.m-3`; `1` for a bare number.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("1");
        }
        for (index, (base, exponent)) in self.0.iter().enumerate() {
            let dot = if index == 0 { "" } else { "." };
            match exponent {
                1 => write!(f, "{dot}{base}")?,
                _ => write!(f, "{dot}{base}{exponent}")?,
            }
        }
        Ok(())
    }
}
