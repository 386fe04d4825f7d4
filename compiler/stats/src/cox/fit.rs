//! Newton's iteration.

use super::check::check;
use super::data::CoxData;
use super::error::CoxError;
use super::likelihood::{Evaluation, evaluate};
use super::prepared::{Stratum, strata};
use super::result::{Coefficient, CoxFit, Test};
use super::robust;
use crate::linear::{Cholesky, diagonal, dot};
use crate::mass::Mass;
use crate::special::chi_square_tail;
use crate::spell::Outcome;

/// How events of the same day are put into the likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// Efron's approximation, the default of R.
    #[default]
    Efron,
    /// Breslow's, the default of SAS.
    Breslow,
}

/// More steps than any estimate needs that exists.
const MOST_STEPS: u32 = 60;
/// Halvings of a step that lowers the likelihood.
const MOST_HALVINGS: u32 = 30;
/// The iteration ends with the step whose expected gain in log-likelihood, twice, is below this.
const SETTLED: f64 = 1e-18;
/// Log hazards further apart than this are on their way to infinity: a ratio of 10¹³.
const FURTHEST_APART: f64 = 30.0;

/// Fits a Cox model by Newton's method from 0, always by the same steps. Events of any kind count; make other kinds
/// censoring first for a cause-specific model.
///
/// # Errors
/// [`CoxError`]: without events, without contrast, or without a finite or settled estimate.
pub fn fit<M: Mass>(data: &CoxData<M>, ties: Ties) -> Result<CoxFit, CoxError> {
    check(data)?;
    let strata = strata(data);
    let mut coefficients = vec![0.0; data.width()];
    let null = evaluate(&strata, &coefficients, ties);
    let (null_log_likelihood, score) = (null.log_likelihood, score_test(&null)?);
    let mut now = null;
    let mut iterations = 0;
    loop {
        if iterations == MOST_STEPS {
            return Err(CoxError::NotConverged { iterations });
        }
        // The first information is that of the data; a later one is singular only because hazards have run apart.
        let factor = Cholesky::of(&now.information).map_err(|_| CoxError::JointSeparation)?;
        let step = factor.solve(&now.score);
        let gain = dot(&step, &now.score);
        (coefficients, now) = advance(&strata, &coefficients, &step, &now, ties)
            .ok_or(CoxError::NotConverged { iterations })?;
        iterations += 1;
        if gain <= SETTLED {
            break;
        }
    }
    // On the way to infinity each step is about as long as the last, and the likelihood gains less each time.
    if spread(&strata, &coefficients) > FURTHEST_APART {
        return Err(CoxError::JointSeparation);
    }
    let inverse = Cholesky::of(&now.information)
        .map_err(|_| CoxError::JointSeparation)?
        .inverse();
    let robust_covariance = robust::covariance(&strata, &coefficients, &now, &inverse);
    let wald: f64 = now
        .information
        .iter()
        .zip(&coefficients)
        .map(|(row, value)| value * dot(row, &coefficients))
        .fold(0.0, |sum, part| sum + part);
    let errors = diagonal(&inverse).zip(diagonal(&robust_covariance));
    let (people, events) = counts(data);
    Ok(CoxFit {
        ties,
        people,
        events,
        coefficients: coefficients
            .iter()
            .zip(errors)
            .map(|(estimate, (variance, robust))| Coefficient {
                log_hazard_ratio: *estimate,
                std_error: variance.sqrt(),
                robust_std_error: robust.sqrt(),
            })
            .collect(),
        null_log_likelihood,
        log_likelihood: now.log_likelihood,
        likelihood_ratio: test(2.0 * (now.log_likelihood - null_log_likelihood), data.width()),
        score,
        wald: test(wald, data.width()),
        iterations,
        covariance: inverse,
        robust_covariance,
    })
}

/// The next coefficients: a whole step, or a part of it if the whole one overshoots.
fn advance(
    strata: &[Stratum],
    from: &[f64],
    step: &[f64],
    now: &Evaluation,
    ties: Ties,
) -> Option<(Vec<f64>, Evaluation)> {
    // Near the maximum the likelihood is flat, and may fall by nothing but rounding.
    let rounding = f64::EPSILON * 64.0 * (1.0 + now.log_likelihood.abs());
    let mut length = 1.0;
    for _ in 0..MOST_HALVINGS {
        let next: Vec<f64> = from
            .iter()
            .zip(step)
            .map(|(value, step)| value + length * step)
            .collect();
        let there = evaluate(strata, &next, ties);
        if there.log_likelihood >= now.log_likelihood - rounding {
            return Some((next, there));
        }
        length /= 2.0;
    }
    None
}

fn score_test(null: &Evaluation) -> Result<Test, CoxError> {
    let factor =
        Cholesky::scaled(&null.information, &null.scale).map_err(|singular| CoxError::Collinear {
            covariate: singular.0,
        })?;
    let statistic = dot(&null.score, &factor.solve(&null.score));
    Ok(test(statistic, null.score.len()))
}

fn test(chi_square: f64, degrees: usize) -> Test {
    let degrees = u32::try_from(degrees).unwrap_or(u32::MAX);
    Test {
        chi_square,
        degrees,
        p: chi_square_tail(chi_square.max(0.0), degrees),
    }
}

/// How far apart the log hazards of any two people are.
fn spread(strata: &[Stratum], coefficients: &[f64]) -> f64 {
    let people = strata.iter().flat_map(|stratum| &stratum.people);
    let (low, high) = people
        .map(|person| dot(&person.values, coefficients))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), linear| {
            (low.min(linear), high.max(linear))
        });
    high - low
}

fn counts<M: Mass>(data: &CoxData<M>) -> (u64, u64) {
    data.rows().fold((0, 0), |(people, events), (row, mass)| {
        let event = row.spell.outcome() != Outcome::Censored;
        (
            people.saturating_add(mass.people()),
            events.saturating_add(if event { mass.people() } else { 0 }),
        )
    })
}
