//! Positions: lines and columns in the editor, bytes in the compiler. The only place where columns are counted.
//!
//! Invariant: total in both directions; what lies behind a line or the text is its end.

use kohort_base::{Encoding, LineColumn, LineIndex};
use std::rc::Rc;
use tower_lsp::ls_types::{Position, Range};

/// A text's positions in the encoding that was agreed on.
#[derive(Clone, Debug)]
pub(crate) struct Positions {
    lines: Rc<LineIndex>,
    encoding: Encoding,
}

impl Positions {
    /// Those of a text.
    pub(crate) fn new(text: &str, encoding: Encoding) -> Self {
        Self {
            lines: Rc::new(LineIndex::new(text)),
            encoding,
        }
    }

    /// The lines, for whatever goes line by line.
    pub(crate) fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The byte that a position is before.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        let place = LineColumn {
            line: position.line,
            column: position.character,
        };
        self.lines.offset(place, self.encoding)
    }

    /// The bytes of a range; an inverted one is empty.
    pub(crate) fn bytes(&self, range: Range) -> std::ops::Range<u32> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The position before a byte.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let place = self.lines.position(offset, self.encoding);
        Position::new(place.line, place.column)
    }

    /// The range of bytes.
    pub(crate) fn range(&self, bytes: &std::ops::Range<u32>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Japanese, an emoji of two units, one of several characters, and a combining mark.
    const TEXT: &str = "let 胃癌 = 1\r\n// 🩺 👩‍⚕️ e\u{301}nd\r\n";

    fn found(encoding: Encoding, word: &str) -> (u32, u32) {
        let positions = Positions::new(TEXT, encoding);
        let start = TEXT.find(word).unwrap() as u32;
        let range = positions.range(&(start..start + word.len() as u32));
        assert_eq!(positions.bytes(range), start..start + word.len() as u32);
        (range.start.character, range.end.character)
    }

    #[test]
    fn utf16_counts_units() {
        assert_eq!(found(Encoding::Utf16, "胃癌"), (4, 6));
        assert_eq!(found(Encoding::Utf16, "🩺"), (3, 5));
        assert_eq!(found(Encoding::Utf16, "👩‍⚕️"), (6, 11));
        assert_eq!(found(Encoding::Utf16, "nd"), (14, 16));
    }

    #[test]
    fn utf8_counts_bytes() {
        assert_eq!(found(Encoding::Utf8, "胃癌"), (4, 10));
        assert_eq!(found(Encoding::Utf8, "🩺"), (3, 7));
        assert_eq!(found(Encoding::Utf8, "nd"), (25, 27));
    }

    #[test]
    fn what_lies_behind_is_the_end_and_what_is_inverted_is_empty() {
        let positions = Positions::new(TEXT, Encoding::Utf16);
        assert_eq!(positions.offset(Position::new(0, 999)), 14);
        assert_eq!(positions.offset(Position::new(99, 0)), TEXT.len() as u32);
        let inverted = Range::new(Position::new(1, 0), Position::new(0, 0));
        assert_eq!(positions.bytes(inverted), 16..16);
    }

    #[test]
    fn the_middle_of_a_pair_of_units_is_its_start() {
        let positions = Positions::new(TEXT, Encoding::Utf16);
        let doctor = TEXT.find("🩺").unwrap() as u32;
        assert_eq!(positions.offset(Position::new(1, 4)), doctor);
    }
}
