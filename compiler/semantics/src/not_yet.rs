//! Parts of the language that have a syntax and no meaning yet.
//!
//! Invariant: each of them is an error where it stands, so that no part of a study is left out silently.

use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::{TextRange, ast};

/// The finding about a word of the language that cannot be computed.
pub(crate) fn finding(word: &str, place: Span) -> Diagnostic {
    let title = format!("`{word}` is not part of this version of Kohort yet");
    Diagnostic::error(Code::K0106, title)
        .at(place, "not available yet")
        .help(
            "It is kept for a later version. Take this part out for now; what is around it works without it.",
        )
}

/// The findings about the items of a file.
pub(crate) fn items(file: FileId, tree: &ast::File) -> Vec<Diagnostic> {
    tree.items()
        .iter()
        .filter_map(|item| of_item(file, item))
        .collect()
}

fn of_item(file: FileId, item: &ast::Item) -> Option<Diagnostic> {
    let word = match item {
        ast::Item::Endpoint(_) => "endpoint",
        ast::Item::Characteristic(_) => "characteristic",
        _ => return None,
    };
    let heading = match crate::modules::declared_name(item) {
        Some(name) => TextRange::new(item.range().start(), name.range().end()),
        None => item.range(),
    };
    Some(finding(word, span(file, heading)))
}
