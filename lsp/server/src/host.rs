//! What the server needs of the machine that it runs on.
//!
//! Invariant: whatever the server reads or starts goes through here, so that tests bring a host of their own.

use kohort_base::World;
use std::path::{Path, PathBuf};

/// The machine, as the command line sees it.
pub trait Host: Send {
    /// The project that a file belongs to. The file need not exist: an editor shows files before they are saved. None if
    /// its name cannot be one of a project's files. `folders` are those that the editor has opened.
    fn locate(&self, file: &Path, folders: &[PathBuf]) -> Option<Place>;

    /// What lies in a project's folder.
    fn open(&self, root: &Path) -> Opened;
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The project's folder, always written in the same way.
    pub root: PathBuf,
    /// The file's path from there, with `/`.
    pub path: String,
}

/// A project's folder.
pub struct Opened {
    /// Its files.
    pub world: Box<dyn World + Send>,
    /// The sources that its manifest names; none means all of a study's model.
    pub sources: Option<Vec<String>>,
    /// Whether it has a manifest, so that all files below it belong together.
    pub has_manifest: bool,
    /// What is wrong with the manifest; everything else is then as if it said nothing.
    pub problem: Option<Problem>,
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, and what to do.
    pub message: String,
    /// The line, counted from 0.
    pub line: u32,
}
