//! Whether a text can be a name: the grammar itself is asked.

use super::Refusal;
use kohort_grammar::{KEYWORDS, ast, parse};

/// Refuses what is no name.
pub(super) fn check(old: &str, new: &str) -> Result<(), Refusal> {
    let reserved = KEYWORDS.iter().any(|word| word.reserved && word.word == new);
    // What names a value or a record in every file cannot be given to anything else.
    if reserved || new == "index" {
        return Err(Refusal::reserved(new));
    }
    if old != new && !is_name(new) {
        return Err(Refusal::no_name(new));
    }
    Ok(())
}

/// Whether the grammar reads a text as one name.
pub(super) fn is_name(text: &str) -> bool {
    let parsed = parse(&format!("let {text} = true\n"));
    let items = parsed.tree().items();
    match items.as_slice() {
        [ast::Item::Let(found)] => {
            parsed.errors().is_empty() && found.name().is_some_and(|name| name.text() == text)
        }
        _ => false,
    }
}
