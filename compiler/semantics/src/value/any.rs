//! The values of a study's expressions.
//!
//! Invariant: a value carries no type of its own beyond its variant; [`crate::study::Type`] says what it is. Quantities
//! are plain numbers in the unit of their type. Events are not values; they never leave an evaluation.

use super::{Date, Number};
use crate::codes::CodeSystem;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A value, possibly missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// Nothing is known; for a Boolean, *unknown*.
    Missing,
    /// True or false.
    Boolean(bool),
    /// A number, a quantity in the unit of its type, or a length of time in the unit of its type.
    Number(Number),
    /// A date of any precision.
    Date(Date),
    /// From one date to another, both included.
    Period(Date, Date),
    /// A category's value, by position.
    Category(u32),
    /// An analyte, by its qualified name.
    Analyte(Arc<str>),
    /// A code.
    Code {
        /// The system it belongs to.
        system: CodeSystem,
        /// The code in that system's normal form.
        code: Arc<str>,
    },
    /// Text in Unicode NFC.
    Text(Arc<str>),
}

impl Value {
    /// Whether nothing is known.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The truth, if it is one; `None` is *unknown*.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Boolean(known) => Some(*known),
            _ => None,
        }
    }

    /// A truth; `None` becomes *unknown*.
    pub fn from_truth(truth: Option<bool>) -> Self {
        truth.map_or(Self::Missing, Self::Boolean)
    }
}
