//! The text of a unit, read piece by piece.
//!
//! Invariant: the place never lies beyond the text or inside a character. What the pieces mean is `parse`'s business.

use super::UnitError;
use super::dimension::LARGEST_EXPONENT;

/// A place in the text of a unit.
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// The byte offset of what comes next.
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes leading characters while they are wanted.
    pub(super) fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let taken = rest
            .get(..rest.find(|c| !wanted(c)).unwrap_or(rest.len()))
            .unwrap_or("");
        self.at += taken.len();
        taken
    }

    pub(super) fn take_char(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    /// `{…}` of printable ASCII characters, if there is one.
    pub(super) fn annotation(&mut self) -> Result<(), UnitError> {
        let at = self.at;
        if !self.take_char('{') {
            return Ok(());
        }
        self.take(|c| c.is_ascii_graphic() && c != '{' && c != '}');
        if self.take_char('}') {
            return Ok(());
        }
        match self.peek() {
            None => Err(UnitError::new(at, "this `{` is not closed")),
            Some(other) => Err(UnitError::new(
                self.at,
                format!("`{other}` cannot stand in an annotation"),
            )),
        }
    }

    /// Whether a plain number comes, not one of the units `10*` and `10^`.
    pub(super) fn at_number(&self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii_digit())
            && !self.rest().starts_with("10*")
            && !self.rest().starts_with("10^")
    }

    /// The characters of a symbol: up to an operator, an annotation or an exponent, none of which end it inside brackets.
    pub(super) fn symbol(&mut self) -> Result<&'t str, UnitError> {
        let start = self.at;
        if self.rest().starts_with("10") {
            // `10*` and `10^`.
            self.at += "10*".len();
            return Ok(self.text.get(start..self.at).unwrap_or(""));
        }
        loop {
            self.take(|c| !"[]./(){}+-0123456789".contains(c));
            let bracket = self.at;
            if !self.take_char('[') {
                break;
            }
            self.take(|c| c != ']' && c != '[');
            if !self.take_char(']') {
                return Err(UnitError::new(bracket, "this `[` is not closed"));
            }
        }
        match self.peek() {
            Some(found) if self.at == start => {
                Err(UnitError::new(start, format!("`{found}` cannot stand here")))
            }
            _ => Ok(self.text.get(start..self.at).unwrap_or("")),
        }
    }

    /// `[+-] digits`, if there is one.
    pub(super) fn exponent(&mut self) -> Result<Option<i32>, UnitError> {
        let at = self.at;
        let negative = self.take_char('-');
        let signed = negative || self.take_char('+');
        let digits = self.take(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return if signed {
                Err(UnitError::new(at, "a power is missing behind the sign"))
            } else {
                Ok(None)
            };
        }
        match digits.parse::<i32>() {
            Ok(power) if power <= LARGEST_EXPONENT => Ok(Some(if negative { -power } else { power })),
            _ => Err(UnitError::new(
                at,
                format!("the powers in a unit go from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}"),
            )),
        }
    }
}
