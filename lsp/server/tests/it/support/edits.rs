//! Random edits of texts, the same ones for the same seed.

use serde_json::{Value, json};

/// A generator of numbers (xorshift64*).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % limit.max(1)
    }

    /// One of several.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What people type, and what they never should.
const TYPED: &[&str] = &[
    " ",
    "\n",
    "\r\n",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ":",
    "=",
    ">=",
    "<",
    "\"",
    "//",
    "///",
    "let ",
    "cohort ",
    "include ",
    "exclude ",
    "index ",
    "use ",
    "study ",
    "source ",
    "model ",
    "codes ",
    "test \"t\" {",
    "first ",
    "last ",
    "count ",
    "where ",
    "within 30 days before index",
    "age at index",
    "18 years",
    "8 g/dL",
    "sex = f",
    "woman",
    "visit",
    "birth_date",
    "unknown is met",
    "and ",
    "or ",
    "not ",
    "if available, else ",
    "only in us {",
    "2024-02-30",
    "C34.*",
    "胃癌",
    "🩺",
    "e\u{301}",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "ß",
    "x",
    "1",
    "-",
];

/// A change of a text: what is replaced, in bytes, and by what.
pub(crate) struct Change {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

impl Change {
    /// A random change of a text.
    pub(crate) fn of(text: &str, random: &mut Random) -> Self {
        let at = place(text, random.below(text.len() + 1));
        let (end, new) = match random.below(10) {
            // Typing.
            0..=4 => (at, (*random.one(TYPED)).to_owned()),
            // Deleting a little, or a lot.
            5 | 6 => (place(text, at + 1 + random.below(12)), String::new()),
            7 => (place(text, at + random.below(400)), String::new()),
            // Replacing a word.
            8 => (
                place(text, at + 1 + random.below(8)),
                (*random.one(TYPED)).to_owned(),
            ),
            // Pasting a part of the text itself.
            _ => {
                let from = place(text, random.below(text.len() + 1));
                let to = place(text, from + random.below(200));
                (at, text[from..to].to_owned())
            }
        };
        Self {
            start: at,
            end,
            text: new,
        }
    }

    /// The text after it.
    pub(crate) fn applied(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.start], self.text, &text[self.end..])
    }

    /// It as an editor says it.
    pub(crate) fn said(&self, text: &str) -> Value {
        json!({
            "range": { "start": position(text, self.start), "end": position(text, self.end) },
            "text": self.text,
        })
    }
}

/// The last place before a character at or before some byte that an editor could name: never between `\r` and `\n`.
fn place(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) || (text[..at].ends_with('\r') && text[at..].starts_with('\n')) {
        at -= 1;
    }
    at
}

/// The line and the units of UTF-16 before a byte, counted one by one.
pub(crate) fn position(text: &str, at: usize) -> Value {
    let (mut line, mut character) = (0, 0);
    let mut before = text[..at].chars().peekable();
    while let Some(next) = before.next() {
        match next {
            '\r' if before.peek() == Some(&'\n') => {}
            '\n' | '\r' => (line, character) = (line + 1, 0),
            _ => character += next.len_utf16(),
        }
    }
    json!({ "line": line, "character": character })
}
