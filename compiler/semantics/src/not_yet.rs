//! Parts of the language that have a syntax and no meaning yet.
//!
//! Invariant: each of them is an error where it stands, so that no part of a study is left out silently.

use kohort_base::{Code, Diagnostic, Span};

/// The finding about a word of the language that cannot be computed.
pub(crate) fn finding(word: &str, place: Span) -> Diagnostic {
    let title = format!("`{word}` is not part of this version of Kohort yet");
    Diagnostic::error(Code::K0106, title)
        .at(place, "not available yet")
        .help(
            "It is kept for a later version. Take this part out for now; what is around it works without it.",
        )
}
