//! Invented people with complete oncology histories, and their records in the tables of four countries.
//!
//! A [`person::Person`] says everything; a [`national::Writer`] puts it into one country's tables.
//! *Invariant:* everything follows from a seed and a person's number, in integers, so that person 17 is the same person in
//! every run, country and machine.

pub mod decimal;
pub mod from_test;
pub mod national;
pub mod people;
pub mod person;
pub mod random;
pub mod realistic;
pub mod rows;
pub mod simulate;
pub mod text;

#[cfg(test)]
mod tests;

pub use from_test::{CannotSay, person_of_test};
pub use people::{People, Stopped};
pub use realistic::Realistic;
pub use simulate::{Cancer, Simulator};
