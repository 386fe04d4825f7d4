//! The trail: what was found, when, and which rule says so.

use kohort_semantics::value::Day;
use serde::Serialize;
use std::fmt;

/// One thing that somebody has to know to see why a line is as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Step {
    /// When.
    pub day: Day,
    /// What happened.
    pub what: String,
    /// The rules that say so, in their words; none where the language itself says it.
    pub rules: Vec<String>,
}

impl Step {
    pub(super) fn new<'r>(day: i64, what: String, rules: impl IntoIterator<Item = &'r String>) -> Self {
        Self {
            day: as_day(day),
            what,
            rules: rules.into_iter().cloned().collect(),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", crate::calendar::iso(self.day), self.what)?;
        if !self.rules.is_empty() {
            write!(f, " ({})", self.rules.join("; "))?;
        }
        Ok(())
    }
}

/// The day with a number. All days that are told lie between days of the data.
pub(super) fn as_day(day: i64) -> Day {
    let last = i64::from(Day::LAST.0);
    Day(i32::try_from(day.min(last)).unwrap_or(Day::FIRST.0))
}
