//! One canonical layout for every file.
//!
//! Two blanks of indentation, one entry on a line, lines of at most [`WIDTH`] characters, continued lines indented by
//! four more; comments stay where they are. `block` arranges entries, comments and blank lines; `group` the lists in braces
//! that one entry can have; `flow` says how the tokens of one entry are spaced and where it may be broken; `layout` breaks it.
//! Invariants: only blanks and line ends change; formatting twice changes nothing more.

mod block;
mod flow;
mod group;
mod layout;

use crate::{Parse, SyntaxNode};

/// The longest line, in characters, where the text can be broken at all.
const WIDTH: usize = 110;
/// How far the entries of a block are indented.
const INDENT: usize = 2;
/// How far the further lines of one entry are indented.
const CONTINUATION: usize = 4;

/// Why a file cannot be formatted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// The file has this many syntax errors.
    SyntaxErrors(usize),
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SyntaxErrors(1) => write!(formatter, "a file with a syntax error cannot be formatted"),
            Self::SyntaxErrors(count) => {
                write!(formatter, "a file with {count} syntax errors cannot be formatted")
            }
        }
    }
}

impl std::error::Error for FormatError {}

/// Prints a file in the canonical layout.
///
/// # Errors
/// Refuses a file with syntax errors, since moving damaged text could change what its author meant.
pub fn format(parse: &Parse) -> Result<String, FormatError> {
    match parse.errors().len() {
        0 => Ok(block::print_file(&parse.syntax())),
        count => Err(FormatError::SyntaxErrors(count)),
    }
}

/// An entry as the canonical layout spaces it, on one line however long it is, without its comments.
#[must_use]
pub fn one_line(entry: &SyntaxNode) -> String {
    let mut line = String::new();
    for piece in flow::flow(entry).iter().filter(|piece| !piece.comment) {
        if !line.is_empty() {
            push_indent(&mut line, piece.blanks);
        }
        line.push_str(&piece.text);
    }
    line
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
