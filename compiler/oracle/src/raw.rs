//! The tables as they are on disk: text in named columns.

use std::borrow::Cow;
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

/// A text as it is compared: without the blanks around it, in Unicode NFC (2.1).
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // ASCII has nothing to compose.
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
