//! Why a text is not a unit.
//!
//! Invariant: `at` is a byte offset on a character boundary of the text, at most its length.

use std::fmt;

/// Why a text is not a unit, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitError {
    /// The byte offset in the unit's text.
    pub at: usize,
    /// What is wrong, as a clause: "`iU` is not a unit".
    pub what: String,
    /// What to write instead: the corrected unit as a whole, or the corrected part.
    pub suggestion: Option<String>,
}

impl UnitError {
    /// A problem at a place, without a suggestion.
    pub(super) fn new(at: usize, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
            suggestion: None,
        }
    }
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnitError {}
