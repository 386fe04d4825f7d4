//! Directly standardised rates.

use super::poisson::{byar_limits, poisson_limits};
use crate::confidence::Limits;
use crate::exact::{Rational, to_float};
use crate::share::Share;
use thiserror::Error;

/// One band of age (or any other stratum).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// How many people the standard population has in this band.
    pub standard: u64,
    /// The events observed.
    pub events: u64,
    /// The people, or the person-time, among whom.
    pub persons: Rational,
}

/// A directly standardised rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardised {
    /// The rate.
    pub rate: f64,
    /// Its variance, Σ (w/Σw)² d/n², times the square of the unit.
    pub variance: f64,
    /// Dobson's limits with exact limits of the total count.
    pub limits: Limits,
    /// Dobson's limits with Byar's approximation, as English public health statistics print them.
    pub byar_limits: Limits,
}

/// Why there is no standardised rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StandardisedError {
    /// No band, or a standard population of nobody.
    #[error("the standard population is empty")]
    NoStandard,
    /// A band that the standard population has, but in which nobody was observed: its rate is unknown.
    #[error("band {0} has nobody under observation, and the standard population has people in it")]
    EmptyBand(usize),
    /// A negative number of persons.
    #[error("band {0} has a negative number of persons")]
    NegativePersons(usize),
}

/// The directly standardised rate Σ w d/n / Σ w per `unit` persons, with the limits of Dobson et al. (1991, *Stat Med*
/// 10:457): rate + √(variance / D) · (limit of the total count D − D). Bands that the standard does not have are left out.
/// Without any event the upper limit is that of the total count, spread as the standard population over the bands.
///
/// # Errors
/// [`StandardisedError`], naming the band counted from 0.
pub fn directly_standardised(
    bands: &[Band],
    unit: &Rational,
    level: Share,
) -> Result<Standardised, StandardisedError> {
    let whole: Rational = Rational::from(bands.iter().map(|band| u128::from(band.standard)).sum::<u128>());
    if whole.is_zero() {
        return Err(StandardisedError::NoStandard);
    }
    let mut rate = Rational::ZERO;
    let mut variance = Rational::ZERO;
    let mut reach = Rational::ZERO;
    let mut events = 0u64;
    for (place, band) in bands.iter().enumerate().filter(|(_, band)| band.standard > 0) {
        if band.persons < Rational::ZERO {
            return Err(StandardisedError::NegativePersons(place));
        }
        if band.persons.is_zero() {
            return Err(StandardisedError::EmptyBand(place));
        }
        let weight = Rational::from(band.standard) / &whole * unit / &band.persons;
        let count = Rational::from(band.events);
        rate += &weight * &count;
        variance += &weight * &weight * &count;
        reach += &weight * &weight * &band.persons;
        events = events.saturating_add(band.events);
    }
    let total = Rational::from(events);
    let spread = if events > 0 {
        to_float(&(&variance / &total)).sqrt()
    } else {
        let persons: Rational = bands
            .iter()
            .filter(|band| band.standard > 0)
            .map(|band| &band.persons)
            .fold(Rational::ZERO, |sum, persons| sum + persons);
        to_float(&(reach / persons)).sqrt()
    };
    let total = to_float(&total);
    let rate = to_float(&rate);
    let around = |count: Limits| Limits {
        lower: rate + spread * (count.lower - total),
        upper: rate + spread * (count.upper - total),
    };
    Ok(Standardised {
        rate,
        variance: to_float(&variance),
        limits: around(poisson_limits(events, level)),
        byar_limits: around(byar_limits(events, level)),
    })
}
