//! Files to raw columns.
//!
//! Every file is looked at before the run ([`preflight`]): whether it is there, and whether it has the columns that the
//! plan reads, in types that can be read; all such faults of all files are reported together. Then each becomes a
//! DataFusion table of exactly those columns. Invariants: nothing outside the data folder is opened, no other column is
//! decoded, and a fault in a file is reported as one of ours, never with the reader's own text.

pub mod accepts;
pub mod csv_header;
pub mod csv_rows;
pub mod csv_text;
pub mod folder;
pub mod parquet_file;
pub mod preflight;

pub use preflight::{Checked, preflight};
