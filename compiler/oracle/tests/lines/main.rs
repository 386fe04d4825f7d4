//! Lines of therapy, rule by rule: doses written as days, rules built by hand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod breakers;
mod dropped;
mod ends;
mod input;
mod maintenance;
mod names;
mod new_drugs;
mod pauses;
mod progression;
mod support;
mod trail;
