//! What changed in meaning between two versions of a study, in a researcher's words.
//!
//! [`compare`] takes two checked studies and gives a [`Diff`]: graded changes, each with the clauses that differ, which way
//! it goes where that can be proved, and what has to be computed again. Nothing here reads data or files.
//!
//! Invariant: the comparison is of meanings ([`kohort_semantics::meaning`]); two studies of one hash differ in nothing, and two of
//! different hashes differ in something that is named.

mod affected;
mod change;
mod changes;
mod clauses;
mod compare;
pub mod counts;
mod edits;
mod grade;
mod order;
mod pairs;
mod places;
pub mod render;
mod speech;
mod uses;
mod walk;

pub use change::{Affected, Change, Diff, Edit, FORMAT_VERSION, Happened, Kind, Subject, Verdict, Version};
pub use compare::{Given, compare};
pub use grade::{Direction, Grade};
