//! The texts that a compilation looks at, each under its project-relative path.
//!
//! Invariant: a file never changes once it has an id, so that spans stay true. A new text of the same path is a new
//! file. Reading is deliberately absent: texts come from a [`World`](crate::World) or from an editor.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::{FileId, LineIndex, Span};

#[derive(Clone, Debug)]
struct File {
    path: String,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

/// The files of one compilation. Equal path and text give the same id, and ids count up in the order of adding. Nothing
/// is ever removed, so that a language server makes a new store for each compilation.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

static NO_LINES: LazyLock<LineIndex> = LazyLock::new(|| LineIndex::new(""));

impl Files {
    /// An empty store.
    pub fn new() -> Self {
        Files::default()
    }

    /// Adds a file, or finds it if the same path with the same text was added before.
    pub fn add(&mut self, path: String, text: Arc<str>) -> FileId {
        let known = self
            .files
            .iter()
            .position(|file| file.path == path && file.text == text);
        let index = known.unwrap_or(self.files.len());
        if known.is_none() {
            self.files.push(File {
                path,
                text,
                lines: OnceLock::new(),
            });
        }
        FileId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The id of the newest text of a path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.ids().rev().find(|id| self.path(*id) == path)
    }

    /// All ids in the order of adding.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// The project-relative path; empty for the id of another store.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// The text; empty for the id of another store.
    pub fn text(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.text)
    }

    /// The text, shared.
    pub fn shared_text(&self, id: FileId) -> Arc<str> {
        self.get(id)
            .map_or_else(|| Arc::from(""), |file| Arc::clone(&file.text))
    }

    /// The text of a span; empty where the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        let (Ok(start), Ok(end)) = (usize::try_from(span.start), usize::try_from(span.end)) else {
            return "";
        };
        self.text(span.file).get(start..end).unwrap_or("")
    }

    /// Lines and columns of the file, computed when first asked for.
    pub fn line_index(&self, id: FileId) -> &LineIndex {
        match self.get(id) {
            Some(file) => file.lines.get_or_init(|| LineIndex::new(&file.text)),
            None => &NO_LINES,
        }
    }

    fn get(&self, id: FileId) -> Option<&File> {
        self.files.get(id.index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_files_are_one_and_a_new_text_is_a_new_file() {
        let mut files = Files::new();
        let first = files.add("study.kohort".into(), "a".into());
        assert_eq!(files.add("study.kohort".into(), "a".into()), first);
        let second = files.add("study.kohort".into(), "b".into());
        assert_ne!(first, second);
        assert_eq!((files.text(first), files.text(second)), ("a", "b"));
        assert_eq!(files.find("study.kohort"), Some(second));
    }

    #[test]
    fn the_id_of_another_store_is_an_empty_file() {
        let stranger = FileId(7);
        let files = Files::new();
        assert_eq!((files.path(stranger), files.text(stranger)), ("", ""));
        assert_eq!(files.line_index(stranger).line_count(), 1);
        assert_eq!(files.slice(Span::new(stranger, 3, 9)), "");
    }
}
