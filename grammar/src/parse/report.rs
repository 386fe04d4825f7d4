//! Collects syntax errors so that one damaged place gives one error.
//!
//! Invariant: between two reported errors there is at least one token that was read as the language means it. What
//! follows a damaged place without such a token is its consequence and is dropped.

use super::SyntaxError;
use rowan::{TextRange, TextSize};

/// The errors found so far, and where the text was last understood.
#[derive(Debug, Default)]
pub(super) struct Reporter {
    errors: Vec<SyntaxError>,
    damaged: bool,
    last_token: Option<TextRange>,
}

impl Reporter {
    /// A token was read as the language means it.
    pub(super) fn understood(&mut self, token: TextRange) {
        self.damaged = false;
        self.last_token = Some(token);
    }

    /// A token was read that belongs to a damaged place.
    pub(super) fn skipped(&mut self, token: TextRange) {
        self.last_token = Some(token);
    }

    /// The last token before the current place, understood or not. The first character of the file where there is none.
    pub(super) fn last_token(&self) -> TextRange {
        self.last_token
            .unwrap_or_else(|| TextRange::up_to(TextSize::from(1)))
    }

    /// Adds an error, unless it only follows from the one before.
    pub(super) fn error(&mut self, error: SyntaxError) {
        if !self.damaged {
            self.errors.push(error);
        }
        self.damaged = true;
    }

    /// The errors in order of place.
    pub(super) fn finish(mut self) -> Vec<SyntaxError> {
        self.errors
            .sort_by_key(|error| (error.range.start(), error.range.end()));
        self.errors
    }
}
