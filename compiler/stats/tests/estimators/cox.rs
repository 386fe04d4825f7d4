//! Cox models: a closed form, and everything that has no estimate.

use crate::support::{close, fraction, maintained, not_maintained, printed, times};
use kohort_stats::compare::log_rank;
use kohort_stats::cox::{CoxData, CoxError, CoxFit, Ties, Variance, fit};
use kohort_stats::{Count, Outcome, Rational, Share, Spell, Spells, Weighted};

/// Groups as values of one covariate.
fn groups(groups: &[(i64, Spells<Count>)]) -> CoxData<Count> {
    let mut data = CoxData::new(1);
    for (value, spells) in groups {
        for (spell, count) in spells.iter() {
            data.add(0, *spell, vec![fraction(*value, 1)], count)
                .expect("one covariate");
        }
    }
    data
}

/// People with events on days 1, 2, …, and these covariates.
fn in_turn(covariates: &[&[i64]]) -> Result<CoxFit, CoxError> {
    let mut data = CoxData::new(covariates[0].len());
    for (day, values) in (1..).zip(covariates) {
        let values = values.iter().map(|value| fraction(*value, 1)).collect();
        data.add(0, Spell::new(day, Outcome::EVENT), values, &Count(1))
            .expect("all have as many");
    }
    fit(&data, Ties::Efron)
}

#[test]
fn an_estimate_in_closed_form() {
    // L = θ / (2θ + 1) · 1 / (θ + 1) has its maximum where 2θ² = 1.
    let model = in_turn(&[&[1], &[0], &[1]]).unwrap();
    let effect = model.coefficients[0];
    close(effect.log_hazard_ratio, -0.5 * f64::ln(2.0), 1e-14);
    close(effect.hazard_ratio(), f64::sqrt(0.5), 1e-14);
    // −L″ = 2θ / (2θ + 1)² + θ / (1 + θ)².
    let ratio = f64::sqrt(0.5);
    let information = 2.0 * ratio / (2.0 * ratio + 1.0).powi(2) + ratio / (1.0 + ratio).powi(2);
    close(effect.std_error, 1.0 / information.sqrt(), 1e-14);
    close(model.covariance[0][0], 1.0 / information, 1e-14);
    close(model.null_log_likelihood, -f64::ln(6.0), 1e-14);
    let likelihood = ratio / (2.0 * ratio + 1.0) / (ratio + 1.0);
    close(model.log_likelihood, likelihood.ln(), 1e-14);
    let gain = 2.0 * (likelihood.ln() + f64::ln(6.0));
    close(model.likelihood_ratio.chi_square, gain, 1e-13);
    close(
        model.wald.chi_square,
        (effect.log_hazard_ratio / effect.std_error).powi(2),
        1e-13,
    );
    close(effect.p(Variance::Model), model.wald.p, 1e-13);
    assert!(model.iterations < 10);
}

#[test]
fn a_step_that_overshoots_is_shortened() {
    // One value lies far from the others, and whole steps of Newton's method run away. The number is R's.
    let model = in_turn(&[&[7], &[791], &[3], &[1], &[0], &[0], &[0], &[0], &[0], &[0], &[0]]).unwrap();
    printed(model.coefficients[0].log_hazard_ratio, "0.00287806804");
    printed(model.coefficients[0].std_error, "0.001790411902");
}

#[test]
fn the_unit_of_a_covariate_does_not_matter() {
    let days = groups(&[(0, maintained()), (1, not_maintained())]);
    let years = groups(&[(1_000_000, maintained()), (1_036_525, not_maintained())]);
    let (days, years) = (
        fit(&days, Ties::Efron).unwrap(),
        fit(&years, Ties::Efron).unwrap(),
    );
    close(
        days.coefficients[0].log_hazard_ratio,
        years.coefficients[0].log_hazard_ratio * 36_525.0,
        1e-12,
    );
    close(
        days.coefficients[0].p(Variance::Robust),
        years.coefficients[0].p(Variance::Robust),
        1e-12,
    );
}

#[test]
fn without_ties_the_score_test_is_the_log_rank_test() {
    let (one, other) = (times("1 4 6 9+ 13"), times("2 3 7+ 8 12 15"));
    let test = log_rank(&[one.clone(), other.clone()]).unwrap();
    let model = fit(&groups(&[(0, one), (1, other)]), Ties::Efron).unwrap();
    close(model.score.chi_square, test.chi_square, 1e-13);
    close(model.score.p, test.p, 1e-13);
}

#[test]
fn what_has_no_estimate() {
    assert_eq!(
        fit(&CoxData::<Count>::new(0), Ties::Efron),
        Err(CoxError::NoCovariates)
    );
    let without_events = groups(&[(0, times("3+ 4+")), (1, times("5+"))]);
    assert_eq!(fit(&without_events, Ties::Efron), Err(CoxError::NoEvents));
    let one_group = groups(&[(1, times("3 4"))]);
    assert_eq!(
        fit(&one_group, Ties::Efron),
        Err(CoxError::Constant { covariate: 0 })
    );
    let mut data = CoxData::<Count>::new(2);
    assert_eq!(
        data.add(0, Spell::new(1, Outcome::EVENT), vec![Rational::ZERO], &Count(1)),
        Err(CoxError::Width {
            expected: 2,
            found: 1
        })
    );
    assert_eq!(
        data.merge(&CoxData::new(3)),
        Err(CoxError::Width {
            expected: 2,
            found: 3
        })
    );
}

#[test]
fn a_group_without_events_is_complete_separation() {
    let data = groups(&[(0, times("3 4 5")), (1, times("4+ 6+ 9+"))]);
    assert_eq!(
        fit(&data, Ties::Efron),
        Err(CoxError::Separation { covariate: 0 })
    );
    // One event of the other group after everybody else has gone tells nothing.
    let data = groups(&[(0, times("3 4 5")), (1, times("4+ 6+ 9"))]);
    assert_eq!(
        fit(&data, Ties::Breslow),
        Err(CoxError::Separation { covariate: 0 })
    );
    // Those with the greatest value at risk always go first.
    assert_eq!(
        in_turn(&[&[7], &[5], &[5], &[1]]),
        Err(CoxError::Separation { covariate: 0 })
    );
}

#[test]
fn separation_is_among_those_at_risk() {
    let model = |entry: u32| {
        let mut data = CoxData::new(1);
        for (value, spell) in [
            (0, Spell::new(5, Outcome::EVENT)),
            (0, Spell::new(9, Outcome::EVENT)),
            (
                1,
                Spell::delayed(entry, 8, Outcome::EVENT).expect("the entry is before the exit"),
            ),
        ] {
            data.add(0, spell, vec![fraction(value, 1)], &Count(1))
                .expect("one covariate");
        }
        fit(&data, Ties::Efron).map(|model| model.events)
    };
    assert_eq!(model(4), Ok(3));
    // Who enters on the day of the first event is not at risk at it, and then always goes first.
    assert_eq!(model(5), Err(CoxError::Separation { covariate: 0 }));
}

#[test]
fn covariates_may_separate_together() {
    // Neither covariate orders the events, and their sum does.
    let together = in_turn(&[&[4, 2], &[1, 4], &[3, 1], &[0, 3], &[2, 0]]);
    assert_eq!(together, Err(CoxError::JointSeparation));
    // Here the information stays regular, and the likelihood settles while the hazards run apart.
    let mut data = CoxData::new(3);
    for (day, (values, outcome)) in (1..).zip([
        ([0, 2, 1], Outcome::Censored),
        ([2, 0, 2], Outcome::EVENT),
        ([0, 2, 1], Outcome::EVENT),
        ([2, 1, 1], Outcome::Censored),
        ([0, 0, 2], Outcome::EVENT),
    ]) {
        let values = values.map(|value| fraction(value, 1)).to_vec();
        data.add(0, Spell::new(day, outcome), values, &Count(1)).unwrap();
    }
    assert_eq!(fit(&data, Ties::Efron), Err(CoxError::JointSeparation));
}

#[test]
fn covariates_that_follow_from_others() {
    let twice = in_turn(&[&[1, 2], &[0, 0], &[3, 6], &[1, 2], &[2, 4]]);
    assert_eq!(twice, Err(CoxError::Collinear { covariate: 1 }));
    // Nor is there a third effect where a third covariate is a third of one and a seventh of another.
    let mut data = CoxData::new(3);
    for (day, (a, b)) in (1..).zip([(1, 2), (5, 0), (2, 9), (0, 4), (7, 7), (3, 1), (2, 8)]) {
        let values = vec![fraction(a, 1), fraction(b, 1), fraction(a, 3) + fraction(b, 7)];
        data.add(0, Spell::new(day, Outcome::EVENT), values, &Count(1))
            .unwrap();
    }
    assert_eq!(fit(&data, Ties::Efron), Err(CoxError::Collinear { covariate: 2 }));
    // A contrast only between strata is none.
    let mut data = CoxData::new(1);
    for (stratum, day) in [(0, 1), (0, 2), (1, 3), (1, 4)] {
        let value = vec![fraction(i64::from(stratum), 1)];
        data.add(stratum, Spell::new(day, Outcome::EVENT), value, &Count(1))
            .unwrap();
    }
    assert_eq!(fit(&data, Ties::Efron), Err(CoxError::Collinear { covariate: 0 }));
}

#[test]
fn equal_weights_change_only_the_error_of_the_model() {
    let plain = groups(&[(0, maintained()), (1, not_maintained())]);
    let mut weighted = CoxData::new(1);
    for (value, arm) in [(0, maintained()), (1, not_maintained())] {
        for (spell, count) in arm.iter() {
            for _ in 0..count.0 {
                let person = Weighted::person(fraction(4, 1)).unwrap();
                weighted
                    .add(0, *spell, vec![fraction(value, 1)], &person)
                    .unwrap();
            }
        }
    }
    let (plain, weighted) = (
        fit(&plain, Ties::Efron).unwrap(),
        fit(&weighted, Ties::Efron).unwrap(),
    );
    let (plain, weighted) = (plain.coefficients[0], weighted.coefficients[0]);
    close(weighted.log_hazard_ratio, plain.log_hazard_ratio, 1e-13);
    close(weighted.robust_std_error, plain.robust_std_error, 1e-13);
    close(weighted.std_error, plain.std_error / 2.0, 1e-13);
    let limits = weighted.limits(Variance::Robust, Share::P95);
    close(
        limits.lower * limits.upper,
        weighted.hazard_ratio().powi(2),
        1e-13,
    );
}
