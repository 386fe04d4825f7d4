//! A project held in memory, for tests and for callers without a disk.
//!
//! Invariant: it refuses exactly what a world on a disk refuses, except links, which it cannot hold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{World, WorldError, decode_text, project_path};

/// A project's files by path.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
    library: Option<String>,
}

impl MemoryWorld {
    /// A project without files.
    pub fn new() -> Self {
        MemoryWorld::default()
    }

    /// The project with one more file.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.insert(path, text);
        self
    }

    /// The project with its own standard library in a folder.
    #[must_use]
    pub fn with_library(mut self, folder: &str) -> Self {
        self.library = Some(folder.to_owned());
        self
    }

    /// Adds or replaces a file. Bytes that are not text are kept and refused when read; a path outside the project is
    /// ignored, since nothing could read it.
    pub fn insert(&mut self, path: &str, text: impl AsRef<[u8]>) {
        if let Ok(path) = project_path(path) {
            self.files.insert(path, text.as_ref().to_vec());
        }
    }

    /// Removes a file; whether there was one.
    pub fn remove(&mut self, path: &str) -> bool {
        project_path(path).is_ok_and(|path| self.files.remove(&path).is_some())
    }
}

impl World for MemoryWorld {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        match self.files.get(&project_path(path)?) {
            Some(bytes) => decode_text(path, bytes),
            None => Err(WorldError::NotFound {
                path: path.to_owned(),
            }),
        }
    }

    fn exists(&self, path: &str) -> bool {
        project_path(path).is_ok_and(|path| self.files.contains_key(&path))
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        let canonical = project_path(dir)?;
        let prefix = if canonical.is_empty() {
            canonical
        } else {
            canonical + "/"
        };
        let inside = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(prefix.as_str()));
        let entries: BTreeSet<String> = inside
            .map(|rest| match rest.split_once('/') {
                Some((folder, _)) => format!("{prefix}{folder}/"),
                None => format!("{prefix}{rest}"),
            })
            .collect();
        if entries.is_empty() && !prefix.is_empty() {
            return Err(WorldError::NotFound { path: dir.to_owned() });
        }
        Ok(entries.into_iter().collect())
    }

    fn library(&self) -> Option<&str> {
        self.library.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_FILE_BYTES;

    fn project() -> MemoryWorld {
        MemoryWorld::new()
            .with("study.kohort", "study a")
            .with("codes/lung.kohort", "\u{feff}codes lung")
            .with("codes/de/lung.kohort", "")
            .with("sjis.kohort", b"// \x8aw")
    }

    #[test]
    fn reads_texts_without_a_byte_order_mark() {
        assert_eq!(
            &*project().read_text("./codes/lung.kohort").unwrap(),
            "codes lung"
        );
        assert!(project().exists("codes/lung.kohort"));
        assert!(!project().exists("codes"));
    }

    #[test]
    fn lists_a_folder_with_paths_from_the_project() {
        assert_eq!(
            project().list("").unwrap(),
            ["codes/", "sjis.kohort", "study.kohort"]
        );
        assert_eq!(
            project().list("codes").unwrap(),
            ["codes/de/", "codes/lung.kohort"]
        );
        assert!(project().list("nowhere").is_err());
        assert_eq!(MemoryWorld::new().list("").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn says_why_something_cannot_be_read() {
        let large = MemoryWorld::new().with("large.kohort", vec![b' '; MAX_FILE_BYTES as usize + 1]);
        let messages = [
            project().read_text("codes/breast.kohort"),
            project().read_text("sjis.kohort"),
            large.read_text("large.kohort"),
            project().read_text("../study.kohort"),
            project().read_text("/study.kohort"),
            project().read_text("codes\\lung.kohort"),
            project().read_text("study\0.kohort"),
            Err(WorldError::Unreadable {
                path: "study.kohort".into(),
                reason: "permission denied".into(),
            }),
        ];
        let messages: Vec<String> = messages
            .into_iter()
            .map(|result| result.unwrap_err().to_string())
            .collect();
        insta::assert_snapshot!(messages.join("\n"));
    }
}
