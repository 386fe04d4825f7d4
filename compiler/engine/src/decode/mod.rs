//! Raw columns to typed columns, with the faults of the data.
//!
//! One [`layout::DecodeSpec`] for each table says what is decoded from it and which columns come out; [`batch`] does it to
//! a batch of rows. Invariants: what a raw value becomes depends on its row alone; a value that cannot be understood is
//! noticed, and never becomes another value; quantities keep the number as recorded and the position of its conversion.

mod anchored;
pub mod batch;
mod beside;
mod codes;
mod column;
mod constant;
mod dates;
pub mod decimal;
mod drugs;
pub mod layout;
mod numbers;
pub mod opt_out;
mod quantity;
pub mod raw;
pub(crate) mod rows;
mod tests_of_rows;
mod texts;
mod verdicts;
pub(crate) mod visit;
