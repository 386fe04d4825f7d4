//! Events per person-time.

use super::poisson::poisson_limits;
use crate::confidence::Limits;
use crate::exact::{Rational, to_float};
use crate::mass::Count;
use crate::share::Share;
use crate::spell::Outcome;
use crate::spells::Spells;

/// Events, and the days in which they could have happened. Merged by adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonTime {
    /// The number of events.
    pub events: u64,
    /// Days of observation, `exit − entry` of each person (entry 0 without delayed entry).
    pub days: u128,
}

/// A rate with exact limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events per unit of person-time.
    pub rate: f64,
    /// Exact Poisson limits, the person-time taken as fixed.
    pub limits: Limits,
}

impl PersonTime {
    /// Of these people; events of any kind count.
    pub fn of(spells: &Spells<Count>) -> Self {
        let mut total = Self::default();
        for (spell, count) in spells.iter() {
            let days = u128::from(spell.length()) * u128::from(count.0);
            total.days = total.days.saturating_add(days);
            if spell.outcome() != Outcome::Censored {
                total.events = total.events.saturating_add(count.0);
            }
        }
        total
    }

    /// Adds another part of the data.
    pub fn merge(&mut self, other: &Self) {
        self.events = self.events.saturating_add(other.events);
        self.days = self.days.saturating_add(other.days);
    }

    /// `years` person-years of 365.25 days as a unit, in days.
    pub fn years(years: u32) -> Rational {
        Rational::from(years) * Rational::from(1461) / Rational::from(4)
    }

    /// Events per `unit` days of person-time, with exact limits ([`poisson_limits`]). None without any person-time.
    pub fn rate(&self, unit: &Rational, level: Share) -> Option<Rate> {
        if self.days == 0 {
            return None;
        }
        let per_event = unit / Rational::from(self.days);
        let factor = to_float(&per_event);
        let limits = poisson_limits(self.events, level);
        Some(Rate {
            rate: to_float(&(per_event * Rational::from(self.events))),
            limits: Limits {
                lower: limits.lower * factor,
                upper: limits.upper * factor,
            },
        })
    }
}
