//! All that the compiler may read, behind one trait.
//!
//! Invariant: a world answers for project-relative paths only (see [`project_path`](crate::project_path)), and its
//! texts are UTF-8 of bounded size. Patient data is deliberately absent: the engine's readers stream it.

use std::sync::Arc;

/// The largest text that a world reads. Studies are far smaller (the parser refuses more than 1 MiB); this leaves room
/// for long code lists.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// A project as the compiler sees it. Tests, command line and language server differ only in their world.
pub trait World {
    /// The text of a file, without a byte order mark.
    ///
    /// # Errors
    /// Any [`WorldError`], for the path as given.
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError>;

    /// Whether there is a file at the path; a folder is none, and a path that is refused names none.
    fn exists(&self, path: &str) -> bool;

    /// The project-relative paths of what lies directly in a folder, sorted; those of folders end with `/`. The
    /// project itself is the empty path.
    ///
    /// # Errors
    /// Any [`WorldError`] except that of a text.
    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError>;

    /// The folder of the standard library that the project keeps for itself, as its manifest names it; it lies below the
    /// project's folder. None if the library that is embedded in the compiler is meant.
    fn library(&self) -> Option<&str> {
        None
    }
}

/// Why something could not be read. The message names the path and needs no context.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// There is no such file or folder.
    #[error("`{path}` does not exist in this project")]
    NotFound {
        /// The path as given.
        path: String,
    },
    /// The bytes are not UTF-8.
    #[error(
        "`{path}` is not UTF-8 text: the byte at offset {offset} does not belong; save the file as UTF-8"
    )]
    NotUtf8 {
        /// The path as given.
        path: String,
        /// The first byte that is no part of a character, counted from 0.
        offset: u64,
    },
    /// The file is larger than the limit.
    #[error(
        "`{path}` has {size} bytes, and at most {limit} are read; split it or keep data out of the project's texts"
    )]
    TooLarge {
        /// The path as given.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The path names something outside the project.
    #[error("`{}` is outside the project: {reason}", path.escape_debug())]
    Outside {
        /// The path as given.
        path: String,
        /// How it leaves.
        reason: OutsideReason,
    },
    /// The environment refuses, for instance for want of a permission.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the environment says.
        reason: String,
    },
}

impl WorldError {
    /// The path as given.
    pub fn path(&self) -> &str {
        match self {
            WorldError::NotFound { path }
            | WorldError::NotUtf8 { path, .. }
            | WorldError::TooLarge { path, .. }
            | WorldError::Outside { path, .. }
            | WorldError::Unreadable { path, .. } => path,
        }
    }
}

/// How a path leaves the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsideReason {
    /// It starts at a root or drive.
    #[error("it is absolute; write it from the project's folder")]
    Absolute,
    /// It contains `..`.
    #[error("it goes up with `..`; write it from the project's folder")]
    GoesUp,
    /// It contains a backslash.
    #[error("it contains a backslash; separate folders with `/`")]
    Backslash,
    /// It contains the character NUL.
    #[error("it contains the character NUL")]
    Nul,
    /// It, or a folder on its way, is a link to somewhere else.
    #[error("it is a link that leaves the project's folder")]
    Link,
}

/// The text of a file's bytes, without a byte order mark. Every world reads through this.
///
/// # Errors
/// [`WorldError::TooLarge`] and [`WorldError::NotUtf8`].
pub fn decode_text(path: &str, bytes: &[u8]) -> Result<Arc<str>, WorldError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > MAX_FILE_BYTES {
        return Err(WorldError::TooLarge {
            path: path.to_owned(),
            size,
            limit: MAX_FILE_BYTES,
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => {
            let offset = u64::try_from(error.valid_up_to()).unwrap_or(u64::MAX);
            Err(WorldError::NotUtf8 {
                path: path.to_owned(),
                offset,
            })
        }
    }
}
