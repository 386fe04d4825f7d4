//! Quantiles of a survival curve.

use super::kaplan_meier::{Curve, Step};
use crate::confidence::Confidence;
use crate::mass::Mass;
use crate::share::Share;
use crate::time::Time;
use std::cmp::Ordering;

/// S(t) and a share that are closer than this are compared exactly.
const CLOSE: f64 = 1e-9;

/// The time by which a share of people have had the event, with limits. What is not reached is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile {
    /// The estimate.
    pub time: Option<Time>,
    /// The lower limit.
    pub lower: Option<Time>,
    /// The upper limit.
    pub upper: Option<Time>,
}

impl<M: Mass> Curve<M> {
    /// The median: [`Curve::quantile`] of one half.
    pub fn median(&self, confidence: Confidence) -> Quantile {
        self.quantile(Share::HALF, confidence)
    }

    /// The first time with S(t) <= 1 − `share`, with the times at which the lower and the upper confidence limit of S(t)
    /// reach it (Brookmeyer & Crowley 1982, *Biometrics* 38:29). Where S equals 1 − `share` from one event to the next,
    /// or to the end of observation, the estimate is the midpoint of these, as in R. Whether it is equal is decided
    /// exactly, not by machine floats.
    pub fn quantile(&self, share: Share, confidence: Confidence) -> Quantile {
        let level = share.rest().to_f64();
        let first = |below: &dyn Fn(&Step<M>) -> bool| {
            self.steps()
                .iter()
                .find(|step| below(step))
                .map(|step| Time::of_day(step.day))
        };
        let limits = |step: &Step<M>| step.point.limits(confidence);
        Quantile {
            time: self.quantile_time(share),
            lower: first(&|step| limits(step).is_some_and(|limits| limits.lower <= level)),
            upper: first(&|step| limits(step).is_some_and(|limits| limits.upper <= level)),
        }
    }

    fn quantile_time(&self, share: Share) -> Option<Time> {
        let (place, equal) = (0..self.steps().len()).find_map(|place| match self.compare(place, share) {
            Ordering::Greater => None,
            order => Some((place, order == Ordering::Equal)),
        })?;
        let from = self.steps().get(place)?.day;
        if !equal {
            return Some(Time::of_day(from));
        }
        let next = self.falls().find(|step| step.day > from).map(|step| step.day);
        let to = next.or_else(|| self.last_day()).unwrap_or(from);
        Some(Time::midpoint(from, to))
    }

    /// S after a step against what is left of 1 without `share`.
    fn compare(&self, place: usize, share: Share) -> Ordering {
        let Some(step) = self.steps().get(place) else {
            return Ordering::Greater;
        };
        let difference = step.point.survival - share.rest().to_f64();
        if difference.abs() > CLOSE {
            return difference.total_cmp(&0.0);
        }
        self.exact_survival(place + 1).cmp(&share.rest().exact())
    }
}
