//! The tables as they are on disk: text in named columns.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The physical tables of one dataset by their name in the source model. A table that the dataset lacks is not here.
pub type Tables = BTreeMap<String, RawTable>;

/// The cells of one row; a cell without a value is `None` or blank.
pub type Cells = Vec<Option<String>>;

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Cells>,
}

/// Where a column stands, by its name in Unicode NFC and without the blanks around it.
pub(crate) fn position(columns: &[String], column: &str) -> Option<usize> {
    let column = composed(column);
    columns.iter().position(|known| composed(known) == column)
}

/// A text as it is compared: without the blanks around it, in Unicode NFC (2.1).
pub(crate) fn composed(text: &str) -> String {
    text.trim().nfc().collect()
}
