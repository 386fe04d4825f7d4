//! Files to raw columns.
//!
//! Every file is looked at before the run ([`preflight`]): whether it is there, and whether it has the columns that the
//! plan reads, in types that can be read; all such faults of all files are reported together. Then each becomes a
//! DataFusion table of exactly those columns, and joined tables become look-ups ([`joined`]). Invariants: nothing outside
//! the data folder is opened, no other column is decoded, and a fault in a file is reported as one of ours, never with the
//! reader's own text.

pub mod accepts;
pub(crate) mod csv_header;
pub(crate) mod csv_rows;
pub(crate) mod csv_text;
pub mod folder;
pub(crate) mod joined;
pub(crate) mod leaf;
pub(crate) mod list_rows;
pub(crate) mod parquet_file;
pub mod preflight;
mod recoded;
pub(crate) mod survey;
pub(crate) mod xml_path;
pub(crate) mod xml_rows;
mod xml_text;

pub use preflight::{Checked, preflight};
