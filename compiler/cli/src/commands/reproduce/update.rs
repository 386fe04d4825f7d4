//! Changing locks, with a reason.
//!
//! Invariant: a lock whose study reproduces in every respect stays as it is, to the byte; the others are written together.

use super::outcome::Again;
use crate::failure::Failure;
use crate::lock::{Locked, Written};
use crate::terminal::Terminal;
use kohort_lock::Status;

/// Locks what was found in place of what differed, and names the locks that changed.
pub(super) fn update(
    studies: Vec<(&Locked, Again)>,
    reason: &str,
    terminal: &Terminal<'_>,
) -> Result<Vec<String>, Failure> {
    let (mut written, mut names) = (Vec::new(), Vec::new());
    for (locked, again) in studies {
        let Again { observed, comparison } = again;
        if comparison.status == Status::Reproduced && comparison.notes.is_empty() {
            continue;
        }
        let lock = observed.lock.succeeding(&locked.lock, reason, &comparison);
        written.push(Written::beside(&locked.file, &lock, &observed.files)?);
        names.push(terminal.shown(&locked.file));
    }
    Written::finish(written)?;
    Ok(names)
}
