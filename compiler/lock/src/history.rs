//! What the history of a lock says.
//!
//! Invariant: no clock and no name of a person: the history of the file says when and who.

use crate::compare::Comparison;
use crate::lock::{Lock, Revision};

/// What changed, in lines, for the history.
pub(crate) fn changed(comparison: &Comparison) -> Vec<String> {
    let notes = comparison.notes.iter().map(ToString::to_string);
    comparison.lines().into_iter().chain(notes).collect()
}

impl Lock {
    /// The lock of a later run in the place of an earlier one, with the reason for it.
    #[must_use]
    pub fn succeeding(self, earlier: &Self, reason: &str, comparison: &Comparison) -> Self {
        let mut history = earlier.history.clone();
        history.push(Revision {
            reason: reason.to_owned(),
            kohort: self.kohort.clone(),
            changed: changed(comparison),
        });
        Self { history, ..self }
    }
}
