//! How a locked study stands.

use std::fmt;

/// How a locked study stands. What comes first explains what comes later: where the meaning changed, nobody asks of the
/// data why results changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It means, reads and gives what it did.
    Reproduced,
    /// The study, or a source model, means something else.
    MeaningChanged,
    /// The meaning is the same; the data are others.
    DataChanged,
    /// Meaning and data are the same; results differ, and another version of Kohort made them.
    ToolChanged,
    /// Nothing that could explain it changed, and a result, or a table that is kept beside the lock, is another one.
    ResultChanged,
}

impl Status {
    /// The word that is shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reproduced => "ok",
            Self::MeaningChanged => "meaning changed",
            Self::DataChanged => "data changed",
            Self::ToolChanged => "tool changed",
            Self::ResultChanged => "result changed",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
