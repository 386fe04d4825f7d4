//! A piece of an expression with how tightly it holds together.
//!
//! Invariant: the levels are those of the grammar, loosest first, so that parentheses stand only where reading would go
//! wrong without them.

/// How tightly a phrase holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// A range, or events with clauses.
    Value,
    /// A choice.
    If,
    /// A disjunction.
    Or,
    /// A conjunction.
    And,
    /// A negation.
    Not,
    /// A comparison or another test.
    Compare,
    /// `or else`, and an age, whose date reaches as far as it can.
    Else,
    /// A sum.
    Add,
    /// A product.
    Multiply,
    /// A negative number, or a word before its operand.
    Unary,
    /// A name, a literal, parentheses.
    Primary,
}

/// A piece of an expression.
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

    /// A name or a literal.
    pub(crate) fn primary(text: impl Into<String>) -> Self {
        Self::new(Level::Primary, text)
    }

    /// The text where something at least this tight is needed.
    pub(crate) fn at(self, level: Level) -> String {
        if self.level < level {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
}
