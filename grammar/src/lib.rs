//! Kohort's grammar: from the text of a file to a syntax tree that keeps every byte, and back to text in one style.
//!
//! [`parse`] accepts any text. What it cannot understand becomes a [`SyntaxError`] and a damaged place in the tree; the
//! rest of the file stays intact. [`ast`] gives the tree typed views, [`format()`] prints it.
//!
//! Invariants: the text of the tree is the input, byte for byte; parsing and formatting never panic; formatting changes
//! nothing but blanks and line ends; no type of the parser generator leaves this crate.
//! Not here: files, diagnostics of any later stage, the meaning of anything.

pub mod ast;
mod format;
mod kind;
mod lexicon;
mod parse;
mod removal;

pub use format::{FormatError, format, one_line};
pub use kind::{Kohort, SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};
pub use lexicon::{KEYWORDS, Keyword, KeywordRole, MONTHS};
pub use parse::{Beginning, Parse, SyntaxError, parse};
pub use removal::{documented_range, lines_to_remove, member_to_remove};
pub use rowan::{GreenNode, TextRange, TextSize};
