//! Reports as JSON.

use crate::table::Report;

/// A report as JSON, indented, with a line end. Fields stand in the order of the types.
pub fn json(report: &Report) -> String {
    // Only maps with keys that are no strings, and writers that fail, can make this fail; there are none.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}
