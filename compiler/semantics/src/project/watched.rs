//! A world that remembers what was asked of it, and what it said.
//!
//! Invariant: an answer that was computed through it holds for as long as the world gives the same replies; nothing else
//! went into it.

use crate::modules::Texts;
use kohort_base::{World, WorldError};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was asked, with the reply. Files that were only asked whether they declare a source are kept apart: most changes
/// to their texts change nothing about that.
#[derive(Debug, Clone, Default)]
pub(super) struct Replies {
    texts: BTreeMap<String, Result<Arc<str>, WorldError>>,
    exist: BTreeMap<String, bool>,
    lists: BTreeMap<String, Result<Vec<String>, WorldError>>,
    /// The files that declare a source, and those that do not.
    declare: BTreeMap<String, bool>,
}

impl Replies {
    /// Whether a world still gives these replies.
    pub(super) fn hold(&self, world: &dyn World, declares: &mut dyn FnMut(&str) -> bool) -> bool {
        self.lists.iter().all(|(path, said)| world.list(path) == *said)
            && self.exist.iter().all(|(path, said)| world.exists(path) == *said)
            && self
                .texts
                .iter()
                .all(|(path, said)| same(&world.read_text(path), said))
            && self.declare.iter().all(|(path, said)| declares(path) == *said)
    }
}

/// Equal replies. A text that is shared is not compared.
fn same(now: &Result<Arc<str>, WorldError>, before: &Result<Arc<str>, WorldError>) -> bool {
    match (now, before) {
        (Ok(now), Ok(before)) => Arc::ptr_eq(now, before) || now == before,
        (now, before) => now == before,
    }
}

/// The world that remembers.
pub(super) struct Watched<'w> {
    world: &'w dyn World,
    replies: RefCell<Replies>,
}

impl<'w> Watched<'w> {
    /// Nothing was asked yet.
    pub(super) fn new(world: &'w dyn World) -> Self {
        Self {
            world,
            replies: RefCell::default(),
        }
    }

    /// Whether a file declares a source.
    pub(super) fn declares_source(&self, texts: &mut Texts, path: &str) -> bool {
        let reply = texts.declares_source(self.world, path);
        self.replies.borrow_mut().declare.insert(path.to_owned(), reply);
        reply
    }

    /// All that was asked.
    pub(super) fn into_replies(self) -> Replies {
        self.replies.into_inner()
    }
}

impl World for Watched<'_> {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let reply = self.world.read_text(path);
        let mut replies = self.replies.borrow_mut();
        replies.texts.insert(path.to_owned(), reply.clone());
        reply
    }

    fn exists(&self, path: &str) -> bool {
        let reply = self.world.exists(path);
        self.replies.borrow_mut().exist.insert(path.to_owned(), reply);
        reply
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        let reply = self.world.list(dir);
        let mut replies = self.replies.borrow_mut();
        replies.lists.insert(dir.to_owned(), reply.clone());
        reply
    }

    fn library(&self) -> Option<&str> {
        self.world.library()
    }
}
