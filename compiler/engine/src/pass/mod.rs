//! The patient pass: every operator of a plan, evaluated over batches of whole patients.
//!
//! [`feed`] reads the decoded streams side by side in the order of patient keys, [`assemble`] makes batches of whole
//! patients of them, [`evaluate`] evaluates one, and [`counts`] adds up what comes out. Invariants: memory is bounded by a
//! batch and the largest patient; no operator sees two patients at once; only counts leave.

pub mod assemble;
pub mod attrition;
pub mod batch;
pub mod counts;
pub mod evaluate;
pub mod feed;
pub mod kernels;
mod outcome;
mod parts;
mod repeats;
pub mod stream;
pub mod tally;
pub(crate) mod witness;
