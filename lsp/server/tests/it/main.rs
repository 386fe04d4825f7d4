//! The server, asked over a pipe as an editor asks it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

mod cancelling;
mod commands;
mod diagnostics;
mod documents;
mod fresh;
mod life;
mod navigation;
mod projects;
mod requests;
mod robust;
