//! Why prepared data are not used.
//!
//! Invariant: says which folder or file, why, and that preparing again helps; quotes no data.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why prepared data are not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreparedFault {
    /// The manifest is not one.
    #[error(
        "the prepared data in `{}` cannot be used: `{}` cannot be understood ({reason}); prepare them again with \
         `kohort prepare`",
        folder.display(),
        super::MANIFEST
    )]
    Manifest {
        /// The folder.
        folder: PathBuf,
        /// Why, without its text.
        reason: String,
    },
    /// Another version of the form.
    #[error(
        "the data in `{}` were prepared by Kohort {kohort} in format {found}, and this Kohort reads format {}; prepare \
         them again with `kohort prepare`",
        folder.display(),
        super::FORMAT
    )]
    Format {
        /// The folder.
        folder: PathBuf,
        /// The version of the form.
        found: u32,
        /// Who prepared it.
        kohort: String,
    },
    /// Another source.
    #[error(
        "the data in `{}` were prepared for the source `{found}`, and the run is on `{wanted}`; name the folder of \
         `{wanted}`, or prepare its data with `kohort prepare`",
        folder.display()
    )]
    Source {
        /// The folder.
        folder: PathBuf,
        /// Name and version of the source that they were prepared for.
        found: String,
        /// Name and version of the source of the run.
        wanted: String,
    },
    /// The same source, but it says something else now.
    #[error(
        "the source model `{name}` has changed since the data in `{}` were prepared: {what}; prepare them again with \
         `kohort prepare`",
        folder.display()
    )]
    Changed {
        /// The folder.
        folder: PathBuf,
        /// The source's name and version.
        name: String,
        /// What shows it.
        what: String,
    },
    /// A file of the folder is not as it was written.
    #[error(
        "the prepared data in `{}` are damaged: `{file}` {problem}; copy the folder again, or prepare the data again with \
         `kohort prepare`",
        folder.display()
    )]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// The file below it.
        file: String,
        /// What is wrong with it.
        problem: Damage,
    },
}

/// What is wrong with a file of prepared data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It cannot be opened or read.
    Unreadable(io::ErrorKind),
    /// It is shorter or longer than it was written.
    Length,
    /// It has other bytes than were written.
    Bytes,
    /// Its rows are not those that the manifest tells of.
    Rows,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(io::ErrorKind::NotFound) => f.write_str("is missing"),
            Self::Unreadable(reason) => write!(f, "cannot be read ({reason})"),
            Self::Length => f.write_str("has not the length with which it was written"),
            Self::Bytes => f.write_str("does not have the bytes with which it was written"),
            Self::Rows => f.write_str("does not have the rows that the manifest tells of"),
        }
    }
}
