//! Reading data that `kohort prepare` has written: see [`crate::prepare`] for how they come about.
//!
//! A run over prepared data gives what a run over the raw files gives, byte for byte, but reads only the columns that its
//! plan lists, decodes nothing, sorts nothing, and takes one bucket of all kinds of records at a time. Invariants: data of
//! another format or another source model are refused; every byte that is used is the one that was written, or the run
//! ends with [`PreparedFault::Damaged`].

mod batches;
mod bucket_file;
mod described;
mod fault;
mod folder;
mod identity;
mod manifest;
mod numbers;
mod quality;
mod run;
mod scan_exec;
mod wanted;

pub(crate) use bucket_file::described;
pub(crate) use described::walk;
pub use fault::{Damage, PreparedFault};
pub(crate) use folder::PreparedFolder;
pub use folder::is_prepared;
pub use identity::source_hash;
pub(crate) use manifest::file_name;
pub use manifest::{
    FORMAT, MANIFEST, Manifest, PartOf, PreparedColumn, PreparedFile, PreparedLack, PreparedSource,
    PreparedStream, PreparedTable, Unreadable, WithoutPatient,
};
pub(crate) use run::run;
pub(crate) use wanted::{KEY, PART, last_name, unit_name};
