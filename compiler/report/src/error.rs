//! Counts that are not those of the study.

use kohort_semantics::study::{Counted, Tally, TallyColumn, TallyValue};
use thiserror::Error;

/// Why counts are not those of a study. Only a fault of the program that counted can be the cause.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReportError {
    /// Another number of tallies.
    #[error("the study counts {expected} tallies, and {found} were given")]
    Tallies {
        /// Those of the study.
        expected: usize,
        /// Those given.
        found: usize,
    },
    /// A row that does not have the values of its tally.
    #[error("row {row} of tally {tally} does not have the values that the tally counts")]
    Row {
        /// The tally, from 0.
        tally: usize,
        /// The row, from 0.
        row: usize,
    },
}

/// Refuses counts that do not have the shape of the tallies.
pub(crate) fn check(tallies: &[Tally], counted: &[Counted]) -> Result<(), ReportError> {
    if tallies.len() != counted.len() {
        return Err(ReportError::Tallies {
            expected: tallies.len(),
            found: counted.len(),
        });
    }
    for (place, (tally, counted)) in tallies.iter().zip(counted).enumerate() {
        let fits = |values: &[TallyValue]| {
            values.len() == tally.columns.len() && tally.columns.iter().zip(values).all(of_kind)
        };
        if let Some(row) = counted.rows.iter().position(|(values, _)| !fits(values)) {
            return Err(ReportError::Row { tally: place, row });
        }
    }
    Ok(())
}

fn of_kind((column, value): (&TallyColumn, &TallyValue)) -> bool {
    matches!(column, TallyColumn::Outcome(_)) == matches!(value, TallyValue::Outcome(_))
}
