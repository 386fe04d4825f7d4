//! Where a table's file is.
//!
//! Invariant: a path that this module returns is below the data folder, with all links resolved.

use crate::error::EnvironmentFault;
use crate::fault::{DataFault, Site, files};
use std::io;
use std::path::{Component, Path, PathBuf};

/// A data folder that exists.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// Opens a folder.
    pub fn open(folder: &Path) -> Result<Self, EnvironmentFault> {
        let fault = |reason| EnvironmentFault::DataFolder {
            folder: folder.to_owned(),
            reason,
        };
        let root = folder.canonicalize().map_err(|error| fault(error.kind()))?;
        if root.is_dir() {
            Ok(Self { root })
        } else {
            Err(fault(io::ErrorKind::NotADirectory))
        }
    }

    /// The file of a table, which is there and is a file.
    pub(crate) fn locate(&self, site: &Site) -> Result<PathBuf, Vec<DataFault>> {
        let relative = Path::new(&site.file);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        {
            return Err(vec![files::outside(site)]);
        }
        let declared = self.root.join(relative);
        let path = match declared.canonicalize() {
            Ok(path) => path,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(vec![files::missing(site, &neighbours(&declared))]);
            }
            Err(error) => return Err(vec![files::unreadable(site, error.kind())]),
        };
        if !path.starts_with(&self.root) {
            return Err(vec![files::outside(site)]);
        }
        match path.metadata() {
            Ok(metadata) if metadata.is_file() => Ok(path),
            Ok(_) => Err(vec![files::unreadable(site, io::ErrorKind::IsADirectory)]),
            Err(error) => Err(vec![files::unreadable(site, error.kind())]),
        }
    }
}

/// The names of the files beside a path, for a suggestion.
fn neighbours(path: &Path) -> Vec<String> {
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
