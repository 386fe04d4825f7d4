//! What happens to values that cannot be understood.
//!
//! Invariant: such a value is missing in what comes out, and is counted exactly once: as made missing where the source
//! says so, as a fault otherwise.

use crate::fault::log::{ColumnPosition, Noticed, Tally};
use crate::fault::values::Part;

/// The verdicts on one column of one batch.
#[derive(Debug)]
pub(super) struct Verdicts {
    otherwise_missing: bool,
    made_missing: u64,
    values: Tally,
    units: Tally,
}

impl Verdicts {
    pub(super) fn new(otherwise_missing: bool) -> Self {
        Self {
            otherwise_missing,
            made_missing: 0,
            values: Tally::default(),
            units: Tally::default(),
        }
    }

    /// A value that cannot be understood.
    pub(super) fn unreadable(&mut self, text: &str) {
        if self.otherwise_missing {
            self.made_missing += 1
        } else {
            self.values.add(text)
        }
    }

    /// A value whose unit cannot be understood.
    pub(super) fn unit(&mut self, text: &str) {
        if self.otherwise_missing {
            self.made_missing += 1
        } else {
            self.units.add(text)
        }
    }

    /// Adds these verdicts to what was noticed in the batch.
    pub(super) fn into(self, column: ColumnPosition, noticed: &mut Noticed) {
        for (part, tally) in [(Part::Value, self.values), (Part::Unit, self.units)] {
            if tally.rows > 0 {
                noticed.unreadable.insert((column, part), tally);
            }
        }
        if self.made_missing > 0 {
            noticed.made_missing.insert(column, self.made_missing);
        }
    }
}
