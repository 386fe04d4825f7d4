//! Published and recomputed numbers, to the printed digits.

use crate::support::{TRUNCATED, competing, fraction, maintained, not_maintained, printed, times};
use kohort_stats::compare::log_rank;
use kohort_stats::cox::{CoxData, Ties, Variance, fit};
use kohort_stats::rate::{Band, directly_standardised, populations};
use kohort_stats::survival::{Curve, RmstError, aalen_johansen, kaplan_meier};
use kohort_stats::{Cause, Confidence, ConfidenceType, Count, Outcome, Rational, Share, Spell, Spells, Time};

fn curve(spells: &Spells<Count>) -> Curve<Count> {
    kaplan_meier(&spells.risk_table())
}

#[test]
fn survival_and_its_error_in_both_arms() {
    let arm = curve(&maintained());
    for (day, survival, error) in [
        (9, "0.90909", "0.086678"),
        (13, "0.81818", "0.116291"),
        (18, "0.71591", "0.139665"),
        (23, "0.61364", "0.152632"),
        (31, "0.49091", "0.164193"),
        (34, "0.36818", "0.162669"),
        (48, "0.18409", "0.153493"),
    ] {
        let point = arm.at(day).unwrap();
        printed(point.survival, survival);
        printed(point.std_error.unwrap(), error);
    }
    let arm = curve(&not_maintained());
    for (day, survival, error) in [
        (5, "0.83333", "0.107583"),
        (8, "0.66667", "0.136083"),
        (12, "0.58333", "0.142319"),
        (23, "0.48611", "0.148130"),
        (43, "0.09722", "0.091866"),
    ] {
        let point = arm.at(day).unwrap();
        printed(point.survival, survival);
        printed(point.std_error.unwrap(), error);
    }
    for (day, survival) in [(27, "0.38889"), (30, "0.29167"), (33, "0.19444")] {
        printed(arm.at(day).unwrap().survival, survival);
    }
    let end = arm.at(45).unwrap();
    assert_eq!((end.survival, end.std_error), (0.0, None));
    assert_eq!(end.limits(Confidence::default()), None);
    assert_eq!(arm.at(46), Some(end), "nobody is left, so S stays 0");
    assert_eq!(curve(&maintained()).at(162), None, "nobody is observed any more");
}

#[test]
fn limits_of_survival() {
    let limits = |arm: &Curve<Count>, day, lower, upper| {
        let limits = arm.at(day).unwrap().limits(Confidence::default()).unwrap();
        printed(limits.lower, lower);
        printed(limits.upper, upper);
    };
    let arm = curve(&maintained());
    limits(&arm, 9, "0.508080", "0.98667");
    limits(&arm, 23, "0.265752", "0.83530");
    limits(&arm, 48, "0.011738", "0.52501");
    let arm = curve(&not_maintained());
    limits(&arm, 5, "0.4817149", "0.95551");
    limits(&arm, 43, "0.0057463", "0.34890");
}

#[test]
fn medians_with_all_types_of_limits() {
    let day = |day: u32| Some(Time::of_day(day));
    for (arm, kind, time, lower, upper) in [
        (maintained(), ConfidenceType::LogLog, day(31), day(13), None),
        (not_maintained(), ConfidenceType::LogLog, day(23), day(5), day(33)),
        (maintained(), ConfidenceType::Log, day(31), day(18), None),
        (not_maintained(), ConfidenceType::Log, day(23), day(8), None),
        (maintained(), ConfidenceType::Plain, day(31), day(18), day(48)),
        (not_maintained(), ConfidenceType::Plain, day(23), day(8), day(33)),
    ] {
        let median = curve(&arm).median(Confidence::of(kind));
        assert_eq!(
            (median.time, median.lower, median.upper),
            (time, lower, upper),
            "{kind}"
        );
    }
}

#[test]
fn restricted_means() {
    for (arm, horizon, mean, error) in [
        (maintained(), 48, "31.843", "4.5279"),
        (not_maintained(), 48, "22.708", "4.1809"),
        (maintained(), 30, "24.602", "2.3131"),
        (not_maintained(), 30, "19.694", "3.0542"),
    ] {
        let rmst = curve(&arm).rmst(horizon).unwrap();
        printed(rmst.mean, mean);
        printed(rmst.std_error, error);
    }
    assert_eq!(
        curve(&maintained()).rmst(162),
        Err(RmstError::BeyondObservation {
            horizon: 162,
            last: 161
        })
    );
}

#[test]
fn the_log_rank_test() {
    let test = log_rank(&[maintained(), not_maintained()]).unwrap();
    printed(test.chi_square, "3.3964");
    printed(test.p, "0.0653");
    assert_eq!(test.degrees, 1);
    assert_eq!((test.groups[0].observed, test.groups[1].observed), (7, 11));
    assert_eq!((test.groups[0].people, test.groups[1].people), (11, 12));
    printed(test.groups[0].expected, "10.6893");
    printed(test.groups[1].expected, "7.3107");
}

#[test]
fn the_hazard_ratio_with_both_kinds_of_ties() {
    let mut data = CoxData::new(1);
    for (arm, value) in [(maintained(), 0), (not_maintained(), 1)] {
        for (spell, count) in arm.iter() {
            data.add(0, *spell, vec![Rational::from(value)], count).unwrap();
        }
    }
    for (ties, coefficient, error) in [
        (Ties::Efron, "0.915532575", "0.511934275"),
        (Ties::Breslow, "0.904219724", "0.512247907"),
    ] {
        let model = fit(&data, ties).unwrap();
        printed(model.coefficients[0].log_hazard_ratio, coefficient);
        printed(model.coefficients[0].std_error, error);
        assert_eq!((model.people, model.events), (23, 18));
    }
    let ratio = fit(&data, Ties::Efron).unwrap().coefficients[0];
    // exp(0.915532575), and e to the power of it ± 1.959964 · 0.511934275.
    printed(ratio.hazard_ratio(), "2.4981");
    let limits = ratio.limits(Variance::Model, Share::P95);
    printed(limits.lower, "0.9159");
    printed(limits.upper, "6.8135");
}

fn truncated() -> Spells<Count> {
    let mut spells = Spells::new();
    for (entry, exit, event) in TRUNCATED {
        let outcome = if event { Outcome::EVENT } else { Outcome::Censored };
        spells.add(
            Spell::delayed(entry, exit, outcome).expect("entries are before exits"),
            &Count(1),
        );
    }
    spells
}

#[test]
fn delayed_entry() {
    let spells = truncated();
    let arm = curve(&spells);
    let falls: Vec<_> = arm.falls().collect();
    let expected = [
        (4, 6, "0.83333"),
        (6, 7, "0.71429"),
        (7, 7, "0.61224"),
        (9, 7, "0.52478"),
        (11, 6, "0.43732"),
        (14, 4, "0.32799"),
        (15, 3, "0.21866"),
    ];
    assert_eq!(falls.len(), expected.len());
    for (step, (day, at_risk, survival)) in falls.into_iter().zip(expected) {
        assert_eq!((step.day, step.at_risk), (day, Count(at_risk)));
        assert_eq!(spells.at_risk(day), Count(at_risk));
        printed(step.point.survival, survival);
    }
    let median = arm.median(Confidence::default());
    assert_eq!(median.time, Some(Time::of_day(11)));
    assert_eq!((median.lower, median.upper), (Some(Time::of_day(4)), None));
}

#[test]
fn the_same_people_without_their_entries() {
    let text: Vec<String> = TRUNCATED
        .iter()
        .map(|(_, exit, event)| format!("{exit}{}", if *event { "" } else { "+" }))
        .collect();
    let arm = curve(&times(&text.join(" ")));
    let survival: Vec<f64> = arm.falls().map(|step| step.point.survival).collect();
    for (actual, expected) in survival
        .iter()
        .zip(["0.900", "0.800", "0.700", "0.600", "0.500", "0.375", "0.250"])
    {
        printed(*actual, expected);
    }
    // S is 0.5 from day 11 to day 14.
    let median = arm.median(Confidence::default()).time.unwrap();
    assert_eq!(median, Time::midpoint(11, 14));
    assert_eq!(median.days(), 12.5);
    printed(median.months(), "0.4107");
}

#[test]
fn cumulative_incidence_of_competing_events() {
    let table = competing("2/1 3/2 3/0 5/1 6/1 6/2 8/0 9/2 10/1 12/0 13/1 15/2").risk_table();
    let incidence = aalen_johansen(&table);
    assert_eq!(incidence.causes(), [Cause(1), Cause(2)]);
    for (place, days) in [
        (
            0,
            [
                (2, "0.083333"),
                (5, "0.175926"),
                (6, "0.268519"),
                (10, "0.379630"),
                (13, "0.546296"),
            ]
            .as_slice(),
        ),
        (
            1,
            [
                (3, "0.083333"),
                (6, "0.175926"),
                (9, "0.287037"),
                (15, "0.453704"),
            ]
            .as_slice(),
        ),
    ] {
        for (day, expected) in days {
            printed(incidence.at(*day).unwrap().by_cause[place].cumulative, expected);
        }
    }
    for step in incidence.steps() {
        let sum: f64 = step.by_cause.iter().map(|cause| cause.cumulative).sum();
        assert!((sum + step.event_free - 1.0).abs() < 1e-15);
    }
    assert!(incidence.at(1).is_none());
}

#[test]
fn a_directly_standardised_rate() {
    let standard = [7000, 6500, 6000, 5500, 5000];
    let events = [3, 7, 12, 20, 31];
    let persons = [12000, 11000, 9500, 8000, 6500];
    let bands: Vec<Band> = standard
        .into_iter()
        .zip(events)
        .zip(persons)
        .map(|((standard, events), persons)| Band {
            standard,
            events,
            persons: fraction(persons, 1),
        })
        .collect();
    let rate = directly_standardised(&bands, &fraction(100_000, 1), Share::P95).unwrap();
    printed(rate.rate, "170.20488");
    printed(rate.byar_limits.lower, "133.23753");
    printed(rate.byar_limits.upper, "214.21315");
    // With the exact limits of 73 events, 57.2203 and 91.7865 (Garwood), in place of Byar's.
    printed(rate.limits.lower, "133.24286");
    printed(rate.limits.upper, "214.21020");
}

#[test]
fn standard_populations_add_up() {
    for (population, sum) in [
        (populations::EUROPE_2013, 100_000),
        (populations::SEGI_DOLL, 100_000),
        (populations::JAPAN_1985, 120_287),
        (populations::UNITED_STATES_2000, 1_000_000),
    ] {
        assert_eq!(population.people.iter().sum::<u64>(), sum, "{}", population.name);
        assert_eq!(
            population.people.len(),
            population.from_age.len(),
            "{}",
            population.name
        );
    }
}
