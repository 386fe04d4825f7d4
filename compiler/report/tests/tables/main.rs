//! Tables from counts: the outside numbers that they have to show, cases worked out by hand, laws, and how they look.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod baseline;
mod events;
mod laws;
mod looks;
mod shapes;
mod support;
mod suppression;
mod survival;
mod treatments;
mod trial;
