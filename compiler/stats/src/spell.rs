//! The time that one person was observed, and how it ended.

use std::fmt;
use thiserror::Error;

/// Whole days from the start of the clock (any other whole unit works as well).
pub type Days = u32;

/// One of several kinds of event, by the number that the caller gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause(pub u16);

/// How an observation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing had happened when observation stopped.
    Censored,
    /// An event of this kind.
    Event(Cause),
}

impl Outcome {
    /// The only kind of event, where there is one.
    pub const EVENT: Self = Self::Event(Cause(1));
}

/// The observation of one person: at risk at the times `entry < t <= exit`, or from the beginning without an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    entry: Option<Days>,
    exit: Days,
    outcome: Outcome,
}

/// An observation that ends on or before the day of its delayed entry: nobody was at risk in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("observed from day {entry} to day {exit}, which is at no time at risk")]
pub struct NeverAtRisk {
    /// The day of entry.
    pub entry: Days,
    /// The day of exit.
    pub exit: Days,
}

impl Spell {
    /// Observed from the beginning. An exit on day 0 is kept: such a person is at risk on day 0 only.
    pub const fn new(exit: Days, outcome: Outcome) -> Self {
        Self {
            entry: None,
            exit,
            outcome,
        }
    }

    /// Observed only after the day `entry` (delayed entry, left truncation).
    ///
    /// # Errors
    /// [`NeverAtRisk`] if `exit` is not after `entry`; the caller leaves such a person out and counts them.
    pub const fn delayed(entry: Days, exit: Days, outcome: Outcome) -> Result<Self, NeverAtRisk> {
        if exit <= entry {
            return Err(NeverAtRisk { entry, exit });
        }
        Ok(Self {
            entry: Some(entry),
            exit,
            outcome,
        })
    }

    /// The day after which observation began; none if it began with the clock.
    pub const fn entry(&self) -> Option<Days> {
        self.entry
    }

    /// The last day of observation.
    pub const fn exit(&self) -> Days {
        self.exit
    }

    /// How it ended.
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The same observation with another outcome.
    pub const fn with_outcome(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }

    /// Whether at risk on this day, `entry < day <= exit`.
    pub fn at_risk_on(&self, day: Days) -> bool {
        self.entry.is_none_or(|entry| entry < day) && day <= self.exit
    }

    /// The days under observation.
    pub fn length(&self) -> Days {
        self.exit.saturating_sub(self.entry.unwrap_or(0))
    }

    /// What is left of it after a landmark day, with a clock that starts there; none if it ended on or before that day.
    pub(crate) fn after_landmark(self, day: Days) -> Option<Self> {
        (self.exit > day).then(|| Self {
            entry: self
                .entry
                .and_then(|entry| (entry > day).then_some(entry.saturating_sub(day))),
            exit: self.exit.saturating_sub(day),
            outcome: self.outcome,
        })
    }
}

impl fmt::Display for Spell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.outcome == Outcome::Censored {
            "+"
        } else {
            ""
        };
        match self.entry {
            Some(entry) => write!(formatter, "({entry}, {}{sign}]", self.exit),
            None => write!(formatter, "{}{sign}", self.exit),
        }
    }
}
