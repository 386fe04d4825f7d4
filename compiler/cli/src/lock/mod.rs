//! Locks on the disk: where they are, what a run of today would lock, and writing them.
//!
//! What a lock holds and how two are compared is `kohort-lock`'s; here its texts are read, studies are run, and files are
//! written. Invariant: a lock and the tables beside it are written together, after everything that could fail.

mod jobs;
mod keep;
mod kept;
mod machine;
mod observe;
mod parts;
mod place;

pub(crate) use jobs::in_order;
pub(crate) use keep::Written;
pub(crate) use kept::kept;
pub(crate) use machine::{Machine, Share, source_and_folder};
pub(crate) use observe::{Observed, Unable, observe};
pub(crate) use place::{Found, Locked, find, kept_beside, new_place};
