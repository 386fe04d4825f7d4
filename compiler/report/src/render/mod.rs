//! Reports as text for a terminal, as CSV and as JSON.
//!
//! Invariant: text rounds for a reader; files have every estimate in full, as the shortest decimal that reads back as it.
//! Nothing here decides what is shown.

mod csv;
mod json;
mod rounded;
mod shown;
mod text;

pub use csv::{csv, csv_files, is_csv_file};
pub use json::json;
pub use text::{Style, text};
