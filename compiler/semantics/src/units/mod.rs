//! Units of measurement, in the notation of UCUM (The Unified Code for Units of Measure, case-sensitive codes).
//!
//! Invariant: every conversion is an exact rational `value * factor + offset`. Logarithmic units are known but convert only
//! within their own kind. Which units an analyte accepts is deliberately not here; see [`crate::codes::Analyte`].

mod atoms;
mod conversion;
mod cursor;
mod dimension;
mod error;
mod parse;
mod prefixes;
mod resolve;
mod suggest;
mod term;
mod unit;

pub use conversion::{Conversion, between, commensurable};
pub use dimension::Dimension;
pub use error::UnitError;
pub use unit::Unit;
