//! A continuous characteristic: how many people have which value.

use crate::exact::{Rational, to_float};
use crate::mass::{Count, Mass};
use crate::share::Share;
use crate::spells::sum;
use dashu_int::UBig;
use std::collections::BTreeMap;

/// How many people have which value, and how many have none. Merged exactly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values<M> {
    known: BTreeMap<Rational, M>,
    missing: M,
}

/// How a quantile is read between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileRule {
    /// The smallest value that at least the share has; the mean of it and the next if exactly the share has it. Type 2 of
    /// Hyndman & Fan (1996, *Am Stat* 50:361), the default of SAS.
    Step,
    /// On the line between the values with ranks around 1 + (n − 1) · share. Type 7 of Hyndman & Fan, the default of R.
    Linear,
}

impl<M: Mass> Values<M> {
    /// Nobody.
    pub fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            missing: M::default(),
        }
    }

    /// Adds people who share a value, or whose value is missing.
    pub fn add(&mut self, value: Option<Rational>, mass: &M) {
        match value {
            Some(_) if mass.is_empty() => {}
            Some(value) => self.known.entry(value).or_default().add(mass),
            None => self.missing.add(mass),
        }
    }

    /// Adds the people of another part of the data.
    pub fn merge(&mut self, other: &Self) {
        for (value, mass) in &other.known {
            self.known.entry(value.clone()).or_default().add(mass);
        }
        self.missing.add(&other.missing);
    }

    /// Those with a value.
    pub fn known(&self) -> M {
        sum(self.known.values())
    }

    /// Those without.
    pub fn missing(&self) -> &M {
        &self.missing
    }

    /// The smallest value.
    pub fn minimum(&self) -> Option<&Rational> {
        self.known.first_key_value().map(|(value, _)| value)
    }

    /// The greatest value.
    pub fn maximum(&self) -> Option<&Rational> {
        self.known.last_key_value().map(|(value, _)| value)
    }

    /// The exact mean, Σwx / Σw; none of nobody.
    pub fn exact_mean(&self) -> Option<Rational> {
        let weights = self.known().exact_total();
        (!weights.is_zero()).then(|| self.weighted_sum(Clone::clone) / weights)
    }

    /// The mean.
    pub fn mean(&self) -> Option<f64> {
        self.exact_mean().as_ref().map(to_float)
    }

    /// The exact variance, Σw(x − m)² / (Σw − Σw²/Σw): with n − 1 where nobody is weighted, and without bias under weights
    /// that say how much each person counts, as R's `cov.wt`. None of fewer than two people.
    pub fn exact_variance(&self) -> Option<Rational> {
        let mean = self.exact_mean()?;
        let known = self.known();
        let weights = known.exact_total();
        let divisor = &weights - known.exact_squares() / &weights;
        let squares = self.weighted_sum(|value| {
            let distance = value - &mean;
            &distance * &distance
        });
        (divisor > Rational::ZERO).then(|| squares / divisor)
    }

    /// The standard deviation, the root of [`Values::exact_variance`].
    pub fn standard_deviation(&self) -> Option<f64> {
        self.exact_variance().map(|variance| to_float(&variance).sqrt())
    }

    /// The exact quantile by [`QuantileRule::Step`], by sums of weights.
    pub fn step_quantile(&self, share: Share) -> Option<Rational> {
        let target = self.known().exact_total() * share.exact();
        let mut passed = Rational::ZERO;
        let mut values = self.known.iter();
        while let Some((value, mass)) = values.next() {
            passed += mass.exact_total();
            if passed > target {
                return Some(value.clone());
            }
            if passed == target {
                let next = values.next().map_or(value, |(next, _)| next);
                return Some((value + next) / Rational::from(2));
            }
        }
        None
    }

    /// Σ w f(x).
    fn weighted_sum(&self, of: impl Fn(&Rational) -> Rational) -> Rational {
        self.known.iter().fold(Rational::ZERO, |total, (value, mass)| {
            total + mass.exact_total() * of(value)
        })
    }
}

impl Values<Count> {
    /// The exact quantile by a rule; none of nobody. The linear rule has no accepted form for weights.
    pub fn quantile(&self, share: Share, rule: QuantileRule) -> Option<Rational> {
        match rule {
            QuantileRule::Step => self.step_quantile(share),
            QuantileRule::Linear => self.linear_quantile(share),
        }
    }

    fn linear_quantile(&self, share: Share) -> Option<Rational> {
        let people = self.known().0;
        let rank = Rational::from(people.checked_sub(1)?) * share.exact();
        let whole = rank.floor();
        let place = u64::try_from(UBig::try_from(whole.clone()).ok()?).ok()?;
        let below = self.ranked(place)?;
        let above = self.ranked(place.saturating_add(1)).unwrap_or(below);
        Some(below + (above - below) * (rank - Rational::from(whole)))
    }

    /// The value of the person with this rank from 0.
    fn ranked(&self, rank: u64) -> Option<&Rational> {
        let mut passed = 0u64;
        self.known
            .iter()
            .find(|(_, count)| {
                passed = passed.saturating_add(count.0);
                passed > rank
            })
            .map(|(value, _)| value)
    }
}
