//! The text around the cursor: what is being typed, and the text with a name in its place.
//!
//! Invariant: what is being typed is whole characters of the text, and lies on one line with the cursor.

use crate::Range;

/// A name that stands where the cursor is. It has the form of a name and that of a code system, and is no word of the
/// language.
pub(super) const MARK: &str = "kohort_cursor";

/// Where something is to be completed.
pub(super) struct Cursor {
    /// What is typed before the cursor.
    pub(super) typed: String,
    /// What is replaced.
    pub(super) range: Range,
}

/// What is being typed at an offset.
pub(super) fn cursor(text: &str, offset: u32) -> Option<Cursor> {
    let offset = usize::try_from(offset).ok()?;
    let (before, after) = text.split_at_checked(offset)?;
    let start = word_start(before);
    let start = code_start(before).map_or(start, |code| code.min(start));
    let unit = unit_start(before);
    let start = unit.map_or(start, |unit| unit.min(start));
    let typed = before.get(start..)?.to_owned();
    // A word in the middle of which the cursor stands is replaced as a whole.
    let belongs = if unit.is_some() { is_of_unit } else { is_letter };
    let rest = after.find(|letter| !belongs(letter)).unwrap_or(after.len());
    let end = if typed.is_empty() { offset } else { offset + rest };
    Some(Cursor {
        typed,
        range: u32::try_from(start).ok()?..u32::try_from(end).ok()?,
    })
}

impl Cursor {
    /// The text with a name at the cursor.
    pub(super) fn marked(&self, text: &str) -> Option<String> {
        let start = usize::try_from(self.range.start).ok()?;
        let end = usize::try_from(self.range.end).ok()?;
        // What follows without a blank must not become part of the name.
        let after = text.get(end..)?;
        let blank = if after.starts_with(is_letter) { " " } else { "" };
        Some(format!("{}{MARK}{blank}{after}", text.get(..start)?))
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn word_start(before: &str) -> usize {
    let letters = before.trim_end_matches(is_letter);
    // A number is no beginning of a name.
    let digits = before.get(letters.len()..).unwrap_or_default();
    if digits.starts_with(|first: char| first.is_ascii_digit()) {
        before.len()
    } else {
        letters.len()
    }
}

/// Where a unit such as `g/dL` begins that is being typed: behind a number and a blank.
fn unit_start(before: &str) -> Option<usize> {
    let stem = before.trim_end_matches(is_of_unit);
    let number = stem.trim_end_matches(' ');
    let is_behind = number.len() < stem.len() && number.ends_with(|last: char| last.is_ascii_digit());
    (is_behind && stem.len() < before.len()).then_some(stem.len())
}

fn is_of_unit(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "%µμ°[]'*.^+-_/".contains(letter)
}

/// Where a code such as `C34.1` begins that is being typed: a capital and two digits, then anything of a code.
fn code_start(before: &str) -> Option<usize> {
    let stem = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '.');
    let code = before.get(stem.len()..)?.as_bytes();
    match code {
        [letter, first, second, ..]
            if letter.is_ascii_uppercase() && first.is_ascii_digit() && second.is_ascii_digit() =>
        {
            Some(stem.len())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::cursor;

    #[test]
    fn what_is_typed_is_a_word_or_a_code() {
        let typed = |text: &str| {
            let offset = text.find('|').unwrap();
            let found = cursor(&text.replace('|', ""), u32::try_from(offset).unwrap()).unwrap();
            (found.typed, found.range)
        };
        assert_eq!(typed("age at ind|"), ("ind".into(), 7..10));
        assert_eq!(typed("age at |"), (String::new(), 7..7));
        assert_eq!(typed("age at in|dex x"), ("in".into(), 7..12));
        assert_eq!(typed("in C34.1|"), ("C34.1".into(), 3..8));
        assert_eq!(typed("hb.val|"), ("val".into(), 3..6));
        assert_eq!(typed("8|"), (String::new(), 1..1));
        assert_eq!(typed("8 g/|dL or"), ("g/".into(), 2..6));
        assert_eq!(typed("8 10*|9/L or"), ("10*".into(), 2..8));
        assert_eq!(typed("患者.生|"), ("生".into(), 7..10));
        assert!(cursor("é", 1).is_none() && cursor("", 1).is_none());
    }
}
