//! What an editor asks about a file, one question a module: offsets in, plain data out.
//!
//! Invariant: nothing here knows a protocol, a window or a disk; offsets count bytes of UTF-8, and any text is answered,
//! damaged ones too. So far there are findings, foldings and outlines; names, types and completion come with the
//! language server.

mod findings;
mod folding;
mod outline;

pub use findings::{Finding, FixEdit, Related, diagnostics};
pub use folding::{Fold, FoldKind, folding_ranges};
pub use outline::{Symbol, SymbolKind, document_symbols};

/// A place in a text, in bytes; the end is behind the last one.
pub type Range = std::ops::Range<u32>;

/// A tree's range as plain numbers.
fn plain(range: kohort_grammar::TextRange) -> Range {
    range.start().into()..range.end().into()
}
