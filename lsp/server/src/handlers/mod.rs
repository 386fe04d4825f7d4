//! What the server does about each message, one file a request.
//!
//! Invariant: a handler translates: positions to offsets, a question of `kohort-ide`, and its answer back.

pub(crate) mod call_hierarchy;
pub(crate) mod code_action;
pub(crate) mod code_lens;
pub(crate) mod completion;
pub(crate) mod configuration;
pub(crate) mod definition;
pub(crate) mod document_link;
pub(crate) mod document_symbol;
pub(crate) mod files;
pub(crate) mod folding_range;
pub(crate) mod formatting;
pub(crate) mod hover;
pub(crate) mod initialize;
pub(crate) mod inlay_hint;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod selection_range;
pub(crate) mod semantic_tokens;
pub(crate) mod signature_help;
pub(crate) mod text;
pub(crate) mod will_rename_files;
pub(crate) mod workspace_symbol;
