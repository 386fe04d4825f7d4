//! Cases worked out by hand.

use crate::support::{close, competing, fraction, printed, times};
use kohort_stats::compare::{LogRankError, log_rank, stratified_log_rank, weighted_log_rank};
use kohort_stats::rate::{
    Band, PersonTime, Proportion, ProportionError, StandardisedError, byar_limits, directly_standardised,
    poisson_limits,
};
use kohort_stats::survival::{RmstError, aalen_johansen, kaplan_meier};
use kohort_stats::{
    Cause, Confidence, ConfidenceType, Count, Mass, NeverAtRisk, Outcome, Rational, Share, Spell, Spells,
    Time, Unit, Weighted,
};

#[test]
fn nobody() {
    let curve = kaplan_meier(&Spells::<Count>::new().risk_table());
    assert_eq!(curve.at(0), None);
    assert_eq!(curve.median(Confidence::default()).time, None);
    assert_eq!(curve.rmst(5), Err(RmstError::Nobody));
    assert!(
        aalen_johansen(&Spells::<Count>::new().risk_table())
            .steps()
            .is_empty()
    );
    assert_eq!(log_rank(&[]), Err(LogRankError::NoEvents));
}

#[test]
fn months_in_days() {
    assert_eq!(
        [1, 6, 12, 16].map(Time::day_within_months),
        [30, 182, 365, 487].map(Some)
    );
    assert_eq!(Time::day_within_months(u32::MAX), None);
    assert_eq!(Time::of_day(487).months(), 16.0);
    assert_eq!(Time::midpoint(3, 4).half_days(), 7);
}

#[test]
fn units_have_fixed_lengths() {
    let moment = |unit: Unit, amount: &Rational| {
        let moment = unit.moment(amount)?;
        Some((moment.passed, moment.reached))
    };
    assert_eq!(moment(Unit::Months, &fraction(6, 1)), Some((182, 183)));
    assert_eq!(moment(Unit::Months, &fraction(16, 1)), Some((487, 487)));
    assert_eq!(moment(Unit::Years, &fraction(1, 2)), Some((182, 183)));
    assert_eq!(moment(Unit::Years, &fraction(4, 1)), Some((1461, 1461)));
    assert_eq!(moment(Unit::Days, &fraction(0, 1)), Some((0, 0)));
    assert_eq!(moment(Unit::Days, &fraction(-1, 1)), None, "before time zero");
    assert_eq!(
        moment(Unit::Years, &fraction(99_999_999, 1)),
        None,
        "beyond all days"
    );
    assert_eq!(Unit::Days.of(Time::midpoint(11, 14)), 12.5);
    assert_eq!(Unit::Months.of(Time::of_day(487)), Time::of_day(487).months());
    assert_eq!(Unit::Years.of_exact(&fraction(1461, 1)), 4.0);
    assert_eq!(Unit::Months.of_estimate(30.4375), 1.0);
}

#[test]
fn many_people_of_one_weight_are_as_one_after_the_other() {
    let mut added = Weighted::default();
    for _ in 0..3 {
        added.add(&Weighted::person(fraction(7, 10)).expect("a weight"));
    }
    assert_eq!(Weighted::people(3, fraction(7, 10)), Ok(added));
    assert_eq!(Weighted::people(0, fraction(7, 10)), Ok(Weighted::default()));
    assert!(Weighted::people(3, fraction(0, 1)).is_err());
}

#[test]
fn groups_of_nobody_leave_no_trace() {
    let mut spells = times("3 4+");
    spells.add(Spell::new(2, Outcome::EVENT), &Count(0));
    assert_eq!(spells, times("3 4+"));
}

#[test]
fn a_death_on_day_zero_counts() {
    let curve = kaplan_meier(&times("0 0+ 3 4+").risk_table());
    assert_eq!(curve.steps()[0].at_risk, Count(4));
    assert_eq!(curve.at(0).unwrap().survival, 0.75);
    assert_eq!(curve.at(3).unwrap().survival, 0.375);
}

#[test]
fn nothing_is_known_before_the_first_event_but_that_nobody_had_one() {
    let curve = kaplan_meier(&times("5 9+").risk_table());
    let start = curve.at(4).unwrap();
    assert_eq!((start.survival, start.std_error), (1.0, Some(0.0)));
    assert_eq!(start.limits(Confidence::of(ConfidenceType::LogLog)), None);
    let plain = start.limits(Confidence::of(ConfidenceType::Plain)).unwrap();
    assert_eq!((plain.lower, plain.upper), (1.0, 1.0));
}

#[test]
fn who_enters_on_the_day_of_leaving_is_never_at_risk() {
    assert_eq!(
        Spell::delayed(5, 5, Outcome::EVENT),
        Err(NeverAtRisk { entry: 5, exit: 5 })
    );
    let spell = Spell::delayed(5, 6, Outcome::EVENT).unwrap();
    assert!(!spell.at_risk_on(5) && spell.at_risk_on(6) && !spell.at_risk_on(7));
    assert_eq!((spell.length(), spell.to_string().as_str()), (1, "(5, 6]"));
}

#[test]
fn a_curve_that_falls_to_zero_stays_there() {
    let mut spells = times("2");
    spells.add(Spell::delayed(4, 9, Outcome::EVENT).unwrap(), &Count(1));
    spells.add(Spell::delayed(4, 12, Outcome::Censored).unwrap(), &Count(1));
    let curve = kaplan_meier(&spells.risk_table());
    assert_eq!(curve.at(9).unwrap().survival, 0.0);
    assert_eq!(curve.at(9).unwrap().std_error, None);
}

#[test]
fn a_median_that_lasts_to_the_end_lies_half_way_there() {
    let median = |text| {
        kaplan_meier(&times(text).risk_table())
            .median(Confidence::default())
            .time
    };
    assert_eq!(median("1 2 3+ 4+"), Some(Time::midpoint(2, 4)));
    assert_eq!(median("1 2 3+ 4"), Some(Time::midpoint(2, 4)));
    assert_eq!(median("1 2+"), Some(Time::midpoint(1, 2)));
    // 6/9 · 3/4 is one half, and the product of floats is a little less.
    assert_eq!(median("1 2 3 4+ 5+ 6 7 8 9"), Some(Time::midpoint(6, 7)));
    assert_eq!(median("1 2+ 3+"), None);
}

#[test]
fn a_median_by_weights() {
    let mut spells = Spells::new();
    for (day, weight) in [(1, fraction(1, 3)), (2, fraction(1, 6)), (7, fraction(1, 2))] {
        let person = Weighted::person(weight).unwrap();
        spells.add(Spell::new(day, Outcome::EVENT), &person);
    }
    // 1/3 + 1/6 = 1/2 exactly, which binary floats cannot say.
    let median = kaplan_meier(&spells.risk_table()).median(Confidence::default());
    assert_eq!(median.time, Some(Time::midpoint(2, 7)));
}

#[test]
fn the_error_of_a_weighted_curve() {
    let mut spells = Spells::new();
    for (day, outcome, weight) in [
        (1, Outcome::EVENT, 2),
        (2, Outcome::Censored, 1),
        (3, Outcome::EVENT, 1),
        (4, Outcome::Censored, 4),
    ] {
        spells.add(
            Spell::new(day, outcome),
            &Weighted::person(fraction(weight, 1)).unwrap(),
        );
    }
    let curve = kaplan_meier(&spells.risk_table());
    // Day 1: 2 of 8, m = 64/22. Day 3: 1 of 5, m = 25/17. S = 3/4 · 4/5.
    let point = curve.at(3).unwrap();
    close(point.survival, 0.6, 1e-15);
    let variance = 0.36 * ((0.25 / 0.75) / (64.0 / 22.0) + (0.2 / 0.8) / (25.0 / 17.0));
    close(point.std_error.unwrap(), f64::sqrt(variance), 1e-14);
}

#[test]
fn a_weight_is_above_zero() {
    assert!(Weighted::person(fraction(0, 1)).is_err());
    assert_eq!(
        Weighted::person(fraction(-1, 2)).unwrap_err().to_string(),
        "a weight has to be above zero, and this one is -1/2"
    );
}

#[test]
fn effective_numbers() {
    let mut sum = Weighted::person(fraction(1, 2)).unwrap();
    sum.add(&Weighted::person(fraction(3, 2)).unwrap());
    // (1/2 + 3/2)² / (1/4 + 9/4)
    assert_eq!(sum.effective(), 1.6);
    assert_eq!(Count(7).effective(), 7.0);
    assert_eq!(Weighted::default().effective(), 0.0);
}

#[test]
fn follow_up_is_the_curve_of_censoring() {
    // At risk of being censored: 4 on day 3, 2 on day 6; S = 3/4, then 3/8.
    let spells = times("2 3+ 4 6+ 9");
    let curve = kaplan_meier(&spells.reversed().risk_table());
    assert_eq!(curve.at(3).unwrap().survival, 0.75);
    assert_eq!(curve.at(6).unwrap().survival, 0.375);
    assert_eq!(curve.median(Confidence::default()).time, Some(Time::of_day(6)));
}

#[test]
fn a_landmark_restarts_the_clock() {
    let mut spells = times("2 5+ 5 6 9+");
    spells.add(Spell::delayed(3, 8, Outcome::EVENT).unwrap(), &Count(1));
    spells.add(Spell::delayed(6, 8, Outcome::EVENT).unwrap(), &Count(1));
    spells.add(Spell::delayed(5, 7, Outcome::EVENT).unwrap(), &Count(1));
    let landmark = spells.landmark(5);
    assert_eq!(
        (landmark.event_before, landmark.censored_before),
        (Count(2), Count(1))
    );
    let mut expected = times("1 4+ 3 2");
    expected.add(Spell::delayed(1, 3, Outcome::EVENT).unwrap(), &Count(1));
    assert_eq!(landmark.followed, expected);
}

#[test]
fn other_events_may_count_or_not() {
    let spells = competing("1/1 2/2 3/0");
    assert_eq!(spells.any_event(), times("1 2 3+"));
    assert_eq!(spells.only(Cause(2)), competing("1/0 2/2 3/0"));
}

#[test]
fn a_difference_of_restricted_means() {
    let mean = |text, horizon| kaplan_meier(&times(text).risk_table()).rmst(horizon).unwrap();
    let (one, other) = (mean("2 4 6+ 6+", 5), mean("1 3 6+ 6+", 5));
    // 2 + 2 · 3/4 + 1/2 and 1 + 2 · 3/4 + 2 · 1/2.
    assert_eq!((one.mean, other.mean), (4.0, 3.5));
    let difference = one.minus(&other).unwrap();
    assert_eq!(difference.difference, 0.5);
    // Areas behind the falls 2 and 1/2, and 5/2 and 1, with 1/12 and 1/6.
    close(one.std_error, f64::sqrt(4.0 / 12.0 + 0.25 / 6.0), 1e-15);
    close(other.std_error, f64::sqrt(6.25 / 12.0 + 1.0 / 6.0), 1e-15);
    close(difference.std_error, f64::sqrt(12.75 / 12.0), 1e-15);
    // Twice the upper tail of a normal variable at 0.5 / 1.0308.
    printed(difference.p, "0.6276");
    assert_eq!(one.minus(&mean("2 4 6+ 6+", 4)), Err(RmstError::Horizons(5, 4)));
}

#[test]
fn the_variance_of_an_incidence() {
    // Both events happen to one of four on day 1 and one of three on day 2: F₁ = 1/4, S(1) = 3/4, F₂ = 1/4.
    let incidence = aalen_johansen(&competing("1/1 2/2 3/0 3/0").risk_table());
    let [first, second] = incidence.at(2).unwrap().by_cause.as_slice() else {
        panic!("two kinds of event");
    };
    // Nothing is censored until then, so these are shares of four people.
    for cause in [first, second] {
        close(cause.cumulative, 0.25, 1e-15);
        close(cause.std_error, f64::sqrt(0.25 * 0.75 / 4.0), 1e-15);
    }
    let limits = first.limits(Confidence::of(ConfidenceType::Plain)).unwrap();
    close(limits.upper, 0.25 + 1.959963984540054 * first.std_error, 1e-15);
    assert_eq!(incidence.at(3), incidence.at(2));
    assert!(incidence.at(4).is_none());
}

#[test]
fn the_variance_of_a_weighted_incidence() {
    let mut spells = Spells::new();
    for (day, cause, weight) in [(1, 1, 2), (1, 2, 1), (2, 1, 1), (2, 2, 4)] {
        let person = Weighted::person(fraction(weight, 1)).unwrap();
        spells.add(Spell::new(day, Outcome::Event(Cause(cause))), &person);
    }
    let incidence = aalen_johansen(&spells.risk_table());
    // Day 1: 2 of 8, m = 64/22. F(1 − F) / m.
    let cause = &incidence.at(1).unwrap().by_cause[0];
    close(cause.cumulative, 0.25, 1e-15);
    close(cause.std_error, f64::sqrt(0.25 * 0.75 * 22.0 / 64.0), 1e-15);
    // Day 2: 1 of 5, m = 25/17, S before 5/8: F = 1/4 + 1/8. From day 1 (1/8)² (3/8)/(5/8) + 3/16 − 2 · 1/8 · 1/4.
    let cause = &incidence.at(2).unwrap().by_cause[0];
    close(cause.cumulative, 0.375, 1e-15);
    let variance = (0.015625 * 0.6 + 0.1875 - 0.0625) * 22.0 / 64.0 + 0.390625 * 0.16 * 17.0 / 25.0;
    close(cause.std_error, f64::sqrt(variance), 1e-15);
}

#[test]
fn groups_that_cannot_be_compared() {
    assert_eq!(log_rank(&[times("3+"), times("4+")]), Err(LogRankError::NoEvents));
    assert_eq!(
        log_rank(&[times("3"), times("")]),
        Err(LogRankError::NothingToCompare)
    );
    assert_eq!(
        log_rank(&[times("3"), times("1+")]),
        Err(LogRankError::NothingToCompare)
    );
    assert_eq!(
        stratified_log_rank(&[vec![times("3"), times("4")], vec![times("1")]]),
        Err(LogRankError::UnequalGroups {
            expected: 2,
            found: 1
        })
    );
    // The two are at risk one after the other.
    let mut late = Spells::new();
    late.add(Spell::delayed(5, 9, Outcome::EVENT).unwrap(), &Count(1));
    assert_eq!(log_rank(&[times("3"), late]), Err(LogRankError::NeverTogether));
}

#[test]
fn an_empty_group_takes_no_degree_of_freedom() {
    let with = log_rank(&[times("1 3 4+"), times(""), times("2 5 6")]).unwrap();
    let without = log_rank(&[times("1 3 4+"), times("2 5 6")]).unwrap();
    assert_eq!(
        (with.chi_square, with.degrees, with.p),
        (without.chi_square, 1, without.p)
    );
}

#[test]
fn a_weighted_test_by_hand() {
    let weighted = |people: &[(u32, bool, i64)]| {
        let mut spells = Spells::new();
        for (day, event, weight) in people {
            let outcome = if *event { Outcome::EVENT } else { Outcome::Censored };
            spells.add(
                Spell::new(*day, outcome),
                &Weighted::person(fraction(*weight, 1)).unwrap(),
            );
        }
        spells
    };
    let test = weighted_log_rank(
        &weighted(&[(1, true, 2), (3, false, 1)]),
        &weighted(&[(2, true, 3)]),
    )
    .unwrap();
    // Day 1: 2 − 2 · 3/6, variance 1 · 2 / (3 · 2) · [(1/2)² (4 + 1) + (1/2)² 9]. Day 2: 0 − 3 · 1/4, variance
    // 1 · 1 / (2 · 1) · [(3/4)² 1 + (1/4)² 9].
    close(test.difference, 1.0 - 0.75, 1e-15);
    close(test.variance, 14.0 / 12.0 + 0.5 * (18.0 / 16.0), 1e-15);
}

#[test]
fn person_time_and_rates() {
    let mut spells = times("10 20+ 0");
    spells.add(Spell::delayed(5, 25, Outcome::Censored).unwrap(), &Count(2));
    let time = PersonTime::of(&spells);
    assert_eq!(time, PersonTime { events: 2, days: 70 });
    let rate = time.rate(&fraction(7, 1), Share::P95).unwrap();
    assert_eq!(rate.rate, 0.2);
    // The limits of two events are 0.242209 and 7.224688 (Garwood's table), times 7/70.
    printed(rate.limits.lower, "0.0242209");
    printed(rate.limits.upper, "0.7224688");
    assert_eq!(PersonTime::default().rate(&fraction(1, 1), Share::P95), None);
    assert_eq!(PersonTime::years(100), fraction(36_525, 1));
}

#[test]
fn limits_without_events() {
    let exact = poisson_limits(0, Share::P95);
    // −ln 0.025
    assert_eq!(exact.lower, 0.0);
    printed(exact.upper, "3.688879");
    assert_eq!(byar_limits(0, Share::P95).lower, 0.0);
    let none = Proportion::new(0, 10).unwrap().exact_limits(Share::P95);
    // 1 − 0.025^(1/10)
    assert_eq!(none.lower, 0.0);
    printed(none.upper, "0.308497");
    let all = Proportion::new(10, 10).unwrap().exact_limits(Share::P95);
    printed(all.lower, "0.691503");
    assert_eq!(all.upper, 1.0);
}

#[test]
fn limits_of_a_proportion() {
    let share = Proportion::new(15, 148).unwrap();
    // Newcombe (1998, Stat Med 17:857), table I: score 0.0624 to 0.1605, exact 0.0578 to 0.1617.
    let wilson = share.wilson_limits(Share::P95);
    printed(wilson.lower, "0.0624");
    printed(wilson.upper, "0.1605");
    let exact = share.exact_limits(Share::P95);
    printed(exact.lower, "0.0578");
    printed(exact.upper, "0.1617");
    printed(share.estimate(), "0.1014");
    assert_eq!(Proportion::new(0, 0), Err(ProportionError::Nobody));
    assert_eq!(
        Proportion::new(2, 1),
        Err(ProportionError::MoreThanAll { with: 2, of: 1 })
    );
}

#[test]
fn bands_that_nobody_is_in() {
    let band = |standard, events, persons| Band {
        standard,
        events,
        persons: fraction(persons, 1),
    };
    let rate = |bands: &[Band]| directly_standardised(bands, &fraction(1000, 1), Share::P95);
    assert_eq!(rate(&[]), Err(StandardisedError::NoStandard));
    assert_eq!(
        rate(&[band(10, 1, 5), band(5, 0, 0)]),
        Err(StandardisedError::EmptyBand(1))
    );
    assert_eq!(
        rate(&[band(10, 1, -5)]),
        Err(StandardisedError::NegativePersons(0))
    );
    // A band outside of the standard changes nothing.
    assert_eq!(rate(&[band(10, 1, 5), band(0, 9, 0)]), rate(&[band(10, 1, 5)]));
    // No events among 1,000: 0 to 3.689 for each thousand.
    let none = rate(&[band(10, 0, 500), band(10, 0, 500)]).unwrap();
    assert_eq!((none.rate, none.limits.lower), (0.0, 0.0));
    printed(none.limits.upper, "3.688879");
    let twice = directly_standardised(&[band(10, 0, 1000)], &fraction(2000, 1), Share::P95).unwrap();
    printed(twice.limits.upper, "7.377759");
}

#[test]
fn a_share_lies_between_none_and_all() {
    assert!(Share::new(0, 5).is_err() && Share::new(5, 5).is_err());
    assert_eq!(
        Share::new(7, 5).unwrap_err().to_string(),
        "7/5 is not between 0 and 1"
    );
    assert_eq!(Share::P95.to_string(), "95 %");
    assert_eq!(Share::new(999, 1000).unwrap().to_string(), "99.9 %");
}
