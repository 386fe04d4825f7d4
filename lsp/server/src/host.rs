//! What the server needs of the machine that it runs on.
//!
//! Invariant: whatever the server reads or starts goes through here, so that tests bring a host of their own.

use kohort_base::World;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The machine, as the command line sees it.
pub trait Host: Send {
    /// The project that a file belongs to. The file need not exist: an editor shows files before they are saved. None if
    /// its name cannot be one of a project's files. `folders` are those that the editor has opened.
    fn locate(&self, file: &Path, folders: &[PathBuf]) -> Option<Place>;

    /// What lies in a project's folder.
    fn open(&self, root: &Path) -> Opened;

    /// What lay in it at the last commit.
    ///
    /// # Errors
    /// Why that cannot be known, in words for the user.
    fn last_commit(&self, root: &Path) -> Result<Opened, String>;

    /// Whether this program can run a study on data.
    fn can_run_data(&self) -> bool;

    /// What starts processes.
    fn runner(&self) -> Arc<dyn Runner>;
}

/// Starts this program again, for what takes long. It is used on other threads than the compiler's.
pub trait Runner: Send + Sync {
    /// Runs it with arguments in a folder, to its end, or until it is to be stopped: then it is killed, and there is
    /// nothing.
    ///
    /// # Errors
    /// If it cannot be started.
    fn run(&self, arguments: &[String], folder: &Path, stop: &AtomicBool) -> io::Result<Option<Ran>>;

    /// An empty folder that is gone when it is not used any more.
    ///
    /// # Errors
    /// If none can be made.
    fn scratch(&self) -> io::Result<Box<dyn AsRef<Path> + Send>>;
}

/// How a process ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Its exit code; none if something killed it.
    pub code: Option<i32>,
    /// What it wrote.
    pub out: String,
    /// What it wrote about errors.
    pub err: String,
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
