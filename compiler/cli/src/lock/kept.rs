//! The tables that are kept beside a lock, as texts.
//!
//! Invariant: a file that is no text is kept as what can be read of it, so that the comparison finds that it is not the
//! table that was locked.

use super::place::kept_beside;
use crate::failure::{Failure, why};
use std::fs;
use std::path::Path;

/// The tables beside a lock, by name.
pub(crate) fn kept(lock: &Path) -> Result<Vec<(String, String)>, Failure> {
    let folder = kept_beside(lock);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unreadable = |path: &Path, error: &std::io::Error| {
        Failure::environment(format!("`{}` cannot be read: {}", path.display(), why(error)))
    };
    let mut tables = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
        let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        tables.push((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    tables.sort();
    Ok(tables)
}
