//! What the kernel does, rule by rule of the language reference ("Lines of therapy").

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod notation;
mod oracle;

mod breakers;
mod covers;
mod dropped;
mod ends;
mod fields;
mod gap;
mod golden;
mod laws;
mod maintenance;
mod new_drugs;
mod progression;
mod random;
mod small_scope;
mod window;
