//! Where the lock of a study is, and the tables that are kept beside it.
//!
//! A folder with one study has `kohort.lock` and `expected/`; where a folder has several studies, the lock of
//! `first.kohort` is `first.lock`, with `first.expected/`. Invariant: a lock names the study that it is of, and that name
//! decides; a lock of another program is never taken for ours.

use crate::disk_world::DiskWorld;
use crate::failure::Failure;
use crate::project::existing;
use crate::study_file::{below, is_study};
use crate::terminal::Terminal;
use kohort_base::{World, WorldError};
use kohort_lock::{FORMAT, Lock, ReadError, is_lock};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The lock of the only study of a folder.
const LOCK: &str = "kohort.lock";
/// The tables of the only study of a folder.
const KEPT: &str = "expected";

/// A lock that was found.
#[derive(Debug, Clone)]
pub(crate) struct Locked {
    /// The study's file.
    pub(crate) study: PathBuf,
    /// The lock's file.
    pub(crate) file: PathBuf,
    /// What the lock says.
    pub(crate) lock: Lock,
}

/// What there is below some paths.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Studies with a lock, in order.
    pub(crate) locked: Vec<Locked>,
    /// Studies without one, in order.
    pub(crate) unlocked: Vec<PathBuf>,
    /// Locks that cannot be used, in order.
    pub(crate) unusable: Vec<Unusable>,
}

/// A lock that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unusable {
    /// The lock's file.
    pub(crate) file: PathBuf,
    /// Why it cannot be used.
    pub(crate) why: String,
    /// What to do.
    pub(crate) help: &'static str,
}

impl Unusable {
    /// It as the end of a command.
    pub(crate) fn failure(&self, terminal: &Terminal<'_>) -> Failure {
        let message = format!("`{}` cannot be used: {}", terminal.shown(&self.file), self.why);
        Failure::environment(message).help(self.help)
    }

    /// One whose text is no lock that can be read.
    fn unreadable(file: PathBuf, error: LockError) -> Self {
        let (why, help) = match error {
            LockError::Text(error @ ReadError::Format { found }) if found > FORMAT => (
                error.to_string(),
                "a newer version of Kohort wrote it; install that version",
            ),
            LockError::Text(error) => (
                error.to_string(),
                "take it back from the history of the repository; a lock is not edited by hand",
            ),
            LockError::Disk(error) => (error.to_string(), "make it a file that can be read"),
        };
        Self { file, why, help }
    }
}

/// Why a lock cannot be read.
enum LockError {
    Text(ReadError),
    Disk(WorldError),
}

/// The folder with the tables that are kept beside a lock.
pub(crate) fn kept_beside(lock: &Path) -> PathBuf {
    match lock.file_name().and_then(|name| name.to_str()) {
        Some(LOCK) | None => lock.with_file_name(KEPT),
        Some(_) => lock.with_extension(KEPT),
    }
}

/// The place of a new lock for a study.
pub(crate) fn new_place(study: &Path) -> PathBuf {
    let others = study.parent().map(studies_of).unwrap_or_default();
    if others.iter().all(|other| other == study) {
        study.with_file_name(LOCK)
    } else {
        study.with_extension("lock")
    }
}

/// The studies that are meant by some paths: files, or folders for all below them.
pub(crate) fn find(paths: &[PathBuf], terminal: &Terminal<'_>) -> Result<Found, Failure> {
    let mut all: BTreeMap<PathBuf, Option<Locked>> = BTreeMap::new();
    let mut found = Found::default();
    for given in paths {
        let mut path = existing(&terminal.path(given))?;
        if path.extension().is_some_and(|ending| ending == "lock") && is_ours(&path) {
            let Some(study) = study_of(&path, &mut found) else {
                continue;
            };
            path = study;
        }
        if !path.is_dir() {
            if let Some(locked) = known(&path, &mut found) {
                all.insert(path.clone(), locked);
            }
            continue;
        }
        for study in below(&path, ".kohort")?.into_iter().filter(|file| is_study(file)) {
            if let Some(locked) = known(&study, &mut found) {
                all.insert(study, locked);
            }
        }
        for file in below(&path, ".lock")?.into_iter().filter(|file| is_ours(file)) {
            study_of(&file, &mut found);
        }
    }
    for (study, locked) in all {
        match locked {
            Some(locked) => found.locked.push(locked),
            None => found.unlocked.push(study),
        }
    }
    found.unusable.sort();
    found.unusable.dedup();
    Ok(found)
}

/// The lock of a study, if it has one; nothing at all if there is one that cannot be used.
fn known(study: &Path, found: &mut Found) -> Option<Option<Locked>> {
    match existing_lock(study) {
        Ok(locked) => Some(locked),
        Err(unusable) => {
            found.unusable.push(unusable);
            None
        }
    }
}

/// The study that a lock names; a lock that names none that is there is noted.
fn study_of(file: &Path, found: &mut Found) -> Option<PathBuf> {
    let unusable = match read(file) {
        // One that cannot be read is told of once, also where several studies could be meant.
        Err(error) => Unusable::unreadable(file.to_path_buf(), error),
        Ok(lock) => {
            let study = file.with_file_name(&lock.study.file);
            if study.is_file() {
                return Some(study);
            }
            Unusable {
                file: file.to_path_buf(),
                why: format!("its study `{}` is not beside it", lock.study.file),
                help: "move the lock with its study, or remove it with the folder of its tables",
            }
        }
    };
    found.unusable.push(unusable);
    None
}

/// The lock of a study, if there is one.
fn existing_lock(study: &Path) -> Result<Option<Locked>, Unusable> {
    let name = study
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    for file in [study.with_extension("lock"), study.with_file_name(LOCK)] {
        if !file.is_file() || !is_ours(&file) {
            continue;
        }
        let lock = read(&file).map_err(|error| Unusable::unreadable(file.clone(), error))?;
        if lock.study.file == name {
            return Ok(Some(Locked {
                study: study.to_path_buf(),
                file,
                lock,
            }));
        }
    }
    Ok(None)
}

/// Whether a file is a lock of Kohort: it has the name that no other program's lock has, or begins like one.
fn is_ours(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == LOCK) || text(file).is_ok_and(|text| is_lock(&text))
}

fn read(file: &Path) -> Result<Lock, LockError> {
    Lock::read(&text(file).map_err(LockError::Disk)?).map_err(LockError::Text)
}

fn text(file: &Path) -> Result<Arc<str>, WorldError> {
    let folder = file.parent().unwrap_or(file);
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    DiskWorld::new(folder).read_text(name)
}

/// The studies in a folder, not below it.
fn studies_of(folder: &Path) -> Vec<PathBuf> {
    let entries = DiskWorld::new(folder).list("").unwrap_or_default();
    let files = entries.iter().filter(|entry| entry.ends_with(".kohort"));
    files
        .map(|entry| folder.join(entry))
        .filter(|file| is_study(file))
        .collect()
}
