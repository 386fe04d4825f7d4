//! A unit that has been understood.
//!
//! Invariant: `base value = value * scale.factor + scale.offset`; the factor is never 0. The text is kept as written, so
//! two spellings of one unit are commensurable but not equal.

use super::{Conversion, Dimension, UnitError, parse};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A unit of measurement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Unit {
    pub(super) text: String,
    pub(super) scale: Conversion,
    pub(super) dimension: Dimension,
}

impl Unit {
    /// Understands a unit in UCUM's case-sensitive notation. `µ` is accepted for the prefix `u`.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        parse::parse(text)
    }

    /// The unit of bare numbers, which UCUM writes `1`.
    pub fn one() -> Self {
        Self {
            text: String::from("1"),
            scale: Conversion::identity(),
            dimension: Dimension::default(),
        }
    }

    /// The unit as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it measures.
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// How a value in this unit becomes one in base units.
    pub fn to_base(&self) -> &Conversion {
        &self.scale
    }

    /// Whether it is the same unit, however it is spelled.
    pub fn same_as(&self, other: &Self) -> bool {
        self.scale == other.scale && self.dimension == other.dimension
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.text
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}
