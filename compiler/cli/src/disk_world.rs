//! A project on a disk.
//!
//! Invariant: nothing outside the project's folder is read, whatever a path or a link says. Hidden entries and folders
//! that are marked as caches are no part of a project, and links to folders are not followed when listing, so that
//! listing ends.

use crate::failure::why;
use kohort_base::{MAX_FILE_BYTES, OutsideReason, World, WorldError, decode_text, project_path};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Marks a folder that programs fill and may empty (bford.info/cachedir).
pub(crate) const CACHE_MARK: &str = "CACHEDIR.TAG";

/// A project's folder.
#[derive(Clone, Debug)]
pub(crate) struct DiskWorld {
    root: PathBuf,
    /// The folder of its own standard library.
    library: Option<String>,
}

impl DiskWorld {
    /// The project in a folder whose path is free of links.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            library: None,
        }
    }

    /// The project with its own standard library in a folder, or with the one that comes with the tool.
    pub(crate) fn with_library(mut self, folder: Option<&str>) -> Self {
        self.library = folder.map(str::to_owned);
        self
    }

    /// Where something of the project really is.
    pub(crate) fn locate(&self, path: &str) -> Result<PathBuf, WorldError> {
        let real = self
            .root
            .join(project_path(path)?)
            .canonicalize()
            .map_err(|error| unreadable(path, &error))?;
        if real.starts_with(&self.root) {
            Ok(real)
        } else {
            Err(WorldError::Outside {
                path: path.to_owned(),
                reason: OutsideReason::Link,
            })
        }
    }

    /// The bytes of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, WorldError> {
        let real = self.locate(path)?;
        let known = fs::metadata(&real).map_err(|error| unreadable(path, &error))?;
        if !known.is_file() {
            let reason = String::from("it is not a file");
            return Err(WorldError::Unreadable {
                path: path.to_owned(),
                reason,
            });
        }
        if known.len() > MAX_FILE_BYTES {
            return Err(WorldError::TooLarge {
                path: path.to_owned(),
                size: known.len(),
                limit: MAX_FILE_BYTES,
            });
        }
        fs::read(&real).map_err(|error| unreadable(path, &error))
    }
}

impl World for DiskWorld {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        decode_text(path, &self.read(path)?)
    }

    fn exists(&self, path: &str) -> bool {
        self.locate(path).is_ok_and(|real| real.is_file())
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        let real = self.locate(dir)?;
        let canonical = project_path(dir)?;
        let prefix = if canonical.is_empty() {
            canonical
        } else {
            canonical + "/"
        };
        let mut entries = Vec::new();
        for entry in fs::read_dir(&real).map_err(|error| unreadable(dir, &error))? {
            let entry = entry.map_err(|error| unreadable(dir, &error))?;
            // A name that is not Unicode cannot be written in a study.
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') || (kind.is_dir() && is_cache(&entry.path())) {
                continue;
            }
            let path = format!("{prefix}{name}");
            if kind.is_dir() {
                entries.push(path + "/");
            } else if self.exists(&path) {
                entries.push(path);
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn library(&self) -> Option<&str> {
        self.library.as_deref()
    }
}

fn is_cache(folder: &Path) -> bool {
    folder.join(CACHE_MARK).is_file()
}

fn unreadable(path: &str, error: &io::Error) -> WorldError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => WorldError::NotFound {
            path: path.to_owned(),
        },
        _ => WorldError::Unreadable {
            path: path.to_owned(),
            reason: why(error),
        },
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn project() -> (tempfile::TempDir, DiskWorld) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("project");
        for inside in ["codes", ".git", "built"] {
            fs::create_dir_all(root.join(inside)).unwrap();
        }
        fs::write(root.join("study.kohort"), "\u{feff}study a").unwrap();
        fs::write(root.join("codes/lung.kohort"), "").unwrap();
        fs::write(root.join(".git/config.kohort"), "").unwrap();
        fs::write(root.join("built").join(CACHE_MARK), "").unwrap();
        fs::write(root.parent().unwrap().join("outside.kohort"), "secret").unwrap();
        let world = DiskWorld::new(&root);
        (folder, world)
    }

    #[test]
    fn reads_and_lists_what_is_inside() {
        let (_folder, world) = project();
        assert_eq!(&*world.read_text("study.kohort").unwrap(), "study a");
        assert_eq!(world.list("").unwrap(), ["codes/", "study.kohort"]);
        assert_eq!(world.list("codes").unwrap(), ["codes/lung.kohort"]);
        assert!(world.exists("codes/lung.kohort") && !world.exists("codes"));
        assert!(matches!(
            world.read_text("codes/breast.kohort"),
            Err(WorldError::NotFound { .. })
        ));
        assert!(matches!(
            world.read_text("codes"),
            Err(WorldError::Unreadable { .. })
        ));
    }

    #[test]
    fn links_that_leave_the_project_are_refused() {
        let (_folder, world) = project();
        symlink("../outside.kohort", world.root.join("link.kohort")).unwrap();
        symlink("..", world.root.join("up")).unwrap();
        symlink("study.kohort", world.root.join("same.kohort")).unwrap();
        let link = Err(WorldError::Outside {
            path: "link.kohort".into(),
            reason: OutsideReason::Link,
        });
        assert_eq!(world.read_text("link.kohort"), link);
        assert!(matches!(
            world.read_text("up/outside.kohort"),
            Err(WorldError::Outside { .. })
        ));
        assert!(matches!(
            world.read_text("../outside.kohort"),
            Err(WorldError::Outside { .. })
        ));
        assert_eq!(world.list("").unwrap(), ["codes/", "same.kohort", "study.kohort"]);
    }
}
