//! What the tests are made of: an editor, a disk, questions, and texts that are damaged at random.

pub(crate) mod disk;
pub(crate) mod editor;
pub(crate) mod edits;
pub(crate) mod processes;
pub(crate) mod projects;
pub(crate) mod questions;
pub(crate) mod wire;
