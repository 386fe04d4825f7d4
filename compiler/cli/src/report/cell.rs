//! Counts that may be shown.
//!
//! Invariant: a count from 1 to one below the source's minimum is shown as `<minimum`; zero and larger counts are shown.
//! This is primary suppression only. Suppressing further cells, so that no difference or sum gives a small count away, is
//! deliberately not here yet, and every place that shows suppressed cells says so.

use serde::{Serialize, Serializer};
use std::fmt;

/// A count, or that it is small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// The count.
    Count(u64),
    /// At least 1 and below this.
    Below(u32),
}

/// The rule that makes cells of counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells {
    minimum: Option<u32>,
}

impl Cells {
    pub(crate) fn new(minimum: Option<u32>) -> Self {
        Self { minimum }
    }

    pub(crate) fn of(self, count: u64) -> Cell {
        match self.minimum {
            Some(minimum) if count > 0 && count < u64::from(minimum) => Cell::Below(minimum),
            _ => Cell::Count(count),
        }
    }
}

impl Cell {
    pub(crate) fn is_zero(self) -> bool {
        self == Self::Count(0)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => f.pad(&count.to_string()),
            Self::Below(minimum) => f.pad(&format!("<{minimum}")),
        }
    }
}

/// A number, or a text such as `"<10"`.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Below(_) => serializer.collect_str(self),
        }
    }
}

/// What is said beside suppressed counts, in two sentences.
pub(crate) fn notice(minimum: u32) -> [String; 2] {
    [
        format!(
            "Counts from 1 to {} are shown as <{minimum}.",
            minimum.saturating_sub(1)
        ),
        String::from(
            "Only these cells are suppressed: differences of other counts may still give them away, so check before \
             anything is published.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_hidden_only_where_a_minimum_is_declared() {
        let cells = Cells::new(Some(10));
        let shown: Vec<String> = [0, 1, 9, 10]
            .into_iter()
            .map(|count| cells.of(count).to_string())
            .collect();
        assert_eq!(shown, ["0", "<10", "<10", "10"]);
        assert_eq!(Cells::new(None).of(1), Cell::Count(1));
        let json = serde_json::to_string(&[cells.of(3), cells.of(30)]).unwrap();
        assert_eq!(json, r#"["<10",30]"#);
    }
}
