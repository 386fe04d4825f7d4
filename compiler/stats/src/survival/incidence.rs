//! Cumulative incidence of competing events.

use crate::confidence::{Confidence, Limits};
use crate::mass::Mass;
use crate::risk_table::RiskTable;
use crate::spell::{Cause, Days};

/// The probability of each kind of event as the first, by time.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence<M> {
    causes: Vec<Cause>,
    steps: Vec<IncidenceStep<M>>,
    last_day: Option<Days>,
}

/// A day with an event of any kind.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidenceStep<M> {
    /// Days from the start of the clock.
    pub day: Days,
    /// Those at risk just before this day's events.
    pub at_risk: M,
    /// The probability of no event up to this day. With the incidences it adds up to 1.
    pub event_free: f64,
    /// One for each kind of event, in the order of [`Incidence::causes`].
    pub by_cause: Vec<CauseIncidence<M>>,
}

/// The state of one kind of event on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseIncidence<M> {
    /// The kind.
    pub cause: Cause,
    /// Those with this event on this day.
    pub events: M,
    /// The probability of this event up to this day, as the first of all kinds.
    pub cumulative: f64,
    /// Its standard error.
    pub std_error: f64,
}

impl<M> CauseIncidence<M> {
    /// Confidence limits of the probability, on the named scale.
    pub fn limits(&self, confidence: Confidence) -> Option<Limits> {
        confidence.limits(self.cumulative, Some(self.std_error))
    }
}

impl<M: Mass> Incidence<M> {
    /// The kinds of event that occur, in order.
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// The days with an event, in order.
    pub fn steps(&self) -> &[IncidenceStep<M>] {
        &self.steps
    }

    /// The state on a day, after its events: the last step up to it. None before the first event, where all incidences
    /// are 0, and after the end of observation.
    pub fn at(&self, day: Days) -> Option<&IncidenceStep<M>> {
        let passed = self.steps.partition_point(|step| step.day <= day);
        let step = self.steps.get(passed.checked_sub(1)?)?;
        let known = self.last_day.is_some_and(|last| day <= last) || step.event_free <= 0.0;
        known.then_some(step)
    }
}

/// What a day contributes to the variances.
struct Term {
    /// The share of those at risk with an event of any kind.
    hazard: f64,
    /// The same of each kind.
    by_cause: Vec<f64>,
    /// The probability of no event before this day.
    free_before: f64,
    /// The effective number at risk.
    at_risk: f64,
}

/// The Aalen–Johansen estimate F(t) = Σ S(t−) dₖ/n (Aalen & Johansen 1978, *Scand J Stat* 5:141), with the variance
/// Σ { (F(t) − F(tⱼ))² d / (n (n − d)) + S(tⱼ−)² dₖ (n − dₖ) / n³ − 2 (F(t) − F(tⱼ)) S(tⱼ−) dₖ / n² }
/// (delta method; Marubini & Valsecchi 1995, 10.12; Pintilie 2006, chapter 4).
///
/// Without delayed entry it equals the infinitesimal jackknife that R's `survfit` gives. With weights, n and d are
/// sums of weights, and the number at risk in the variance is the effective one, (Σw)² / Σw², as in the Kaplan–Meier
/// estimate.
pub fn aalen_johansen<M: Mass>(table: &RiskTable<M>) -> Incidence<M> {
    let causes = table.causes();
    let mut terms: Vec<Term> = Vec::new();
    let mut cumulative: Vec<f64> = vec![0.0; causes.len()];
    // F of each kind after each day so far, kind by kind, as the variance of a day looks back at all days before it.
    let mut history: Vec<Vec<f64>> = vec![Vec::new(); causes.len()];
    let mut event_free = 1.0;
    let mut steps = Vec::new();
    for row in table.event_rows() {
        let n = row.at_risk.total();
        let hazards: Vec<f64> = causes
            .iter()
            .map(|cause| row.by_cause.get(cause).map_or(0.0, |events| events.total() / n))
            .collect();
        let mut left = row.at_risk.clone();
        left.remove(&row.events);
        terms.push(Term {
            hazard: row.events.total() / n,
            by_cause: hazards.clone(),
            free_before: event_free,
            at_risk: row.at_risk.effective(),
        });
        for ((sum, hazard), past) in cumulative.iter_mut().zip(&hazards).zip(&mut history) {
            *sum += event_free * hazard;
            past.push(*sum);
        }
        event_free *= left.total() / n;
        let by_cause = causes.iter().zip(&cumulative).zip(&history).enumerate();
        steps.push(IncidenceStep {
            day: row.day,
            at_risk: row.at_risk.clone(),
            event_free,
            by_cause: by_cause
                .map(|(place, ((cause, cumulative), past))| CauseIncidence {
                    cause: *cause,
                    events: row.by_cause.get(cause).cloned().unwrap_or_default(),
                    cumulative: *cumulative,
                    std_error: variance(&terms, past, place, *cumulative).max(0.0).sqrt(),
                })
                .collect(),
        });
    }
    Incidence {
        causes,
        steps,
        last_day: table.last_day(),
    }
}

fn variance(terms: &[Term], past: &[f64], place: usize, now: f64) -> f64 {
    terms.iter().zip(past).fold(0.0, |sum, (term, then)| {
        let since = now - then;
        let hazard = term.by_cause.get(place).copied().unwrap_or(0.0);
        let own = term.free_before * term.free_before * hazard * (1.0 - hazard);
        // After a day on which everybody had an event nothing is added any more, and this term is 0 by 0.
        let left = 1.0 - term.hazard;
        let later = if left > 0.0 {
            since * since * term.hazard / left
        } else {
            0.0
        };
        sum + (later + own - 2.0 * since * term.free_before * hazard) / term.at_risk
    })
}
