//! The documents that the editor shows.
//!
//! Invariant: a document's version never goes back, and its text is the one of that version.

use crate::convert::position::Positions;
use kohort_base::Encoding;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

/// What a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ProjectKey {
    /// A folder.
    Folder(PathBuf),
    /// The standard library that comes with the compiler.
    Standard,
    /// Itself: it lies nowhere yet.
    Alone(String),
}

/// One open document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its name as the editor writes it.
    pub(crate) uri: Uri,
    /// The version of its text.
    pub(crate) version: i32,
    /// Its text.
    pub(crate) text: Arc<str>,
    /// The places in its text.
    pub(crate) positions: Positions,
    /// What it belongs to.
    pub(crate) project: ProjectKey,
    /// Its path from there.
    pub(crate) path: String,
    /// Whether it is a text of Kohort. Editors may show others: manifests, pages of codes.
    pub(crate) is_kohort: bool,
}

impl Document {
    /// Takes over the changes of a newer version. False if the version is not newer; then nothing happens.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        if version <= self.version {
            return false;
        }
        self.version = version;
        let mut text = self.text.to_string();
        for change in changes {
            match change.range {
                None => text = change.text,
                Some(range) => {
                    let bytes = self.positions.bytes(range);
                    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
                    let (start, end) = (place(bytes.start), place(bytes.end));
                    let mut new = String::with_capacity(text.len().saturating_add(change.text.len()));
                    new.push_str(text.get(..start).unwrap_or(&text));
                    new.push_str(&change.text);
                    new.push_str(text.get(end..).unwrap_or_default());
                    text = new;
                }
            }
            // Each change is written in the positions of the text before it.
            self.positions = Positions::new(&text, encoding);
        }
        self.text = Arc::from(text);
        true
    }
}

/// All open documents, by name.
pub(crate) type Documents = BTreeMap<String, Document>;

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;
    use tower_lsp::ls_types::{Position, Range};

    fn document(text: &str) -> Document {
        Document {
            uri: Uri::from_str("file:///a.kohort").unwrap(),
            version: 1,
            text: text.into(),
            positions: Positions::new(text, Encoding::Utf16),
            project: ProjectKey::Standard,
            path: "a.kohort".into(),
            is_kohort: true,
        }
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent {
            range: Some(Range::new(
                Position::new(from.0, from.1),
                Position::new(to.0, to.1),
            )),
            range_length: None,
            text: text.into(),
        }
    }

    #[test]
    fn each_change_is_written_in_the_positions_of_the_text_before_it() {
        let mut document = document("// 胃🩺癌\r\nlet a = 1\r\n");
        let changes = vec![
            change((0, 3), (0, 7), "𝄞x"),
            change((0, 5), (0, 6), ""),
            change((1, 9), (9, 9), ""),
        ];
        assert!(document.change(2, changes, Encoding::Utf16));
        assert_eq!(&*document.text, "// 𝄞\r\nlet a = 1");
    }

    #[test]
    fn a_version_that_is_not_newer_changes_nothing() {
        let mut document = document("a");
        assert!(document.change(5, vec![change((0, 0), (0, 1), "b")], Encoding::Utf16));
        assert!(!document.change(5, vec![change((0, 0), (0, 1), "c")], Encoding::Utf16));
        assert!(!document.change(4, vec![change((0, 0), (0, 1), "d")], Encoding::Utf16));
        assert_eq!((&*document.text, document.version), ("b", 5));
    }
}
