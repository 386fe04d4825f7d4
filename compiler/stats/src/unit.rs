//! The units in which times are shown. Times themselves are whole days.

use crate::exact::{Rational, to_float};
use crate::spell::Days;
use crate::time::Time;
use dashu_int::UBig;

/// A unit of time with a fixed length in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Days.
    Days,
    /// Months of 30.4375 days, a twelfth of a year.
    Months,
    /// Years of 365.25 days.
    Years,
}

/// A point in time that may lie within a day: what has happened by then, and who is at risk then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The last whole day by then: 6 months are 182.625 days, and what is true at 6 months is what is true after day 182.
    pub passed: Days,
    /// The first day from then on: who is at risk at 6 months leaves on day 183 or later.
    pub reached: Days,
}

impl Unit {
    /// The length in days.
    pub fn exact_days(self) -> Rational {
        match self {
            Self::Days => Rational::ONE,
            Self::Months => Rational::from(487) / Rational::from(16),
            Self::Years => Rational::from(1461) / Rational::from(4),
        }
    }

    /// When so many units have passed; none before time zero or beyond all days.
    pub fn moment(self, amount: &Rational) -> Option<Moment> {
        let days = amount * self.exact_days();
        let whole = |days| Days::try_from(UBig::try_from(days).ok()?).ok();
        Some(Moment {
            passed: whole(days.floor())?,
            reached: whole(days.ceil())?,
        })
    }

    /// A time in this unit.
    pub fn of(self, time: Time) -> f64 {
        self.of_exact(&(Rational::from(time.half_days()) / Rational::from(2)))
    }

    /// Days in this unit.
    pub fn of_exact(self, days: &Rational) -> f64 {
        to_float(&(days / self.exact_days()))
    }

    /// An estimated number of days in this unit.
    pub fn of_estimate(self, days: f64) -> f64 {
        days / to_float(&self.exact_days())
    }
}
