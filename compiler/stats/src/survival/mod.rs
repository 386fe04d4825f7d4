//! Time to an event: Kaplan–Meier curves, their quantiles and means, and cumulative incidences.

mod incidence;
mod kaplan_meier;
mod quantile;
mod rmst;

pub use incidence::{CauseIncidence, Incidence, IncidenceStep, aalen_johansen};
pub use kaplan_meier::{Curve, Point, Step, kaplan_meier};
pub use quantile::Quantile;
pub use rmst::{Rmst, RmstDifference, RmstError};
