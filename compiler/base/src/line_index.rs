//! Byte offsets as lines and columns, and back.
//!
//! Invariant: total in both directions. An offset behind the end is the end, an offset inside a character is the
//! character's start, a column behind the end of its line is the end of that line. Lines end with `\n`, `\r\n` or a
//! lone `\r`, as in the language server protocol. Tab stops and display widths are deliberately absent.

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// Bytes of UTF-8, as spans do.
    Utf8,
    /// Units of UTF-16, as language server clients do unless they say otherwise.
    Utf16,
    /// Characters (Unicode scalar values), as people do.
    Character,
}

/// A line and a column, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column in the line, in units of an [`Encoding`].
    pub column: u32,
}

/// A character of more than one byte, with what all such characters up to and with it save in the other encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wide {
    start: u32,
    end: u32,
    saved_utf16: u32,
    saved_characters: u32,
}

impl Wide {
    fn saved(&self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16 => self.saved_utf16,
            Encoding::Character => self.saved_characters,
        }
    }
}

/// The line starts of a text and its characters of more than one byte, so that every conversion is a binary search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Where each line starts and where its content ends, before the line ending.
    lines: Vec<(u32, u32)>,
    wide: Vec<Wide>,
    length: u32,
}

impl LineIndex {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut wide = Vec::new();
        let (mut line_start, mut saved_utf16, mut saved_characters) = (0, 0, 0);
        let mut characters = text.char_indices().peekable();
        while let Some((start, character)) = characters.next() {
            let start = offset(start);
            let bytes = offset(character.len_utf8());
            match character {
                '\r' if matches!(characters.peek(), Some((_, '\n'))) => {
                    characters.next();
                    lines.push((line_start, start));
                    line_start = start.saturating_add(2);
                }
                '\n' | '\r' => {
                    lines.push((line_start, start));
                    line_start = start.saturating_add(1);
                }
                _ if bytes > 1 => {
                    saved_utf16 += bytes - offset(character.len_utf16());
                    saved_characters += bytes - 1;
                    wide.push(Wide {
                        start,
                        end: start.saturating_add(bytes),
                        saved_utf16,
                        saved_characters,
                    });
                }
                _ => {}
            }
        }
        let length = offset(text.len());
        lines.push((line_start, length));
        LineIndex { lines, wide, length }
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> u32 {
        offset(self.lines.len())
    }

    /// The bytes of a line without its line ending, or `None` behind the last line.
    pub fn line_range(&self, line: u32) -> Option<std::ops::Range<u32>> {
        let (start, end) = *self.lines.get(usize::try_from(line).ok()?)?;
        Some(start..end)
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: u32, encoding: Encoding) -> LineColumn {
        let at = self.character_start(offset.min(self.length));
        let line = self
            .lines
            .partition_point(|(start, _)| *start <= at)
            .saturating_sub(1);
        let line_start = self.lines.get(line).map_or(0, |(start, _)| *start);
        let column = self
            .units_before(at, encoding)
            .saturating_sub(self.units_before(line_start, encoding));
        LineColumn {
            line: self::offset(line),
            column,
        }
    }

    /// The byte offset of a line and column.
    pub fn offset(&self, position: LineColumn, encoding: Encoding) -> u32 {
        let Some(line) = self.line_range(position.line) else {
            return self.length;
        };
        let units = self
            .units_before(line.start, encoding)
            .saturating_add(position.column);
        let before = self
            .wide
            .partition_point(|wide| wide.end.saturating_sub(wide.saved(encoding)) <= units);
        let saved = before
            .checked_sub(1)
            .and_then(|last| self.wide.get(last))
            .map_or(0, |wide| wide.saved(encoding));
        self.character_start(units.saturating_add(saved).min(line.end))
    }

    fn units_before(&self, at: u32, encoding: Encoding) -> u32 {
        let before = self.wide.partition_point(|wide| wide.end <= at);
        let saved = before
            .checked_sub(1)
            .and_then(|last| self.wide.get(last))
            .map_or(0, |wide| wide.saved(encoding));
        at.saturating_sub(saved)
    }

    fn character_start(&self, at: u32) -> u32 {
        let next = self.wide.partition_point(|wide| wide.end <= at);
        self.wide
            .get(next)
            .filter(|wide| wide.start < at)
            .map_or(at, |wide| wide.start)
    }
}

/// Sizes of texts as the 32-bit offsets of spans. A `World` refuses texts that are anywhere near 4 GiB.
fn offset(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, column: u32) -> LineColumn {
        LineColumn { line, column }
    }

    #[test]
    fn columns_count_what_their_encoding_counts() {
        let index = LineIndex::new("let α = 1\n// 胃癌 𝄞 end\n");
        let end = 9 + 2 + "// 胃癌 𝄞".len() as u32;
        assert_eq!(index.position(end, Encoding::Utf8), at(1, 14));
        assert_eq!(index.position(end, Encoding::Utf16), at(1, 8));
        assert_eq!(index.position(end, Encoding::Character), at(1, 7));
        assert_eq!(index.offset(at(1, 8), Encoding::Utf16), end);
    }

    #[test]
    fn the_half_of_a_surrogate_pair_is_the_character_before_it() {
        let index = LineIndex::new("𝄞x");
        assert_eq!(index.offset(at(0, 1), Encoding::Utf16), 0);
        assert_eq!(index.offset(at(0, 2), Encoding::Utf16), 4);
        assert_eq!(index.position(2, Encoding::Utf8), at(0, 0));
    }

    #[test]
    fn all_three_line_endings_end_a_line() {
        let index = LineIndex::new("a\r\nb\rc\nd");
        assert_eq!(index.line_count(), 4);
        assert_eq!(index.line_range(0), Some(0..1));
        assert_eq!(index.line_range(3), Some(7..8));
        assert_eq!(index.line_range(4), None);
    }

    #[test]
    fn positions_behind_the_end_are_the_end() {
        let index = LineIndex::new("ab\ncd");
        assert_eq!(index.position(99, Encoding::Utf16), at(1, 2));
        assert_eq!(index.offset(at(0, 99), Encoding::Utf16), 2);
        assert_eq!(index.offset(at(9, 0), Encoding::Utf16), 5);
    }

    proptest! {
        #[test]
        fn every_character_start_comes_back(text in "[a-c\n\r胃é𝄞]{0,40}") {
            let index = LineIndex::new(&text);
            for (start, _) in text.char_indices() {
                // Between the two halves of `\r\n` there is no position of its own: it is the end of the line.
                if text[..start].ends_with('\r') && text[start..].starts_with('\n') {
                    continue;
                }
                for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Character] {
                    let position = index.position(start as u32, encoding);
                    prop_assert_eq!(index.offset(position, encoding), start as u32);
                }
            }
        }
    }
}
