//! The folders of the sources, which appear together when all are complete.
//!
//! Invariant: what exists is never replaced. Until the end everything stands in one hidden folder beside, which goes away
//! if anything fails.

use crate::failure::{Failure, why};
use kohort_synth::national::Writer;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folders in the making.
#[derive(Debug)]
pub(super) struct Folders {
    out: PathBuf,
    beside: TempDir,
    sources: Vec<&'static str>,
}

impl Folders {
    /// Starts the folders of these writers below a folder, which is made where it is missing.
    pub(super) fn below(out: &Path, writers: &[&'static dyn Writer]) -> Result<Self, Failure> {
        let sources: Vec<&str> = writers.iter().map(|writer| writer.source()).collect();
        if let Some(taken) = sources
            .iter()
            .map(|source| out.join(source))
            .find(|place| place.exists())
        {
            return Err(
                Failure::environment(format!("`{}` exists already", taken.display()))
                    .help("remove it or choose another folder with `--out`; nothing is replaced"),
            );
        }
        let start = || -> io::Result<TempDir> {
            fs::create_dir_all(out)?;
            let beside = tempfile::Builder::new().prefix(".kohort-").tempdir_in(out)?;
            for source in &sources {
                fs::create_dir(beside.path().join(source))?;
            }
            Ok(beside)
        };
        let beside = start().map_err(|error| refused(out, &error))?;
        Ok(Self {
            out: out.to_path_buf(),
            beside,
            sources,
        })
    }

    /// Opens a new file of a writer.
    pub(super) fn create(&self, writer: &dyn Writer, name: &str) -> Result<File, Failure> {
        let path = self.beside.path().join(writer.source()).join(name);
        File::create_new(path).map_err(|error| self.refused(writer, name, &error))
    }

    /// Writes a small file of a writer.
    pub(super) fn write(&self, writer: &dyn Writer, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut file = self.create(writer, name)?;
        file.write_all(bytes)
            .map_err(|error| self.refused(writer, name, &error))
    }

    /// A file that cannot be written, by the place at which it would stand.
    pub(super) fn refused(&self, writer: &dyn Writer, name: &str, error: &io::Error) -> Failure {
        refused(&self.out.join(writer.source()).join(name), error)
    }

    /// Puts the folders in their places.
    pub(super) fn finish(self) -> Result<(), Failure> {
        for source in &self.sources {
            let place = self.out.join(source);
            // A rename would replace an empty folder that somebody made meanwhile, and nothing else.
            fs::rename(self.beside.path().join(source), &place).map_err(|error| refused(&place, &error))?;
        }
        Ok(())
    }
}

fn refused(path: &Path, error: &io::Error) -> Failure {
    Failure::environment(format!("`{}` cannot be written: {}", path.display(), why(error)))
}
