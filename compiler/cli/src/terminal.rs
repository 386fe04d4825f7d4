//! Where a command writes, and what the place can show.
//!
//! Invariant: nothing here decides what is written, and colour never changes the words.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The width that is used where none is known.
const USUAL_WIDTH: usize = 100;
/// Longer lines are hard to read, however wide the window.
const WIDEST: usize = 120;

/// The surroundings of a command.
pub struct Terminal<'a> {
    /// What was asked for: tables, plans, pages, JSON.
    pub out: &'a mut dyn Write,
    /// What is said about it: findings, errors, progress.
    pub err: &'a mut dyn Write,
    /// Whether `out` shows colours.
    pub colour: bool,
    /// Whether `err` shows colours.
    pub colour_errors: bool,
    /// Whether somebody is watching, so that progress is worth showing.
    pub progress: bool,
    /// The width in columns that findings are wrapped to.
    pub width: usize,
    /// The width in columns that tables must fit; none where nothing cuts them off, as in a file.
    pub table_width: Option<usize>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
}

impl Terminal<'_> {
    /// The width to wrap findings to, in the window that the process runs in.
    #[must_use]
    pub fn usual_width() -> usize {
        let known = terminal_size::terminal_size_of(io::stderr());
        known.map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0).min(WIDEST))
    }

    /// The width of the window that the output goes to, if it goes to one.
    #[must_use]
    pub fn window() -> Option<usize> {
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
    }

    /// A path as the caller wrote it, made independent of the process's own folder.
    pub(crate) fn path(&self, given: &Path) -> PathBuf {
        self.folder.join(given)
    }

    /// A path for the reader: from the current folder if it lies below it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        // Paths of projects are free of links; the folder may be reached through one.
        let folder = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let near = path
            .strip_prefix(&folder)
            .or_else(|_| path.strip_prefix(&self.folder));
        let shown = near.unwrap_or(path).display().to_string();
        if shown.is_empty() {
            String::from(".")
        } else {
            shown
        }
    }
}
