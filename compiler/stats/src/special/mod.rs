//! Distribution functions and their quantiles.
//!
//! They are written here over the `libm` crate's logarithm, exponential, error function and log-gamma, since the
//! libraries at hand (statrs, puruspe) take the logarithm and exponential of the platform, whose last bit differs.

mod beta;
mod gamma;
mod invert;
mod normal;

pub use beta::{beta_quantile, regularised_beta};
pub use gamma::{chi_square_quantile, chi_square_tail, gamma_lower, gamma_upper};
pub use normal::{normal_quantile, two_sided_p};
