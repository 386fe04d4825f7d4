//! What every stage of the compiler shares: places in files, diagnostics and the registry of their codes, the
//! `World` through which the outside is read, and the rendering of diagnostics for people and for programs.
//!
//! Invariant: this crate performs no input or output. Rendering returns strings, and reading goes through the
//! [`World`] that the caller brings. Nothing here knows the language's grammar, types or plans.

mod apply;
mod diagnostic;
mod files;
mod line_index;
mod memory_world;
mod order;
mod path;
pub mod registry;
pub mod render;
mod span;
pub mod suggest;
mod world;

pub use apply::apply_edits;
pub use diagnostic::{Diagnostic, Edit, Fix, Label};
pub use files::Files;
pub use line_index::{Encoding, LineColumn, LineIndex};
pub use memory_world::MemoryWorld;
pub use order::sort_diagnostics;
pub use path::project_path;
pub use registry::{CODES, Code, CodeInfo, CodeKind, Severity};
pub use span::{FileId, Span};
pub use world::{MAX_FILE_BYTES, OutsideReason, World, WorldError, decode_text};
