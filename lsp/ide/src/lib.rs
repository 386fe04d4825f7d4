//! What an editor asks about a file, one question a module: offsets in, plain data out.
//!
//! Invariant: nothing here knows a protocol, a window or a disk; offsets count bytes of UTF-8, and any text is answered,
//! damaged ones too. Whatever depends on more than one text asks a [`Workspace`]; what names mean and which types they
//! have is the compiler's to say, and is not found out a second time here.

mod actions;
mod check;
mod completion;
mod declaration;
mod declared;
mod extent;
mod findings;
mod folding;
mod formatting;
mod hover;
mod imports;
mod inlay;
mod lenses;
mod links;
mod navigation;
mod outline;
mod overlay;
mod place;
mod rename;
mod selection;
pub mod shown;
mod signature;
mod tokens;
mod workspace;
mod workspace_symbols;

pub use actions::{Action, ActionKind, Change, NewFile, actions};
pub use check::ProjectCheck;
pub use completion::{Completion, CompletionKind, Completions, Insertion, completions};
pub use findings::{Finding, FixEdit, Related, findings};
pub use folding::{Fold, FoldKind, folding_ranges};
pub use formatting::{TextEdit, format, format_range, format_typed};
pub use hover::{Hover, hover};
pub use inlay::{InlayHint, InlayKind, LabelPart, inlay_hints};
pub use lenses::{Lens, LensKind, lenses, meaning};
pub use links::{Link, LinkTarget, document_links};
pub use navigation::{
    Call, CallItem, Declared, Highlight, Target, declaration, declarations, definition, document_highlights,
    implementations, incoming_calls, outgoing_calls, prepare_calls, references, type_definition,
};
pub use outline::{Symbol, SymbolKind, document_symbols};
pub use rename::{Refusal, linked_editing_ranges, prepare_rename, rename, rename_files};
pub use selection::selection_ranges;
pub use signature::{Parameter, Signature, signature_help};
pub use tokens::{Token, TokenKind, tokens, understood_tokens};
pub use workspace::{Workspace, standard_text};
pub use workspace_symbols::{FoundSymbol, workspace_symbols};

/// A place in a text, in bytes; the end is behind the last one.
pub type Range = std::ops::Range<u32>;

/// A tree's range as plain numbers.
fn plain(range: kohort_grammar::TextRange) -> Range {
    range.start().into()..range.end().into()
}
