//! Runs of hand-built plans over files in temporary folders: results, faults, and that nothing but the data matters.

#![allow(
    unreachable_pub,
    missing_docs,
    reason = "the modules of a test share what they like"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "a helper of a test fails by panicking"
)]

mod attrition;
mod csv_files;
mod determinism;
mod faults;
mod joins;
mod kohort;
mod leaks;
mod parquet_files;
mod parts;
mod readings;
mod resources;
mod support;
mod xml_files;
