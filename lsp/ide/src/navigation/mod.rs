//! Where names lead: to declarations, from declarations to their uses, and to what sources make of them.
//!
//! Invariant: which declaration a name stands for is read from the notes of the analysis ([`kohort_semantics::Facts`]);
//! here only the places of declarations are looked up.

mod declared;
mod definition;
mod hierarchy;
mod implementation;
mod locate;
mod named;
mod owner;
mod references;

pub use declared::{Declared, declarations};
pub use definition::{declaration, definition, type_definition};
pub use hierarchy::{Call, CallItem, incoming_calls, outgoing_calls, prepare_calls};
pub use implementation::implementations;
pub(crate) use locate::locate;
pub(crate) use named::named_at;
pub use references::{Highlight, document_highlights, references};
pub(crate) use references::{analyses, uses_of};

use crate::Range;

/// A place that a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file, from the project's folder; `std/…` for the standard library.
    pub path: String,
    /// The name there; the start of the file for a module.
    pub range: Range,
    /// The whole declaration.
    pub whole: Range,
}

/// The words by which a model is known: its module and its name.
pub(crate) fn model_parts(model: &str) -> Option<(&str, &str)> {
    model.rsplit_once('.')
}
