//! Which words the grammar tries at the end of a text.
//!
//! The parser reads a text that is continued by what no rule matches, and tells what it tried there. Trying every word of the
//! language one by one gives the same answer a hundred times slower. Invariant: what the grammar would take for a word of
//! the language at the end is among what it tried; what it tried need not fit there.

use super::grammar::{Grammar, Rule};
use pest::Parser;
use std::sync::{Mutex, PoisonError};

/// Whether the parser tells what it tried is a setting of the whole process.
static TELLING: Mutex<()> = Mutex::new(());

/// What was tried at the end of a text; none if the parser gave up before.
pub(super) fn at_end(text: &str) -> Option<Vec<String>> {
    let refused = {
        let _alone = TELLING.lock().unwrap_or_else(PoisonError::into_inner);
        pest::set_error_detail(true);
        let refused = Grammar::parse(Rule::beginning, text);
        pest::set_error_detail(false);
        refused.err()?
    };
    let attempts = refused.parse_attempts()?;
    if attempts.max_position != text.len() {
        return None;
    }
    // A word that would end a name that may stand here is tried by its opposite.
    let tokens = attempts
        .expected_tokens()
        .into_iter()
        .chain(attempts.unexpected_tokens());
    let words = tokens.map(|token| token.to_string());
    Some(
        words
            .filter(|word| word.starts_with(char::is_alphabetic))
            .collect(),
    )
}

/// Whether words can begin with something that was tried.
pub(super) fn may_begin(tried: Option<&[String]>, words: &str) -> bool {
    tried.is_none_or(|tried| tried.iter().any(|word| words.starts_with(word.as_str())))
}
