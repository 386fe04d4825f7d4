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

    /// The first of a table's files that is there, with its position; nothing if none is.
    pub(crate) fn first(&self, sites: &[Site]) -> Result<Option<(usize, PathBuf)>, Box<DataFault>> {
        for (position, site) in sites.iter().enumerate() {
            if let Some(path) = self.locate(site)? {
                return Ok(Some((position, path)));
            }
        }
        Ok(None)
    }

    /// The fault of a table of which no file is there.
    pub(crate) fn missing(&self, sites: &[Site]) -> Option<DataFault> {
        let (first, others) = sites.split_first()?;
        let others: Vec<String> = others.iter().map(|site| site.file.clone()).collect();
        let neighbours = neighbours(&self.root.join(&first.file));
        Some(files::missing(first, &others, &neighbours))
    }

    /// A file, if there is one.
    fn locate(&self, site: &Site) -> Result<Option<PathBuf>, Box<DataFault>> {
        let relative = Path::new(&site.file);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        {
            return Err(files::outside(site).into());
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
                return Ok(None);
            }
            Err(error) => return Err(files::unreadable(site, error.kind()).into()),
        };
        if !path.starts_with(&self.root) {
            return Err(files::outside(site).into());
        }
        match path.metadata() {
            Ok(metadata) if metadata.is_file() => Ok(Some(path)),
            Ok(_) => Err(files::unreadable(site, io::ErrorKind::IsADirectory).into()),
            Err(error) => Err(files::unreadable(site, error.kind()).into()),
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
