//! The parser that pest makes of `kohort.pest`. Its types stay inside `parse`.

/// The generated parser.
#[derive(pest_derive::Parser)]
#[grammar = "kohort.pest"]
pub(super) struct Grammar;
