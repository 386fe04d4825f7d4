//! Small pieces of text, and the marks for names in it.
//!
//! Invariant: a text holds the marks below and no other control character; whatever comes from a study goes through
//! [`plain`], [`words`], [`name`] or [`quoted`] first.

/// Where the name of a defined thing begins, and where it ends.
pub(crate) const NAME: (char, char) = ('\u{2}', '\u{3}');

/// Stands for *its*, or for *their* where many records are spoken of.
pub(crate) const OWN: char = '\u{1}';

/// Stands for *it is*, or for *they are*.
pub(crate) const SELF: char = '\u{4}';

/// A text of a study on one line, without marks. A control character is shown by its number.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::new();
    let text = text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    for letter in text.trim().chars() {
        if letter.is_control() {
            shown.push_str(&letter.escape_unicode().to_string());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// An identifier as words: `stage_iv` as `stage iv`. Identifiers have no blanks, so that no two become one.
pub(crate) fn words(identifier: &str) -> String {
    plain(identifier).replace('_', " ")
}

/// The name of something that the protocol defines.
pub(crate) fn name(identifier: &str) -> String {
    format!("{}{}{}", NAME.0, plain(identifier), NAME.1)
}

/// A text in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| match letter {
            '\n' => String::from("\\n"),
            '\\' => String::from("\\\\"),
            '\u{201d}' => String::from("\\\u{201d}"),
            other => other.to_string(),
        })
        .collect();
    let kept: String = text
        .chars()
        .map(|letter| match letter.is_control() {
            true => letter.escape_unicode().to_string(),
            false => letter.to_string(),
        })
        .collect();
    format!("\u{201c}{kept}\u{201d}")
}

/// A doc comment as a sentence or several. What stands between backticks in it is a name.
pub(crate) fn doc(doc: Option<&str>) -> Option<String> {
    let text = plain(doc?);
    let mut pieces = text.split('`');
    let mut marked = pieces.next().unwrap_or_default().to_owned();
    while let Some(inside) = pieces.next() {
        match pieces.next() {
            Some(after) if inside.is_empty() => marked += &format!("``{after}"),
            Some(after) => {
                marked += &name(inside);
                marked += after;
            }
            None => {
                marked.push('`');
                marked += inside;
            }
        }
    }
    (!text.is_empty()).then(|| sentence(&marked))
}

/// With a full stop at the end.
pub(crate) fn ended(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.ends_with(['.', '!', '?', ':']) {
        text.push('.');
    }
    text
}

/// With a capital at the beginning and a full stop at the end.
pub(crate) fn sentence(text: &str) -> String {
    ended(&capital(text))
}

/// With a capital at the beginning; a name keeps its first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// `1 day`, `28 days`.
pub(crate) fn amount(number: i64, unit: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::from("nothing"),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_english() {
        let parts = ["a", "b", "c"].map(String::from);
        assert_eq!(listed(&parts, "and"), "a, b and c");
        assert_eq!(listed(parts.get(..1).unwrap(), "and"), "a");
    }

    #[test]
    fn no_text_of_a_study_can_hold_a_mark() {
        assert_eq!(plain("a\u{2}b\n  c"), "a\\u{2}b c");
        assert_eq!(quoted("a\u{3}\u{201d}"), "\u{201c}a\\u{3}\\\u{201d}\u{201d}");
        assert_ne!(quoted("a\\n"), quoted("a\n"));
    }
}
