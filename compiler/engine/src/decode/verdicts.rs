//! What happens to values that cannot be understood.
//!
//! Invariant: such a value is missing in what comes out, and is counted exactly once: as made missing where the source
//! says so, as a fault otherwise.

use crate::fault::log::{ColumnPosition, Noticed, Tally};
use crate::fault::spellings::Spellings;
use crate::fault::values::Part;
use std::collections::BTreeMap;

/// The verdicts on one column of one batch.
#[derive(Debug)]
pub(super) struct Verdicts {
    otherwise_missing: bool,
    made_missing: u64,
    tallies: BTreeMap<Part, Tally>,
    spellings: Spellings,
}

impl Verdicts {
    pub(super) fn new(otherwise_missing: bool) -> Self {
        Self {
            otherwise_missing,
            made_missing: 0,
            tallies: BTreeMap::new(),
            spellings: Spellings::default(),
        }
    }

    /// A value that cannot be understood.
    pub(super) fn unreadable(&mut self, text: &str) {
        self.at_fault(Part::Value, text);
    }

    /// A value that cannot be understood since another column beside it cannot.
    pub(super) fn at_fault(&mut self, part: Part, text: &str) {
        if self.otherwise_missing {
            self.made_missing += 1
        } else {
            self.tallies.entry(part).or_default().add(text)
        }
    }

    /// A text that stands for nothing that is listed: no drug, no code, no value of a list.
    pub(super) fn unlisted(&mut self, text: &str) {
        self.unreadable(text);
        if self.otherwise_missing {
            self.spellings.add(text);
        }
    }

    /// Adds these verdicts to what was noticed in the batch.
    pub(super) fn into(self, column: ColumnPosition, noticed: &mut Noticed) {
        for (part, tally) in self.tallies {
            noticed.unreadable.insert((column, part), tally);
        }
        if self.made_missing > 0 {
            noticed.made_missing.insert(column, self.made_missing);
        }
        if !self.spellings.is_empty() {
            noticed.spellings.insert(column, self.spellings);
        }
    }
}
