//! Estimators for studies: survival, competing events, rates, and tables of baseline characteristics.
//!
//! Everything starts from *sufficient statistics*: how many people (or which exact sum of weights) share a [`Spell`] of
//! observation, a value, or a category. Statistics of parts of the data are merged exactly, in any order and grouping, so
//! no estimate depends on how the data were divided. Machine floats appear only behind them, computed once, in the one
//! order that the statistic's keys have, with logarithms and exponentials from one library on all machines.
//!
//! ```
//! use kohort_stats::survival::kaplan_meier;
//! use kohort_stats::{Confidence, Count, Outcome, Spell, Spells, Time};
//!
//! let mut one_part = Spells::new();
//! one_part.add(Spell::new(9, Outcome::EVENT), &Count(1));
//! one_part.add(Spell::new(13, Outcome::Censored), &Count(2));
//! let mut other_part = Spells::new();
//! other_part.add(Spell::new(20, Outcome::EVENT), &Count(1));
//! other_part.merge(&one_part);
//!
//! let curve = kaplan_meier(&other_part.risk_table());
//! assert_eq!(curve.at(9).map(|point| point.survival), Some(0.75));
//! assert_eq!(curve.median(Confidence::default()).time, Some(Time::of_day(20)));
//! ```
//!
//! Formulas and their sources, and the reference numbers that are met, stand in `docs/statistics.md`.
//!
//! Invariant: pure functions; no input, output, clock, threads, or randomness. Nothing here knows studies, tables or
//! countries, and nothing decides what may be published: results are raw.

#![allow(
    clippy::float_arithmetic,
    reason = "estimates are real numbers; each is computed in one fixed order from exact sums, and this is the only crate that may"
)]

pub mod baseline;
pub mod compare;
mod confidence;
pub mod cox;
mod exact;
mod linear;
mod mass;
pub mod rate;
mod risk_table;
mod share;
pub mod special;
mod spell;
mod spells;
pub mod survival;
mod time;
mod unit;

pub use confidence::{Confidence, ConfidenceType, Limits};
pub use exact::Rational;
pub use mass::{Count, Mass, WeightError, Weighted};
pub use risk_table::{RiskRow, RiskTable};
pub use share::{Share, ShareError};
pub use spell::{Cause, Days, NeverAtRisk, Outcome, Spell};
pub use spells::{Landmark, Spells};
pub use time::Time;
pub use unit::{Moment, Unit};
