//! Names for what has none yet.
//!
//! Invariant: a proposed name is a word that the grammar takes as a name, and that nothing in the file is called.

use super::place::Place;
use kohort_grammar::ast::{Expr, PickKind};
use kohort_grammar::{SyntaxKind, parse};

/// More words would not be read.
const MOST_WORDS: usize = 4;

/// A name for an expression, from the words that it is made of.
pub(super) fn for_expression(place: &Place, expr: &Expr) -> String {
    let words: Vec<String> = expr
        .syntax()
        .descendants_with_tokens()
        .filter_map(kohort_grammar::SyntaxElement::into_token)
        .filter(|token| matches!(token.kind(), SyntaxKind::Word | SyntaxKind::Keyword))
        .map(|token| token.text().to_lowercase())
        .collect();
    let telling = words.iter().filter(|word| !is_filler(word));
    let mut name: Vec<&str> = telling.map(String::as_str).take(MOST_WORDS).collect();
    name.dedup();
    let first = matches!(expr, Expr::Pick(pick) if pick.pick() == Some(PickKind::First));
    if first {
        name.insert(0, "first");
    }
    let name = match name.is_empty() {
        true => String::from("value"),
        false => name.join("_"),
    };
    free(place, &name)
}

/// The name itself, or with a number behind it if it is taken or no name.
pub(super) fn free(place: &Place, name: &str) -> String {
    let is_free = |name: &str| is_name(name) && !is_taken(place, name);
    if is_free(name) {
        return name.to_owned();
    }
    let numbered = (2u32..1000).map(|number| format!("{name}_{number}"));
    numbered
        .into_iter()
        .find(|name| is_free(name))
        .unwrap_or_else(|| format!("{name}_"))
}

/// Whether the grammar takes it as the name of a definition.
fn is_name(name: &str) -> bool {
    parse(&format!("let {name} = 1\n")).errors().is_empty()
}

/// Whether something that the file can name is called so, or any word in it is.
fn is_taken(place: &Place, name: &str) -> bool {
    let vocabulary = &place.analysis.vocabulary;
    let of_model = vocabulary.model.iter().flat_map(|model| &model.entities);
    vocabulary.names.contains_key(name)
        || of_model.into_iter().any(|entity| entity.name == name)
        || place
            .tree
            .syntax()
            .descendants_with_tokens()
            .filter_map(kohort_grammar::SyntaxElement::into_token)
            .any(|token| token.text() == name)
}

/// Words that say nothing about what a value is.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "where"
            | "from"
            | "to"
            | "and"
            | "or"
            | "of"
            | "in"
            | "is"
            | "index"
            | "first"
            | "last"
            | "any"
            | "days"
            | "day"
            | "months"
            | "years"
            | "year"
            | "weeks"
            | "on"
            | "at"
            | "nearest"
            | "within"
            | "before"
            | "after"
            | "code"
            | "if"
            | "else"
    )
}
