//! Phrases, and how tightly they hold together.
//!
//! Invariant: the levels are ordered from the tightest to the loosest; a looser phrase stands in parentheses.

/// How tightly a phrase holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// A word, or what is marked at both ends.
    Word,
    /// `the start of …`: one operand at the right.
    Noun,
    /// `… plus …`, `…, or where that is missing …`.
    Tail,
    /// A test: `… is at least …`.
    Test,
    /// `… and …`.
    All,
    /// `… or …`.
    Any,
}

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) level: Level,
}

impl Phrase {
    pub(crate) fn new(level: Level, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            level,
        }
    }

    /// Where something at least this tight is needed.
    pub(crate) fn at(self, level: Level) -> String {
        if self.level <= level {
            self.text
        } else {
            format!("({})", self.text)
        }
    }
}
