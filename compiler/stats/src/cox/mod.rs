//! The Cox model of proportional hazards for a few covariates.

mod check;
mod data;
mod error;
mod fit;
mod likelihood;
mod prepared;
mod result;
mod robust;

pub use data::CoxData;
pub use error::CoxError;
pub use fit::{Ties, fit};
pub use result::{Coefficient, CoxFit, Test, Variance};
