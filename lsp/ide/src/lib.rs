//! What an editor asks about a file, one question a module: offsets in, plain data out.
//!
//! Invariant: nothing here knows a protocol, a window or a disk; offsets count bytes of UTF-8, and any text is answered,
//! damaged ones too. Whatever depends on more than one text asks a [`Workspace`]; what names mean and which types they
//! have is the compiler's to say, and is not found out a second time here.

mod actions;
mod check;
mod findings;
mod folding;
mod formatting;
mod lenses;
mod outline;
mod overlay;
pub mod shown;
mod tokens;
mod workspace;

pub use actions::{Action, ActionKind, Change, NewFile, actions};
pub use check::ProjectCheck;
pub use findings::{Finding, FixEdit, Related, findings};
pub use folding::{Fold, FoldKind, folding_ranges};
pub use formatting::{TextEdit, format, format_range, format_typed};
pub use lenses::{Lens, LensKind, lenses, meaning};
pub use outline::{Symbol, SymbolKind, document_symbols};
pub use tokens::{Token, TokenKind, tokens};
pub use workspace::{Workspace, standard_text};

/// A place in a text, in bytes; the end is behind the last one.
pub type Range = std::ops::Range<u32>;

/// A tree's range as plain numbers.
fn plain(range: kohort_grammar::TextRange) -> Range {
    range.start().into()..range.end().into()
}
