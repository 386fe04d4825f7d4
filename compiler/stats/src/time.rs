//! A point in time that may lie half-way between two days.

use crate::exact::count_to_float;
use crate::spell::Days;

/// A time from the start of the clock, in half days, since the median of a survival curve may be a midpoint of two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    half_days: u64,
}

impl Time {
    /// The time of a day.
    pub fn of_day(day: Days) -> Self {
        Self {
            half_days: 2 * u64::from(day),
        }
    }

    /// Half-way between two days.
    pub fn midpoint(one: Days, other: Days) -> Self {
        Self {
            half_days: u64::from(one) + u64::from(other),
        }
    }

    /// The last whole day within so many months of 30.4375 days, none beyond the calendar: 6 months are 182.625 days, and
    /// what is true at 6 months is what is true after day 182.
    pub fn day_within_months(months: u32) -> Option<Days> {
        Days::try_from(u64::from(months) * 487 / 16).ok()
    }

    /// In half days, exactly.
    pub const fn half_days(self) -> u64 {
        self.half_days
    }

    /// In days.
    pub fn days(self) -> f64 {
        count_to_float(self.half_days) / 2.0
    }

    /// In months of 30.4375 days, that is 16/487 a day.
    pub fn months(self) -> f64 {
        count_to_float(self.half_days.saturating_mul(8)) / 487.0
    }
}
