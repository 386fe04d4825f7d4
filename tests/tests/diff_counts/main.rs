//! Who moves between two versions of a study: that the counts are right, and what the command shows of them.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and the number of cases is the caller's choice"
)]

mod command;
mod oracle;
#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "plans are made here as there, and run otherwise")]
mod support;
#[path = "../terminal/mod.rs"]
mod terminal;
