//! Places in source files: which file, and which bytes of it.
//!
//! Invariant: offsets count UTF-8 bytes of the text held by [`Files`](crate::Files), and `start <= end`. Lines and
//! columns are deliberately absent; they depend on who reads them and come from [`LineIndex`](crate::LineIndex).

use serde::{Deserialize, Serialize};

/// A file that was added to a [`Files`](crate::Files) store; meaningless in any other store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// The position of the file in its store, counted from 0 in the order of adding.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// The bytes `start..end` of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` to before `end`. Ends given in the wrong order are exchanged.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Span {
            file,
            start: start.min(end),
            end: start.max(end),
        }
    }

    /// The empty place before the byte `offset`.
    pub fn at(file: FileId, offset: u32) -> Self {
        Span {
            file,
            start: offset,
            end: offset,
        }
    }

    /// How many bytes it has.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has no bytes, as the place of an insertion has.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether `offset` lies in it; its end counts, so that a cursor behind a word is on the word.
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// The smallest span around both; `self` where the other one lies in another file.
    pub fn cover(self, other: Span) -> Self {
        if self.file != other.file {
            return self;
        }
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
