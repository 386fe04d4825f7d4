//! Writing files and folders as a whole or not at all.
//!
//! Invariant: whoever looks at the place sees what was there before or what is there afterwards, complete; a write that
//! fails changes nothing. Everything is written beside its place first and then renamed.

use crate::failure::{Failure, why};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// Hidden, so that no project takes a half-written folder for its own.
const BESIDE: &str = ".kohort-";

/// A file that will stand at a place, whatever stands there now.
pub(crate) struct NewFile {
    place: PathBuf,
    beside: NamedTempFile,
}

#[cfg_attr(not(feature = "run"), expect(dead_code, reason = "only locks are written so"))]
impl NewFile {
    /// Writes a file beside its place.
    pub(crate) fn at(place: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        let write = || -> io::Result<Self> {
            let mut builder = tempfile::Builder::new();
            builder.prefix(BESIDE);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                builder.permissions(fs::Permissions::from_mode(0o666));
            }
            let mut beside = builder.tempfile_in(place.parent().unwrap_or(Path::new(".")))?;
            beside.write_all(bytes)?;
            if let Ok(known) = fs::metadata(place) {
                beside.as_file().set_permissions(known.permissions())?;
            }
            beside.as_file().sync_all()?;
            Ok(Self {
                place: place.to_path_buf(),
                beside,
            })
        };
        write().map_err(|error| refused(place, &error))
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let placed = self.beside.persist(&self.place);
        placed.map_err(|error| refused(&self.place, &error.error))?;
        Ok(())
    }
}

/// Replaces an existing file, keeping its permissions.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = NamedTempFile::with_prefix_in(BESIDE, folder)?;
        file.write_all(bytes)?;
        file.as_file()
            .set_permissions(fs::metadata(path)?.permissions())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| refused(path, &error))
}

/// Writes a file, whether or not there is one in its place; its folder is made.
pub(crate) fn put_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.is_file() {
        return replace_file(path, bytes);
    }
    let make = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(BESIDE);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    make().map_err(|error| refused(path, &error))
}

/// Makes a folder and those above it, where they are missing.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| refused(path, &error))
}

/// Removes a file.
pub(crate) fn remove_file(path: &Path) -> Result<(), Failure> {
    fs::remove_file(path).map_err(|error| {
        Failure::environment(format!("`{}` cannot be removed: {}", path.display(), why(&error)))
    })
}

/// A folder that does not exist yet, or not with this content.
pub(crate) struct NewFolder {
    place: PathBuf,
    beside: TempDir,
}

impl NewFolder {
    /// Starts a folder that will stand at a place; folders above it are made.
    pub(crate) fn at(place: &Path) -> Result<Self, Failure> {
        let start = || -> io::Result<Self> {
            // A link at the place is followed, so that it still leads to the content afterwards.
            let place = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
            let above = place.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(above)?;
            Ok(Self {
                beside: open_folder(above)?,
                place,
            })
        };
        start().map_err(|error| refused(place, &error))
    }

    /// Where it is until it is finished.
    #[cfg_attr(
        not(feature = "run"),
        expect(dead_code, reason = "only `prepare` writes by itself")
    )]
    pub(crate) fn path(&self) -> &Path {
        self.beside.path()
    }

    /// Writes a file of it; its folder is made.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let write = || -> io::Result<()> {
            let path = self.beside.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(self.beside.path()))?;
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| refused(&self.place.join(path), &error))
    }

    /// Puts the folder in its place. What stood there is gone afterwards.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        // After an exchange the old content lies where the new was written, and goes with it.
        let placed = if self.place.exists() {
            exchange(self.beside.path(), &self.place)
        } else {
            self.rename()
        };
        placed.map_err(|error| refused(&self.place, &error))
    }

    fn rename(&self) -> io::Result<()> {
        fs::rename(self.beside.path(), &self.place)
    }
}

/// A temporary folder that, once renamed, can be read by whom the user's settings allow.
fn open_folder(above: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BESIDE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(above)
}

/// Exchanges two folders in one step where the system can; a person who kills the process sees one or the other.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    in_two_steps(new, old)
}

/// Exchanges two folders where the file system cannot do it in one step; the old one is put back if the second fails.
fn in_two_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = open_folder(old.parent().unwrap_or(Path::new(".")))?;
    let kept = aside.path().join("replaced");
    fs::rename(old, &kept)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&kept, old)?;
        return Err(error);
    }
    Ok(())
}

fn refused(path: &Path, error: &io::Error) -> Failure {
    Failure::environment(format!("`{}` cannot be written: {}", path.display(), why(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_complete_and_replaces_the_one_before() {
        let above = tempfile::tempdir().unwrap();
        let place = above.path().join("results/2024");
        for text in ["first", "second"] {
            let folder = NewFolder::at(&place).unwrap();
            folder.write("a/b.txt", text.as_bytes()).unwrap();
            folder.finish().unwrap();
            assert_eq!(fs::read_to_string(place.join("a/b.txt")).unwrap(), text);
            assert_eq!(names(&above.path().join("results")), ["2024"]);
        }
    }

    #[test]
    fn a_folder_that_is_not_finished_leaves_nothing() {
        let above = tempfile::tempdir().unwrap();
        let folder = NewFolder::at(&above.path().join("results")).unwrap();
        folder.write("a.txt", b"half").unwrap();
        assert!(folder.write("a.txt/b.txt", b"").is_err());
        drop(folder);
        assert!(names(above.path()).is_empty());
    }

    #[test]
    fn two_steps_do_the_same_as_one() {
        let above = tempfile::tempdir().unwrap();
        let (new, old) = (above.path().join("new"), above.path().join("old"));
        fs::create_dir(&old).unwrap();
        assert!(in_two_steps(&new, &old).is_err());
        assert_eq!(names(above.path()), ["old"]);
        fs::create_dir(&new).unwrap();
        fs::write(new.join("a"), "").unwrap();
        in_two_steps(&new, &old).unwrap();
        assert_eq!(
            (names(above.path()), names(&old)),
            (vec!["old".to_owned()], vec!["a".to_owned()])
        );
    }

    #[test]
    fn a_file_is_replaced_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.kohort");
        fs::write(&path, "old").unwrap();
        let before = fs::metadata(&path).unwrap().permissions();
        replace_file(&path, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions(), before);
        put_file(&path, b"newer").unwrap();
        put_file(&folder.path().join("b.kohort"), b"made").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert_eq!(
            fs::read_to_string(folder.path().join("b.kohort")).unwrap(),
            "made"
        );
        assert_eq!(names(folder.path()), ["a.kohort", "b.kohort"]);
    }
}
