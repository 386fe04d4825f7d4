//! The Kaplan–Meier estimate with Greenwood's variance.

use crate::confidence::{Confidence, Limits};
use crate::exact::Rational;
use crate::mass::Mass;
use crate::risk_table::RiskTable;
use crate::spell::Days;

/// A survival curve: a step at each day on which somebody left, in order of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve<M> {
    steps: Vec<Step<M>>,
}

/// One day of a survival curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<M> {
    /// Days from the start of the clock.
    pub day: Days,
    /// Those at risk just before this day's events.
    pub at_risk: M,
    /// Those with an event on this day.
    pub events: M,
    /// Those censored on this day.
    pub censored: M,
    /// The estimate after this day's events.
    pub point: Point,
    /// What this step adds to Σ d / (n (n − d)); none once nobody is left.
    pub(super) greenwood: Option<f64>,
}

/// An estimated probability of being free of events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// S(t).
    pub survival: f64,
    /// Greenwood's standard error of S(t); none where everybody at risk has had the event, and S is 0.
    pub std_error: Option<f64>,
}

impl Point {
    /// The confidence limits, where they are defined.
    pub fn limits(&self, confidence: Confidence) -> Option<Limits> {
        confidence.limits(self.survival, self.std_error)
    }
}

/// The product-limit estimate S(t) = ∏ (1 − d/n) over the days up to t (Kaplan & Meier 1958, *JASA* 53:457), with the
/// variance S² Σ d / (n (n − d)) (Greenwood 1926). With delayed entry n counts those who have entered (Klein &
/// Moeschberger 2003, 4.6); if on some day all who are at risk have the event, S stays 0, however many enter later.
///
/// With weights, n and d are sums of weights, and each term of the variance is d/n / (1 − d/n) / m with the effective
/// number at risk m = (Σw)² / Σw² (Xie & Liu 2005, *Stat Med* 24:3089); with equal weights this is Greenwood's.
pub fn kaplan_meier<M: Mass>(table: &RiskTable<M>) -> Curve<M> {
    let mut survival = 1.0;
    let mut variance = Some(0.0);
    let steps = table.rows().iter().map(|row| {
        let mut greenwood = Some(0.0);
        if !row.events.is_empty() {
            let mut left = row.at_risk.clone();
            left.remove(&row.events);
            survival *= left.total() / row.at_risk.total();
            greenwood =
                (!left.is_empty()).then(|| row.events.total() / (left.total() * row.at_risk.effective()));
            variance = variance.zip(greenwood).map(|(sum, term)| sum + term);
        }
        Step {
            day: row.day,
            at_risk: row.at_risk.clone(),
            events: row.events.clone(),
            censored: row.censored.clone(),
            point: Point {
                survival,
                std_error: variance.map(|sum| survival * sum.sqrt()),
            },
            greenwood,
        }
    });
    Curve {
        steps: steps.collect(),
    }
}

impl<M: Mass> Curve<M> {
    /// The steps, in order of days.
    pub fn steps(&self) -> &[Step<M>] {
        &self.steps
    }

    /// The steps at which the curve falls.
    pub fn falls(&self) -> impl Iterator<Item = &Step<M>> {
        self.steps.iter().filter(|step| !step.events.is_empty())
    }

    /// The last day of anybody's observation.
    pub fn last_day(&self) -> Option<Days> {
        self.steps.last().map(|step| step.day)
    }

    /// The estimate at a day, after that day's events. None after the last day of observation, where nothing is known,
    /// unless nobody was left.
    pub fn at(&self, day: Days) -> Option<Point> {
        let passed = self.steps.partition_point(|step| step.day <= day);
        let point = passed
            .checked_sub(1)
            .and_then(|place| self.steps.get(place))
            .map_or(
                Point {
                    survival: 1.0,
                    std_error: Some(0.0),
                },
                |step| step.point,
            );
        let known = self.last_day().is_some_and(|last| day <= last) || point.survival <= 0.0;
        known.then_some(point)
    }

    /// S after the first `steps` steps as an exact fraction, to decide whether it equals a given one.
    pub(super) fn exact_survival(&self, steps: usize) -> Rational {
        self.falls_within(steps).fold(Rational::ONE, |product, step| {
            let at_risk = step.at_risk.exact_total();
            let left = &at_risk - step.events.exact_total();
            product * left / at_risk
        })
    }

    fn falls_within(&self, steps: usize) -> impl Iterator<Item = &Step<M>> {
        self.steps
            .iter()
            .take(steps)
            .filter(|step| !step.events.is_empty())
    }
}
