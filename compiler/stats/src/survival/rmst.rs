//! The restricted mean survival time.

use super::kaplan_meier::Curve;
use crate::mass::Mass;
use crate::special::two_sided_p;
use crate::spell::Days;
use thiserror::Error;

/// The mean time free of events up to a horizon, in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rmst {
    /// The horizon.
    pub horizon: Days,
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub std_error: f64,
}

/// The difference of two restricted means with one horizon, in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmstDifference {
    /// The first mean minus the second.
    pub difference: f64,
    /// Its standard error, of independent groups.
    pub std_error: f64,
    /// The two-sided p of no difference.
    pub p: f64,
}

/// Why there is no restricted mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RmstError {
    /// Nobody was observed.
    #[error("nobody is observed")]
    Nobody,
    /// Observation ended before the horizon while people were still free of events: the rest of the curve is unknown.
    #[error("the horizon is day {horizon}, and observation ends on day {last}")]
    BeyondObservation {
        /// The horizon asked for.
        horizon: Days,
        /// The last day of observation.
        last: Days,
    },
    /// The two means have different horizons.
    #[error("the horizons are days {0} and {1}")]
    Horizons(Days, Days),
}

impl<M: Mass> Curve<M> {
    /// The area under the curve from 0 to `horizon`, with the variance Σ A(t)² d / (n (n − d)), where A(t) is the area from
    /// t to the horizon (Klein & Moeschberger 2003, 4.5; without their optional factor for small samples, as in R).
    ///
    /// # Errors
    /// [`RmstError`] if nobody is observed, or the curve does not reach the horizon.
    pub fn rmst(&self, horizon: Days) -> Result<Rmst, RmstError> {
        let last = self.last_day().ok_or(RmstError::Nobody)?;
        if self.at(horizon).is_none() {
            return Err(RmstError::BeyondObservation { horizon, last });
        }
        // From the horizon back, so that the area behind each step is at hand when the step is met.
        let mut area = 0.0;
        let mut variance = 0.0;
        let mut until = horizon;
        for step in self.steps().iter().rev().filter(|step| step.day <= horizon) {
            area += step.point.survival * f64::from(until - step.day);
            until = step.day;
            if let Some(term) = step.greenwood {
                variance += area * area * term;
            }
        }
        Ok(Rmst {
            horizon,
            mean: area + f64::from(until),
            std_error: variance.sqrt(),
        })
    }
}

impl Rmst {
    /// This mean minus another's (Royston & Parmar 2013, *BMC Med Res Methodol* 13:152).
    ///
    /// # Errors
    /// [`RmstError::Horizons`] if the horizons differ.
    pub fn minus(&self, other: &Self) -> Result<RmstDifference, RmstError> {
        if self.horizon != other.horizon {
            return Err(RmstError::Horizons(self.horizon, other.horizon));
        }
        let difference = self.mean - other.mean;
        let std_error = (self.std_error * self.std_error + other.std_error * other.std_error).sqrt();
        let p = if std_error > 0.0 {
            two_sided_p(difference / std_error)
        } else {
            f64::NAN
        };
        Ok(RmstDifference {
            difference,
            std_error,
            p,
        })
    }
}
