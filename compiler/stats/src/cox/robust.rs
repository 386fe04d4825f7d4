//! The sandwich variance of the coefficients.

use super::likelihood::{Evaluation, EventDay};
use super::prepared::{Person, Stratum};
use crate::linear::{add_outer, add_vector, dot, zeros};
use crate::spell::Days;

/// Sums over the event days up to a day.
#[derive(Clone)]
struct Passed {
    day: Days,
    hazard: f64,
    hazard_mean: Vec<f64>,
}

/// Σ w² D Dᵀ with D = I⁻¹ U, where U is a person's score residual (Lin & Wei 1989, *JASA* 84:1074; with Efron's ties as in
/// Therneau & Grambsch 2000, chapter 7, and R's `coxph`). Each person counts as independent of the others.
pub(super) fn covariance(
    strata: &[Stratum],
    coefficients: &[f64],
    at: &Evaluation,
    inverse: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    let width = coefficients.len();
    let mut total = zeros(width);
    for (stratum, days) in strata.iter().zip(&at.days) {
        let passed = passed(days, width);
        for person in &stratum.people {
            let residual = residual(person, coefficients, days, &passed);
            let change: Vec<f64> = inverse.iter().map(|row| dot(row, &residual)).collect();
            add_outer(&mut total, person.squares, &change, &change);
        }
    }
    total
}

/// The sums of hazards up to each event day, the first day first.
fn passed(days: &[EventDay], width: usize) -> Vec<Passed> {
    let mut sum = Passed {
        day: 0,
        hazard: 0.0,
        hazard_mean: vec![0.0; width],
    };
    days.iter()
        .rev()
        .map(|day| {
            sum.day = day.day;
            sum.hazard += day.hazard;
            add_vector(&mut sum.hazard_mean, 1.0, &day.hazard_mean);
            sum.clone()
        })
        .collect()
}

/// U = Σ ∫ (x − x̄) dM: what the person's event and time at risk contribute to the score.
fn residual(person: &Person, coefficients: &[f64], days: &[EventDay], passed: &[Passed]) -> Vec<f64> {
    let risk = libm::exp(dot(&person.values, coefficients));
    let own = days
        .binary_search_by(|day| person.exit.cmp(&day.day))
        .ok()
        .and_then(|place| days.get(place))
        .filter(|_| person.event);
    let before = |day: Days, included: bool| {
        let count = passed.partition_point(|sum| sum.day < day || (included && sum.day == day));
        count.checked_sub(1).and_then(|place| passed.get(place))
    };
    let mut hazard = 0.0;
    let mut residual = vec![0.0; person.values.len()];
    if let Some(sum) = before(person.exit, own.is_none()) {
        hazard += sum.hazard;
        add_vector(&mut residual, risk, &sum.hazard_mean);
    }
    if let Some(sum) = person.entry.and_then(|entry| before(entry, true)) {
        hazard -= sum.hazard;
        add_vector(&mut residual, -risk, &sum.hazard_mean);
    }
    if let Some(day) = own {
        hazard += day.own_hazard;
        add_vector(&mut residual, risk, &day.own_hazard_mean);
        add_vector(&mut residual, 1.0, &person.values);
        add_vector(&mut residual, -1.0, &day.mean);
    }
    add_vector(&mut residual, -risk * hazard, &person.values);
    residual
}
