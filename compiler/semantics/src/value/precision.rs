//! How exactly a date is known.
//!
//! Invariant: the order is from finest to coarsest, so `a > b` reads "a is coarser than b".

use serde::{Deserialize, Serialize};
use std::fmt;

/// How exactly a date is known; coarser is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the calendar month.
    Month,
    /// To the quarter of the calendar year.
    Quarter,
    /// To the calendar year.
    Year,
}

impl Precision {
    /// The word a study writes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
