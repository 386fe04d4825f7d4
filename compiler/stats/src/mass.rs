//! How much a group of people counts: heads, or heads with weights.
//!
//! Invariant: adding is exact, associative and commutative, so a mass does not depend on who was added first or where.

use crate::exact::{Rational, count_to_float, to_float};
use std::fmt::Debug;
use thiserror::Error;

/// How much a group of people counts.
pub trait Mass: Clone + Debug + Default + PartialEq {
    /// Adds another group.
    fn add(&mut self, other: &Self);

    /// Takes away a group that was added before.
    fn remove(&mut self, other: &Self);

    /// The number of people.
    fn people(&self) -> u64;

    /// The exact sum of weights; the number of people where nobody is weighted.
    fn exact_total(&self) -> Rational;

    /// The exact sum of squared weights; the number of people where nobody is weighted.
    fn exact_squares(&self) -> Rational;

    /// The sum of weights as a float.
    fn total(&self) -> f64;

    /// The sum of squared weights as a float.
    fn squares(&self) -> f64;

    /// The effective number of people, (Σw)² / Σw² (Kish 1965, *Survey Sampling*); 0 for nobody.
    fn effective(&self) -> f64;

    /// Whether nobody is in the group.
    fn is_empty(&self) -> bool {
        self.people() == 0
    }
}

/// A number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u64);

impl Mass for Count {
    fn add(&mut self, other: &Self) {
        self.0 = self.0.saturating_add(other.0);
    }

    fn remove(&mut self, other: &Self) {
        self.0 = self.0.saturating_sub(other.0);
    }

    fn people(&self) -> u64 {
        self.0
    }

    fn exact_total(&self) -> Rational {
        Rational::from(self.0)
    }

    fn exact_squares(&self) -> Rational {
        Rational::from(self.0)
    }

    fn total(&self) -> f64 {
        count_to_float(self.0)
    }

    fn squares(&self) -> f64 {
        count_to_float(self.0)
    }

    fn effective(&self) -> f64 {
        count_to_float(self.0)
    }
}

/// People with weights: their number, and the exact sums of their weights and of the squares of these.
///
/// Weights with one common denominator (decimals of a fixed scale) keep the sums small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighted {
    people: u64,
    weights: Rational,
    squares: Rational,
}

/// A weight that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WeightError {
    /// Weights are above zero; who has none is left out, and counted, by the caller.
    #[error("a weight has to be above zero, and this one is {0}")]
    NotPositive(Rational),
}

impl Weighted {
    /// One person with this weight.
    ///
    /// # Errors
    /// [`WeightError::NotPositive`] for a weight of zero or below.
    pub fn person(weight: Rational) -> Result<Self, WeightError> {
        if weight <= Rational::ZERO {
            return Err(WeightError::NotPositive(weight));
        }
        Ok(Self {
            people: 1,
            squares: &weight * &weight,
            weights: weight,
        })
    }

    /// So many people with this weight each.
    ///
    /// # Errors
    /// [`WeightError::NotPositive`] for a weight of zero or below.
    pub fn people(count: u64, weight: Rational) -> Result<Self, WeightError> {
        let one = Self::person(weight)?;
        Ok(Self {
            people: count,
            weights: one.weights * Rational::from(count),
            squares: one.squares * Rational::from(count),
        })
    }
}

impl Mass for Weighted {
    fn add(&mut self, other: &Self) {
        self.people = self.people.saturating_add(other.people);
        self.weights += &other.weights;
        self.squares += &other.squares;
    }

    fn remove(&mut self, other: &Self) {
        self.people = self.people.saturating_sub(other.people);
        self.weights -= &other.weights;
        self.squares -= &other.squares;
    }

    fn people(&self) -> u64 {
        self.people
    }

    fn exact_total(&self) -> Rational {
        self.weights.clone()
    }

    fn exact_squares(&self) -> Rational {
        self.squares.clone()
    }

    fn total(&self) -> f64 {
        to_float(&self.weights)
    }

    fn squares(&self) -> f64 {
        to_float(&self.squares)
    }

    fn effective(&self) -> f64 {
        if self.squares.is_zero() {
            return 0.0;
        }
        to_float(&(&self.weights * &self.weights / &self.squares))
    }
}
