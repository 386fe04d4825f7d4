//! Rates per person-time, proportions, and direct standardisation.

mod person_time;
mod poisson;
pub mod populations;
mod proportion;
mod standardised;

pub use person_time::{PersonTime, Rate};
pub use poisson::{byar_limits, poisson_limits};
pub use proportion::{Proportion, ProportionError};
pub use standardised::{Band, Standardised, StandardisedError, directly_standardised};
