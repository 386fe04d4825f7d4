//! The tables as they are on disk: text in named columns.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The tables of one dataset by their name in the source model.
pub type Tables = BTreeMap<String, RawTable>;

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// The header.
    pub columns: Vec<String>,
    /// The rows; a cell without a value is `None` or blank.
    pub rows: Vec<Vec<Option<String>>>,
}

/// One row with its header.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawRow<'a> {
    columns: &'a [String],
    cells: &'a [Option<String>],
}

impl RawTable {
    pub(super) fn has_column(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known == column)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        self.rows.iter().map(|cells| RawRow {
            columns: &self.columns,
            cells,
        })
    }
}

impl<'a> RawRow<'a> {
    /// The text of a cell without the blanks around it, in Unicode NFC. An empty or all-blank cell is missing (2.1).
    pub(super) fn text(self, column: &str) -> Option<String> {
        self.trimmed(column).map(composed)
    }

    /// A patient key: the same, but letter for letter as it is written.
    pub(super) fn key(self, column: &str) -> Option<&'a str> {
        self.trimmed(column)
    }

    fn trimmed(self, column: &str) -> Option<&'a str> {
        let position = self.columns.iter().position(|known| known == column)?;
        let text = self.cells.get(position)?.as_deref()?.trim();
        if text.is_empty() { None } else { Some(text) }
    }
}

/// A text as it is compared: without the blanks around it, in Unicode NFC (2.1).
pub(super) fn composed(text: &str) -> String {
    text.trim().nfc().collect()
}
