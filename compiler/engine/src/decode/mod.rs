//! Raw columns to typed columns, with the faults of the data.
//!
//! One [`layout::DecodeSpec`] for each file says what is decoded from it and which columns come out; [`batch`] does it to
//! a batch of rows. Invariants: what a raw value becomes depends on its row alone; a value that cannot be understood is
//! noticed, and never becomes another value; quantities keep the number as recorded and the position of its conversion.

pub mod batch;
mod column;
mod dates;
pub mod decimal;
pub mod layout;
mod numbers;
pub mod opt_out;
mod quantity;
mod rows;
mod texts;
mod verdicts;
mod visit;
