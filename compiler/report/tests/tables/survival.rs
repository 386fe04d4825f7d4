//! Reference numbers of survival, to the printed digits, and what is left out.

use crate::support::{
    by, category, cell, characteristic, counted, endpoint, estimate, labelled, limits, n, number, numbers,
    printed, report, stage, study, survival_report, time, value, without,
};
use crate::trial::{ARMS, DELAYED, by_arm, outcomes, trial};
use kohort_report::{Content, Spread, Table};
use kohort_semantics::study::{
    CharacteristicId, Compared, ConfidenceKind, NoOutcome, Output, SurvivalReport, TimeUnit, Type,
};

fn table(asked: SurvivalReport) -> Table {
    let report = report(trial(), Output::Survival(asked), &[by_arm()]);
    report.tables.into_iter().next().unwrap()
}

const PROBABILITY: &str = "probability of no event (95 % CI, log-log)";

#[test]
fn the_trial_s_survival() {
    let table = table(SurvivalReport {
        at: numbers(&["5", "9", "13", "23", "43", "45", "48", "161", "162"]),
        ..survival_report(by(&[0]))
    });
    for (day, arm, survival, bounds) in [
        ("9 days", "maintained", "0.90909", Some(["0.508080", "0.98667"])),
        ("13 days", "maintained", "0.81818", None),
        ("23 days", "maintained", "0.61364", Some(["0.265752", "0.83530"])),
        ("48 days", "maintained", "0.18409", Some(["0.011738", "0.52501"])),
        (
            "5 days",
            "not maintained",
            "0.83333",
            Some(["0.4817149", "0.95551"]),
        ),
        (
            "43 days",
            "not maintained",
            "0.09722",
            Some(["0.0057463", "0.34890"]),
        ),
    ] {
        let cell = cell(&table, PROBABILITY, day, arm);
        printed(estimate(cell).0, survival);
        for (limit, bound) in limits(cell).into_iter().zip(bounds.into_iter().flatten()) {
            printed(limit, bound);
        }
    }
    let end = cell(&table, PROBABILITY, "45 days", "not maintained");
    assert_eq!((estimate(end).0, limits(end)), (Some(0.0), [None, None]));
    let beyond = cell(&table, PROBABILITY, "162 days", "maintained");
    assert!(matches!(beyond.content, Content::Undefined { .. }), "{beyond:?}");
    for (label, arm, expected) in [
        ("start", "maintained", 11),
        ("9 days", "maintained", 11),
        ("13 days", "maintained", 10),
        ("161 days", "maintained", 1),
        ("start", "all", 23),
        ("23 days", "all", 13),
    ] {
        assert_eq!(n(cell(&table, "at risk", label, arm)), expected, "{label} {arm}");
    }
    for (section, label, arms) in [
        ("entries", "", [11, 12, 23]),
        ("observed", "", [11, 12, 23]),
        ("events", "relapse", [7, 11, 18]),
        ("censored", "", [4, 1, 5]),
    ] {
        for (arm, expected) in ["maintained", "not maintained", "all"].iter().zip(arms) {
            assert_eq!(n(cell(&table, section, label, arm)), expected, "{section} {arm}");
        }
    }
}

#[test]
fn the_trial_s_medians_with_all_types_of_limits() {
    for (kind, name, one, other) in [
        (
            ConfidenceKind::LogLog,
            "log-log",
            [Some(13.0), None],
            [Some(5.0), Some(33.0)],
        ),
        (ConfidenceKind::Log, "log", [Some(18.0), None], [Some(8.0), None]),
        (
            ConfidenceKind::Plain,
            "plain",
            [Some(18.0), Some(48.0)],
            [Some(8.0), Some(33.0)],
        ),
    ] {
        let table = table(SurvivalReport {
            confidence: kind,
            ..survival_report(by(&[0]))
        });
        let section = format!("time to event (95 % CI, {name})");
        for (arm, median, expected) in [("maintained", 31.0, one), ("not maintained", 23.0, other)] {
            let cell = cell(&table, &section, "median", arm);
            assert_eq!(
                (estimate(cell).0, limits(cell)),
                (Some(median), expected),
                "{name} {arm}"
            );
        }
        assert!(
            table
                .notes
                .iter()
                .any(|note| note.contains(&format!("of type {name}.")))
        );
    }
}

#[test]
fn the_trial_s_restricted_means() {
    for (horizon, arm, mean, error) in [
        ("48", "maintained", "31.843", "4.5279"),
        ("48", "not maintained", "22.708", "4.1809"),
        ("30", "maintained", "24.602", "2.3131"),
        ("30", "not maintained", "19.694", "3.0542"),
    ] {
        let table = table(SurvivalReport {
            rmst: Some((number(horizon), TimeUnit::Days)),
            ..survival_report(by(&[0]))
        });
        let label = format!("to {horizon} days (SE)");
        let (value, spread) = estimate(cell(&table, "restricted mean time without event", &label, arm));
        printed(value, mean);
        match spread {
            Some(Spread::StandardError(value)) => printed(Some(value), error),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_trial_s_comparisons() {
    let log_rank = table(SurvivalReport {
        compared: Some(Compared::LogRank),
        ..survival_report(by(&[0]))
    });
    let section = "log-rank test";
    let of = |label, arm| estimate(cell(&log_rank, section, label, arm)).0;
    printed(of("expected events", "maintained"), "10.6893");
    printed(of("expected events", "not maintained"), "7.3107");
    printed(of("χ², 1 degree of freedom", "all"), "3.3964");
    printed(of("p", "all"), "0.0653");

    let cox = table(SurvivalReport {
        compared: Some(Compared::Cox),
        ..survival_report(by(&[0]))
    });
    let section = "hazard ratio (95 % CI)";
    let ratio = cell(&cox, section, "against maintained", "not maintained");
    // exp(0.915532575), and e to the power of it ± 1.959964 · 0.511934275.
    printed(estimate(ratio).0, "2.4981");
    let [lower, upper] = limits(ratio);
    printed(lower, "0.9159");
    printed(upper, "6.8135");
    let reference = cell(&cox, section, "against maintained", "maintained");
    assert!(matches!(&reference.content, Content::Text { text } if text == "reference"));
    assert!(cox.notes.iter().any(|note| note.contains("Efron")));
}

#[test]
fn delayed_entry() {
    let mut study = trial();
    study.endpoints[0].entering = Some(crate::support::expression(Type::Date));
    let rows = DELAYED.map(|(entry, exit, event)| vec![time(entry, exit, event.then_some(0))]);
    let asked = SurvivalReport {
        at: numbers(&["4", "6", "7", "9", "11", "14", "15"]),
        ..survival_report(by(&[]))
    };
    let report = report(study, Output::Survival(asked), &[counted(rows)]);
    let table = &report.tables[0];
    for (day, survival, at_risk) in [
        ("4", "0.83333", 6),
        ("6", "0.71429", 7),
        ("7", "0.61224", 7),
        ("9", "0.52478", 7),
        ("11", "0.43732", 6),
        ("14", "0.32799", 4),
        ("15", "0.21866", 3),
    ] {
        let label = format!("{day} days");
        printed(estimate(cell(table, PROBABILITY, &label, "all")).0, survival);
        assert_eq!(n(cell(table, "at risk", &label, "all")), at_risk, "{day}");
    }
    let median = cell(table, "time to event (95 % CI, log-log)", "median", "all");
    assert_eq!(
        (estimate(median).0, limits(median)),
        (Some(11.0), [Some(4.0), None])
    );
    assert!(table.notes.iter().any(|note| note.contains("Delayed entry")));
}

/// The first arm and reverse Kaplan–Meier: 13, 28, 45 and 161 are censored; S of censoring is 9/10, 9/10 · 5/6 and
/// 9/10 · 5/6 · 2/3 = 1/2, so that the median lies between 45 and 161.
#[test]
fn follow_up() {
    let table = table(SurvivalReport {
        follow_up: true,
        ..survival_report(by(&[0]))
    });
    let section = "follow-up (95 % CI, log-log)";
    let median = cell(&table, section, "median (reverse Kaplan–Meier)", "maintained");
    assert_eq!(estimate(median).0, Some(103.0));
}

#[test]
fn times_in_months_are_exact() {
    let mut study = trial();
    study.endpoints[0].unit = TimeUnit::Months;
    // 6 months are 182.625 days: whoever leaves on day 182 is not at risk then, and an event of day 183 has not been seen.
    let rows = [(172, true), (182, false), (183, true), (487, true)];
    let rows = rows.map(|(day, event)| vec![time(0, day, event.then_some(0))]);
    let asked = SurvivalReport {
        at: numbers(&["6"]),
        at_unit: TimeUnit::Months,
        rmst: Some((number("16"), TimeUnit::Months)),
        ..survival_report(by(&[]))
    };
    let report = report(study, Output::Survival(asked), &[counted(rows)]);
    let table = &report.tables[0];
    assert_eq!(
        estimate(cell(table, PROBABILITY, "6 months", "all")).0,
        Some(0.75)
    );
    assert_eq!(n(cell(table, "at risk", "6 months", "all")), 2);
    let last = cell(table, "time to event (95 % CI, log-log)", "75 % have it", "all");
    assert_eq!(estimate(last).0, Some(16.0), "487 days are 16 months");
    // 172 + 11 · 3/4 + 304 · 3/8 days, in sixteenths of 487.
    let mean = cell(
        table,
        "restricted mean time without event",
        "to 16 months (SE)",
        "all",
    );
    printed(estimate(mean).0, "9.6674");
}

#[test]
fn who_has_no_time_is_counted_by_the_reason() {
    let mut rows = vec![vec![time(0, 9, Some(0))], vec![time(0, 12, None)]];
    for (reason, count) in [
        (NoOutcome::Excluded, 1),
        (NoOutcome::Missing, 2),
        (NoOutcome::Negative, 3),
        (NoOutcome::BeforeLandmark, 4),
    ] {
        rows.extend(vec![vec![without(reason)]; count]);
    }
    let report = report(
        trial(),
        Output::Survival(survival_report(by(&[]))),
        &[counted(rows)],
    );
    let table = &report.tables[0];
    let of = |section, label| n(cell(table, section, label, "all"));
    assert_eq!(of("entries", ""), 12);
    assert_eq!(of("without a time", "excluded by a condition of the endpoint"), 1);
    assert_eq!(of("without a time", "start or end missing"), 2);
    assert_eq!(of("without a time", "end before the start"), 3);
    assert_eq!(of("without a time", "ended by the landmark"), 4);
    assert_eq!(of("observed", ""), 2);
    assert!(
        table.rows.iter().all(|row| row.label != "never at risk"),
        "nobody"
    );
}

/// Each arm twice, once in each of two strata, is the same comparison twice: the statistic and its variance double, so
/// that χ² doubles; a stratified Cox model has the same coefficient, and its variance halves.
#[test]
fn strata_are_compared_apart() {
    let mut study = trial();
    study.characteristics.push(characteristic("stage", stage()));
    let mut rows = Vec::new();
    for stratum in [0, 3] {
        for (place, arm) in ARMS.iter().enumerate() {
            let arm = outcomes(arm).into_iter();
            rows.extend(arm.map(|outcome| vec![value(&place.to_string()), category(stratum), outcome]));
        }
    }
    rows.push(vec![value("0"), value("?"), time(0, 1, Some(0))]);
    let asked = |how| SurvivalReport {
        compared: Some(how),
        stratified: vec![CharacteristicId(1)],
        ..survival_report(by(&[0]))
    };
    let counts = counted(rows);
    let tested = report(
        study.clone(),
        Output::Survival(asked(Compared::LogRank)),
        std::slice::from_ref(&counts),
    );
    let section = "log-rank test, stratified by stage";
    let statistic = cell(&tested.tables[0], section, "χ², 1 degree of freedom", "all");
    printed(estimate(statistic).0, "6.7928");
    let left_out = "left out, as a stratum or covariate is missing";
    assert_eq!(n(cell(&tested.tables[0], section, left_out, "maintained")), 1);
    assert_eq!(n(cell(&tested.tables[0], section, left_out, "all")), 1);

    let model = report(study, Output::Survival(asked(Compared::Cox)), &[counts]);
    let section = "hazard ratio (95 % CI), stratified by stage";
    let ratio = cell(&model.tables[0], section, "against maintained", "not maintained");
    printed(estimate(ratio).0, "2.4981");
    // exp(0.915532575 ± 1.959964 · 0.511934275 / √2).
    let [lower, upper] = limits(ratio);
    printed(lower, "1.2288");
    printed(upper, "5.0785");
}

#[test]
fn groups_with_a_missing_value_are_shown_and_not_compared() {
    let mut counts = by_arm();
    counts.rows.push((vec![value("?"), time(0, 3, Some(0))], 5));
    let asked = SurvivalReport {
        compared: Some(Compared::LogRank),
        ..survival_report(by(&[0]))
    };
    let report = report(trial(), Output::Survival(asked), &[counts]);
    let table = &report.tables[0];
    assert_eq!(n(cell(table, "entries", "", "arm: missing")), 5);
    assert_eq!(n(cell(table, "entries", "", "all")), 28);
    printed(estimate(cell(table, "log-rank test", "p", "all")).0, "0.0653");
}

/// A weight of 2 for everybody changes no estimate, and neither does a weight of 1 its variance.
#[test]
fn weights() {
    let mut study = trial();
    study
        .characteristics
        .push(characteristic("weight", Type::Decimal));
    let weighted = |weight: &str| {
        let mut counts = by_arm();
        for (row, _) in &mut counts.rows {
            row.insert(1, value(weight));
        }
        counts
            .rows
            .push((vec![value("0"), value("?"), time(0, 2, Some(0))], 3));
        let asked = SurvivalReport {
            weighted: Some(CharacteristicId(1)),
            compared: Some(Compared::LogRank),
            at: numbers(&["9", "23"]),
            ..survival_report(by(&[0]))
        };
        let report = report(study.clone(), Output::Survival(asked), &[counts]);
        report.tables.into_iter().next().unwrap()
    };
    for weight in ["1", "2"] {
        let table = weighted(weight);
        let point = cell(&table, PROBABILITY, "23 days", "maintained");
        printed(estimate(point).0, "0.61364");
        printed(limits(point)[0], "0.265752");
        assert_eq!(
            n(cell(
                &table,
                "without a time",
                "no weight above zero",
                "maintained"
            )),
            3
        );
        assert_eq!(n(cell(&table, "events", "relapse", "maintained")), 7);
        let effective = cell(&table, "effective number", "(Σw)² / Σw²", "all");
        assert_eq!(estimate(effective).0, Some(23.0));
    }
    // −√3.3964, since the first arm has fewer events than expected.
    printed(
        estimate(cell(&weighted("1"), "log-rank test", "z", "all")).0,
        "-1.8429",
    );
}

/// Covariates beside the group: a number as it is, a category against its first value.
#[test]
fn adjusted_models_name_what_they_compare() {
    let mut study = trial();
    study.characteristics.push(characteristic("age", Type::Years));
    study.characteristics.push(characteristic("stage", stage()));
    let mut rows = Vec::new();
    for (place, arm) in ARMS.iter().enumerate() {
        for (other, outcome) in outcomes(arm).into_iter().enumerate() {
            let age = value(&(60 + other * other % 7).to_string());
            let stage = category(if other % 3 == 0 { 1 } else { 3 });
            rows.push(vec![value(&place.to_string()), age, stage, outcome]);
        }
    }
    let asked = SurvivalReport {
        compared: Some(Compared::Cox),
        adjusted: vec![CharacteristicId(1), CharacteristicId(2)],
        ..survival_report(by(&[0]))
    };
    let report = report(study, Output::Survival(asked), &[counted(rows)]);
    let labels: Vec<&str> = report.tables[0]
        .rows
        .iter()
        .filter(|row| row.section == "hazard ratio (95 % CI)")
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(
        labels,
        [
            "against maintained",
            "against maintained: p",
            "age, 1 more (years)",
            "age, 1 more (years): p",
            "stage: iv against ii",
            "stage: iv against ii: p",
        ]
    );
}

#[test]
fn what_cannot_be_estimated_says_why() {
    let mut study = study();
    study.characteristics = vec![labelled("arm", &["a", "b"])];
    study.endpoints = vec![endpoint("os", &["death"], TimeUnit::Days)];
    for how in [Compared::LogRank, Compared::Cox] {
        let asked = SurvivalReport {
            compared: Some(how),
            at: numbers(&["1"]),
            ..survival_report(by(&[0]))
        };
        let one_arm_without_events = vec![
            vec![value("0"), time(0, 5, Some(0))],
            vec![value("1"), time(0, 9, None)],
        ];
        for (rows, undefined) in [
            (Vec::new(), true),
            (vec![vec![value("0"), time(0, 5, None)]], true),
            // A test can be computed then, and a ratio cannot.
            (one_arm_without_events, how == Compared::Cox),
            (vec![vec![value("?"), without(NoOutcome::Missing)]], true),
        ] {
            let report = report(study.clone(), Output::Survival(asked.clone()), &[counted(rows)]);
            let text = kohort_report::render::text(&report, kohort_report::render::Style::default());
            assert_eq!(text.contains("\n  –: "), undefined, "{text}");
            assert!(!text.contains("NaN") && !text.contains("inf)"), "{text}");
        }
    }
}
