//! The shape of a code: which characters stand where, and which marks may be written between them.
//!
//! Invariant: reading a code under a shape removes its marks and nothing else, so the marks can be put back.

/// One written form of codes.
///
/// In `characters`, `@` stands for a letter, `#` for a digit, `?` for either, and anything else for itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// What may stand at each position of the normal form.
    pub(super) characters: &'static str,
    /// How many characters a whole code may have.
    pub(super) lengths: &'static [usize],
    /// Marks that may be written: each behind so many characters of the normal form.
    pub(super) marks: &'static [(char, usize)],
}

impl Shape {
    /// The normal form of a whole code; `None` if it does not have this shape.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let ends_with_mark = self.marks.iter().any(|(mark, _)| text.ends_with(*mark));
        self.read_prefix(text)
            .filter(|code| !ends_with_mark && self.lengths.contains(&code.len()))
    }

    /// The normal form of a code's beginning; `None` if no code of this shape begins so.
    pub(super) fn read_prefix(&self, text: &str) -> Option<String> {
        let mut code = String::new();
        let mut expected = self.characters.chars();
        let mut marks = self.marks.iter().peekable();
        for found in text.chars() {
            if marks
                .next_if(|(mark, behind)| *mark == found && *behind == code.len())
                .is_some()
            {
                continue;
            }
            let fits = match expected.next()? {
                '@' => found.is_ascii_uppercase(),
                '#' => found.is_ascii_digit(),
                '?' => found.is_ascii_uppercase() || found.is_ascii_digit(),
                other => found == other,
            };
            if !fits {
                return None;
            }
            code.push(found);
            // A mark that was not written where it belongs cannot follow later.
            while marks.next_if(|(_, behind)| *behind < code.len()).is_some() {}
        }
        (!code.is_empty()).then_some(code)
    }

    /// A normal form with its marks.
    pub(super) fn write(&self, code: &str) -> String {
        let mut text = String::new();
        let mut marks = self.marks.iter().peekable();
        for (index, character) in code.chars().enumerate() {
            if let Some((mark, _)) = marks.next_if(|(_, behind)| *behind == index) {
                text.push(*mark);
            }
            text.push(character);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        characters: "##@?",
        lengths: &[3, 4],
        marks: &[('-', 1), ('.', 3)],
    };

    #[test]
    fn marks_may_be_left_out_but_not_misplaced() {
        for text in ["1-2A.3", "12A3", "1-2A3", "12A.3"] {
            assert_eq!(SHAPE.read(text).as_deref(), Some("12A3"), "{text}");
        }
        for text in [
            "12-A3", "1--2A3", "1-2A..3", "12.A3", "-12A3", "12a3", "12A34", "12", "", "1-2A.3.",
        ] {
            assert_eq!(SHAPE.read(text), None, "{text}");
        }
        assert_eq!(SHAPE.write("12A3"), "1-2A.3");
        assert_eq!(SHAPE.write("12A"), "1-2A");
    }

    #[test]
    fn a_beginning_may_end_anywhere() {
        for (text, prefix) in [("1", "1"), ("1-", "1"), ("1-2A.", "12A"), ("12A", "12A")] {
            assert_eq!(SHAPE.read_prefix(text).as_deref(), Some(prefix), "{text}");
        }
        assert_eq!(SHAPE.read_prefix("-"), None);
        assert_eq!(SHAPE.read_prefix("1A"), None);
    }
}
