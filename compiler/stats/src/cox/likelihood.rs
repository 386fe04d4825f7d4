//! The partial likelihood, its slope and its curvature.

use super::fit::Ties;
use super::prepared::{Person, Stratum};
use crate::linear::{add_matrix, add_outer, add_vector, diagonal, dot, zeros};
use crate::spell::Days;

/// The partial likelihood at some coefficients.
pub(super) struct Evaluation {
    /// Its logarithm.
    pub(super) log_likelihood: f64,
    /// The derivatives of this.
    pub(super) score: Vec<f64>,
    /// Minus the second derivatives.
    pub(super) information: Vec<Vec<f64>>,
    /// The size of the numbers whose differences the diagonal of the information is.
    pub(super) scale: Vec<f64>,
    /// What happened on each event day, by stratum, the last day first.
    pub(super) days: Vec<Vec<EventDay>>,
}

/// What an event day means for those at risk on it: sums over its one or (with ties, by Efron) several steps.
pub(super) struct EventDay {
    pub(super) day: Days,
    /// Increments of the baseline hazard, h, and of h·x̄.
    pub(super) hazard: f64,
    pub(super) hazard_mean: Vec<f64>,
    /// The same for those who have the event on this day, who are at risk only in part of its steps.
    pub(super) own_hazard: f64,
    pub(super) own_hazard_mean: Vec<f64>,
    /// The mean of x̄ over the steps.
    pub(super) mean: Vec<f64>,
}

/// Σ r, Σ r x and Σ r x xᵀ of some people, with r = w exp(xβ).
struct Sums {
    risk: f64,
    values: Vec<f64>,
    products: Vec<Vec<f64>>,
}

impl Sums {
    fn new(width: usize) -> Self {
        Self {
            risk: 0.0,
            values: vec![0.0; width],
            products: zeros(width),
        }
    }

    fn add(&mut self, person: &Person, risk: f64) {
        self.risk += risk;
        add_vector(&mut self.values, risk, &person.values);
        add_outer(&mut self.products, risk, &person.values, &person.values);
    }

    /// These people less a share of others.
    fn without(&self, share: f64, other: &Self) -> Self {
        let mut rest = Self {
            risk: self.risk - share * other.risk,
            values: self.values.clone(),
            products: self.products.clone(),
        };
        add_vector(&mut rest.values, -share, &other.values);
        add_matrix(&mut rest.products, -share, &other.products);
        rest
    }
}

/// The partial likelihood (Cox 1972) with ties by Efron (1977, *JASA* 72:557) or Breslow (1974), strata, delayed entry, and
/// weights as in Therneau & Grambsch 2000, chapters 3 and 7.
///
/// Each stratum is gone through once from the last event day to the first: who leaves on or after a day is added, and who
/// enters on or after it is taken away.
pub(super) fn evaluate(strata: &[Stratum], coefficients: &[f64], ties: Ties) -> Evaluation {
    let width = coefficients.len();
    let mut result = Evaluation {
        log_likelihood: 0.0,
        score: vec![0.0; width],
        information: zeros(width),
        scale: vec![0.0; width],
        days: Vec::with_capacity(strata.len()),
    };
    for stratum in strata {
        let mut leaving = stratum.people.iter().peekable();
        let mut entering = stratum.entering().peekable();
        let mut at_risk = Sums::new(width);
        let mut days = Vec::with_capacity(stratum.event_days.len());
        for day in &stratum.event_days {
            let mut tied = Sums::new(width);
            let (mut people, mut weight) = (0.0, 0.0);
            while let Some(person) = leaving.next_if(|person| person.exit >= *day) {
                let linear = dot(&person.values, coefficients);
                let risk = person.weight * libm::exp(linear);
                at_risk.add(person, risk);
                if person.event {
                    tied.add(person, risk);
                    people += person.people;
                    weight += person.weight;
                    result.log_likelihood += person.weight * linear;
                    add_vector(&mut result.score, person.weight, &person.values);
                }
            }
            while let Some(person) = entering.next_if(|person| person.entry >= Some(*day)) {
                let risk = person.weight * libm::exp(dot(&person.values, coefficients));
                at_risk.add(person, -risk);
            }
            days.push(event_day(
                &mut result,
                *day,
                &at_risk,
                &tied,
                people,
                weight,
                ties,
            ));
        }
        result.days.push(days);
    }
    result
}

fn event_day(
    result: &mut Evaluation,
    day: Days,
    at_risk: &Sums,
    tied: &Sums,
    people: f64,
    weight: f64,
    ties: Ties,
) -> EventDay {
    let width = at_risk.values.len();
    let mut summary = EventDay {
        day,
        hazard: 0.0,
        hazard_mean: vec![0.0; width],
        own_hazard: 0.0,
        own_hazard_mean: vec![0.0; width],
        mean: vec![0.0; width],
    };
    // Efron takes the tied events one after another, each time without the share that has gone; Breslow all at once.
    let (steps, each) = match ties {
        Ties::Efron => (people, weight / people),
        Ties::Breslow => (1.0, weight),
    };
    let mut step = 0.0;
    while step < steps {
        let gone = step / steps;
        let rest = at_risk.without(gone, tied);
        let mean: Vec<f64> = rest.values.iter().map(|value| value / rest.risk).collect();
        result.log_likelihood -= each * libm::log(rest.risk);
        add_vector(&mut result.score, -each, &mean);
        add_matrix(&mut result.information, each / rest.risk, &rest.products);
        let squares: Vec<f64> = diagonal(&rest.products).collect();
        add_vector(&mut result.scale, each / rest.risk, &squares);
        add_outer(&mut result.information, -each, &mean, &mean);
        let hazard = each / rest.risk;
        summary.hazard += hazard;
        add_vector(&mut summary.hazard_mean, hazard, &mean);
        summary.own_hazard += hazard * (1.0 - gone);
        add_vector(&mut summary.own_hazard_mean, hazard * (1.0 - gone), &mean);
        add_vector(&mut summary.mean, 1.0 / steps, &mean);
        step += 1.0;
    }
    summary
}
