//! The nearest alternative to an unknown name, as help and as a fix.

use kohort_base::{Diagnostic, Span, suggest};

/// Offers the nearest of the names; says which there are, if none is near.
pub(in crate::lower) fn offer<'a>(
    finding: Diagnostic,
    place: Span,
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
    there_are: &str,
) -> Diagnostic {
    /// More are a list to search through, not help.
    const MOST_NAMES: usize = 12;
    let names: Vec<&str> = names.into_iter().collect();
    match suggest::nearest(word, names.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).replace(
            place,
            written(near),
            format!("Write `{near}`"),
        ),
        None if names.is_empty() => finding,
        None => {
            let shown: Vec<&str> = names.iter().copied().take(MOST_NAMES).collect();
            let more = if names.len() > MOST_NAMES { ", …" } else { "" };
            finding.help(format!("{there_are}: {}{more}", shown.join(", ")))
        }
    }
}

/// A name as it can stand in the text: in quotes where it is no word.
fn written(name: &str) -> String {
    let word = name
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_')
        && !name.starts_with(|first: char| first.is_numeric());
    if word {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
