//! Writing locks with their tables.
//!
//! Invariant: everything is written beside its place first. Only when all of it is there do the places change, so that a
//! disk that is full changes nothing.

use super::place::kept_beside;
use crate::failure::Failure;
use crate::report;
use crate::write::{NewFile, NewFolder};
use kohort_lock::Lock;
use std::path::Path;

/// A lock and its tables, written beside their places.
pub(crate) struct Written {
    tables: NewFolder,
    lock: NewFile,
}

impl Written {
    /// Writes a lock and its tables beside their places.
    pub(crate) fn beside(place: &Path, lock: &Lock, files: &[(String, String)]) -> Result<Self, Failure> {
        let kept = kept_beside(place);
        report::check_place(&kept)?;
        let tables = NewFolder::at(&kept)?;
        for (name, text) in files {
            tables.write(name, text.as_bytes())?;
        }
        Ok(Self {
            tables,
            lock: NewFile::at(place, lock.to_string().as_bytes())?,
        })
    }

    /// Puts all of them in their places.
    pub(crate) fn finish(all: Vec<Self>) -> Result<(), Failure> {
        for Self { tables, lock } in all {
            tables.finish()?;
            lock.finish()?;
        }
        Ok(())
    }
}
