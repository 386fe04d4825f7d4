//! Code systems, code lists, analytes and drugs: the clinical vocabulary that studies and sources declare in Kohort.
//!
//! Invariant: every code held here is in its system's normal form, so that matching is comparing text. No catalogue of any
//! system is here: a code's written form is checked, not whether it exists.

mod analyte;
mod check_digit;
mod drug;
mod list;
mod normalise;
mod pattern;
mod shape;
mod system;
mod written_form;

pub use analyte::Analyte;
pub use drug::{Drug, DrugList, drug_key};
pub use list::CodeList;
pub use pattern::{CodePattern, CodePatternError};
pub use system::CodeSystem;
