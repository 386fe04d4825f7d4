//! Preparing data: every table of a source read once, checked, decoded, and written as typed records in patient order.
//!
//! The way of the data is that of a run as far as whole patients ([`crate::read`] → [`crate::decode`] → sorted by
//! DataFusion, here by bucket and key → [`walk`] → [`crate::pass::assemble`]). Then the records of each patient are put
//! into one total order ([`arrange`]), hashed ([`fingerprint`]), and written bucket after bucket ([`write`]). What comes
//! out is read by [`crate::prepared`].
//!
//! Invariants: all columns of all mappings are read, and either all faults are returned or all records are written, never
//! both; files, manifest and fingerprint do not depend on the order of rows, on threads or on batches; memory is bounded
//! by what DataFusion's sorts may hold, some batches of whole patients, and a row group of each kind of record.

mod arrange;
mod bucket;
mod bucket_exec;
mod columns;
mod fingerprint;
mod job;
mod manifest;
mod sizes;
mod unlisted;
mod walk;
mod write;

pub use bucket::BUCKETS;
pub use job::{PrepareOptions, prepare, prepare_blocking};
