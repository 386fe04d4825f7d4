//! Values: exact numbers, dates of any precision, and whatever else a study's expression can be.
//!
//! Invariant: no binary floating point, no clock and no locale; every operation is total, and what has no answer is `None`.
//! Units and code systems are deliberately not here; see [`crate::units`] and [`crate::codes`].

mod any;
mod date;
mod date_compare;
mod date_format;
mod day;
mod era;
pub mod kleene;
mod number;
mod number_text;
mod order;
mod precision;
mod written;

pub use any::Value;
pub use date::Date;
pub use date_format::{DateFormat, DateFormatError};
pub use day::Day;
pub use number::Number;
pub use order::tie_order;
pub use precision::Precision;
pub use written::{month_name, ordinal};
