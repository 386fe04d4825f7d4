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
    number: usize,
}

impl RawTable {
    pub(super) fn has_column(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known == column)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        self.rows.iter().zip(0..).map(|(cells, number)| RawRow {
            columns: &self.columns,
            cells,
            number,
        })
    }
}

impl<'a> RawRow<'a> {
    /// The text of a cell without the blanks around it, in Unicode NFC. An empty or all-blank cell is missing (2.1).
    pub(super) fn text(self, column: &str) -> Option<String> {
        self.trimmed(column).map(composed)
    }

    /// The position of the row in its table.
    pub(super) fn number(self) -> usize {
        self.number
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
