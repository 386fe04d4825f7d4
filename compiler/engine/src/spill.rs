//! The private folder in which a run sorts what does not fit in memory.
//!
//! Invariants: what is written there is patient data, so only the person who runs the study may enter the folder; it is
//! removed when the run ends, in whatever way, and one that a killed run left behind is removed by the next run.

use crate::error::EnvironmentFault;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{Builder, TempDir};

const PREFIX: &str = "kohort-spill-";
/// Held under a lock by the run that owns the folder.
const LOCK: &str = "in-use";

/// A folder that exists as long as this value.
#[derive(Debug)]
pub(crate) struct SpillFolder {
    folder: TempDir,
    // The lock is given up with the file.
    _lock: File,
}

impl SpillFolder {
    /// Makes a folder below this one, or below the system's folder for temporary files.
    pub(crate) fn create(below: Option<&Path>) -> Result<Self, EnvironmentFault> {
        let parent = below.map_or_else(std::env::temp_dir, Path::to_owned);
        remove_left_behind(&parent);
        make(&parent).map_err(|error| EnvironmentFault::Spill {
            folder: below.map(Path::to_owned),
            reason: error.kind(),
        })
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

fn make(parent: &Path) -> io::Result<SpillFolder> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir_in(parent)?;
    // The mark appears only when it is locked already: another run that cleans up at this moment must not take the folder
    // for one that was left behind.
    let unmarked = folder.path().join("starting");
    let lock = File::create_new(&unmarked)?;
    lock.try_lock()?;
    std::fs::rename(unmarked, folder.path().join(LOCK))?;
    Ok(SpillFolder { folder, _lock: lock })
}

/// Removes folders whose run does not exist any more. Whatever cannot be removed is left to the next run.
fn remove_left_behind(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let abandoned = || File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) && abandoned() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_private_and_goes_with_its_run() {
        let parent = TempDir::new().unwrap();
        let spill = SpillFolder::create(Some(parent.path())).unwrap();
        let path = spill.path();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
        drop(spill);
        assert!(!path.exists());
    }

    #[test]
    fn what_a_killed_run_left_is_removed_but_not_what_is_in_use() {
        let parent = TempDir::new().unwrap();
        let running = SpillFolder::create(Some(parent.path())).unwrap();
        let left = parent.path().join("kohort-spill-left");
        std::fs::create_dir(&left).unwrap();
        File::create(left.join(LOCK)).unwrap();
        let other = parent.path().join("kohort-spill-other");
        std::fs::create_dir(&other).unwrap();
        let _next = SpillFolder::create(Some(parent.path())).unwrap();
        assert!(running.path().exists() && !left.exists());
        assert!(other.exists(), "a folder without our mark is not ours to remove");
    }

    #[test]
    fn runs_that_start_together_do_not_disturb_each_other() {
        let parent = TempDir::new().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let spill = SpillFolder::create(Some(parent.path())).unwrap();
                        assert!(spill.path().join(LOCK).exists());
                    }
                });
            }
        });
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error() {
        let parent = TempDir::new().unwrap();
        let missing = parent.path().join("missing");
        let error = SpillFolder::create(Some(&missing)).unwrap_err();
        assert!(matches!(
            error,
            EnvironmentFault::Spill {
                reason: io::ErrorKind::NotFound,
                ..
            }
        ));
    }
}
