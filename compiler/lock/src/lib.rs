//! Lock files: what a study meant, read and gave when it was locked, and what differs when it runs again.
//!
//! A [`Lock`] is what one run is pinned to, [`Table`]s are its results as `kohort run --out` writes them, and [`compare`]
//! says of a lock and a later run whether the study still reproduces, and if not what the smallest readable difference is.
//!
//! Invariant: pure functions of texts. Nothing here reads a file, runs a study or knows the language: names and hashes
//! come in, words and verdicts go out, the same on every machine.

mod compare;
mod difference;
mod hash;
mod history;
#[cfg(test)]
mod invented;
mod lock;
mod read;
mod status;
mod table;
mod words;
mod write;

pub use compare::{Comparison, Kept, compare};
pub use difference::{Change, Difference, KeptFault, Note};
pub use hash::hash;
pub use lock::{Entry, Item, Items, Lock, Parts, Revision, SourceLock, StudyLock};
pub use read::{FORMAT, ReadError, is_lock};
pub use status::Status;
pub use table::{CellChange, RowChange, RowDifference, Table, TableError};
