//! What a Cox model estimates.

use super::fit::Ties;
use crate::confidence::Limits;
use crate::share::Share;
use crate::special::{normal_quantile, two_sided_p};

/// A fitted Cox model.
#[derive(Clone, Debug, PartialEq)]
pub struct CoxFit {
    /// How ties were handled.
    pub ties: Ties,
    /// The number of people.
    pub people: u64,
    /// The number of people with an event.
    pub events: u64,
    /// One for each covariate.
    pub coefficients: Vec<Coefficient>,
    /// The covariance of the estimates from the information.
    pub covariance: Vec<Vec<f64>>,
    /// The sandwich covariance, which stays valid under weights.
    pub robust_covariance: Vec<Vec<f64>>,
    /// The logarithm of the partial likelihood without covariates.
    pub null_log_likelihood: f64,
    /// The same at the estimate.
    pub log_likelihood: f64,
    /// The likelihood ratio test that all coefficients are 0. Without meaning under weights.
    pub likelihood_ratio: Test,
    /// The score test of the same; with one binary covariate and no ties, the log-rank test.
    pub score: Test,
    /// Wald's test of the same.
    pub wald: Test,
    /// The steps that the iteration made.
    pub iterations: u32,
}

/// The effect of one covariate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    /// The logarithm of the hazard ratio for one unit more.
    pub log_hazard_ratio: f64,
    /// Its standard error from the information.
    pub std_error: f64,
    /// Its sandwich standard error.
    pub robust_std_error: f64,
}

/// A chi-square test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The statistic.
    pub chi_square: f64,
    /// The degrees of freedom.
    pub degrees: u32,
    /// The probability of a statistic at least as large.
    pub p: f64,
}

/// Which variance of the coefficients is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// From the information: the usual one without weights.
    Model,
    /// The sandwich: the one to take with weights.
    Robust,
}

impl Coefficient {
    /// The hazard ratio for one unit more.
    pub fn hazard_ratio(&self) -> f64 {
        libm::exp(self.log_hazard_ratio)
    }

    /// Wald's confidence limits of the hazard ratio.
    pub fn limits(&self, variance: Variance, level: Share) -> Limits {
        let half = normal_quantile(1.0 - level.tail()) * self.error(variance);
        Limits {
            lower: libm::exp(self.log_hazard_ratio - half),
            upper: libm::exp(self.log_hazard_ratio + half),
        }
    }

    /// The two-sided p of a hazard ratio of 1.
    pub fn p(&self, variance: Variance) -> f64 {
        two_sided_p(self.log_hazard_ratio / self.error(variance))
    }

    fn error(&self, variance: Variance) -> f64 {
        match variance {
            Variance::Model => self.std_error,
            Variance::Robust => self.robust_std_error,
        }
    }
}
