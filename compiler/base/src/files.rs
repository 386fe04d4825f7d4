//! The texts that a compilation looks at, each under its project-relative path.
//!
//! Invariant: in a store that is handed out a file never changes, so that spans stay true. Who goes on with texts that
//! change keeps a store of its own, in which a path keeps its id, and hands out copies; texts are shared, so a copy is
//! cheap. Reading is deliberately absent: texts come from a [`World`](crate::World) or from an editor.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::{FileId, LineIndex, Span};

#[derive(Debug)]
struct File {
    path: String,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

/// The files of one compilation. Equal path and text give the same id, and ids count up in the order of adding.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<Arc<File>>,
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
            self.files.push(Arc::new(File {
                path,
                text,
                lines: OnceLock::new(),
            }));
        }
        FileId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Adds a file, or gives the file of this path a new text. Spans into the old text are true in earlier copies only.
    pub fn put(&mut self, path: &str, text: Arc<str>) -> FileId {
        let index = self.files.iter().position(|file| file.path == path);
        let file = Arc::new(File {
            path: path.to_owned(),
            text,
            lines: OnceLock::new(),
        });
        match index.and_then(|index| self.files.get_mut(index)) {
            Some(known) if known.text == file.text => {}
            Some(known) => *known = file,
            None => self.files.push(file),
        }
        let index = index.unwrap_or(self.files.len().saturating_sub(1));
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
        self.files.get(id.index()).map(Arc::as_ref)
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
    fn a_path_keeps_its_id_and_a_copy_its_text() {
        let mut files = Files::new();
        let study = files.put("study.kohort", "a".into());
        let model = files.put("model.kohort", "m".into());
        let before = files.clone();
        assert_eq!(files.put("study.kohort", "b".into()), study);
        assert_eq!((files.text(study), files.text(model)), ("b", "m"));
        assert_eq!(before.text(study), "a");
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
