//! Diagnostics as text: for a terminal, and as JSON for programs.
//!
//! Invariant: rendering decides nothing. It shows what a diagnostic holds, in the order given, and returns a string;
//! it neither sorts nor prints.

mod json;
mod replacement;
mod summary;
mod terminal;
#[cfg(test)]
mod tests;

pub use json::{FORMAT_VERSION, json};
pub use summary::summary;
pub use terminal::terminal;
