//! Competing events, and rates.

use crate::support::{
    by, cell, counted, endpoint, estimate, limits, n, number, numbers, printed, report, survival_report, time,
};
use crate::trial::{COMPETING, trial};
use kohort_report::Content;
use kohort_semantics::study::{Counted, EndpointId, Output, Study, SurvivalReport, TimeUnit};

fn competing() -> (Study, Counted) {
    let mut study = trial();
    study.endpoints = vec![endpoint(
        "next_treatment",
        &["next treatment", "(death)"],
        TimeUnit::Days,
    )];
    let rows = COMPETING.map(|(exit, event)| vec![time(0, exit, event)]);
    (study, counted(rows))
}

#[test]
fn incidences_of_competing_events() {
    let (study, counts) = competing();
    let asked = SurvivalReport {
        at: numbers(&["1", "2", "3", "5", "6", "9", "10", "13", "15", "16"]),
        ..survival_report(by(&[]))
    };
    let report = report(study, Output::Incidence(asked), &[counts]);
    let table = &report.tables[0];
    let next = "incidence of next treatment (95 % CI, log-log)";
    let death = "incidence of death (95 % CI, log-log)";
    for (section, day, expected) in [
        (next, "2", "0.083333"),
        (next, "5", "0.175926"),
        (next, "6", "0.268519"),
        (next, "10", "0.379630"),
        (next, "13", "0.546296"),
        (next, "16", "0.546296"),
        (death, "3", "0.083333"),
        (death, "6", "0.175926"),
        (death, "9", "0.287037"),
        (death, "15", "0.453704"),
    ] {
        printed(
            estimate(cell(table, section, &format!("{day} days"), "all")).0,
            expected,
        );
    }
    let before = cell(table, next, "1 day", "all");
    assert_eq!((estimate(before).0, limits(before)), (Some(0.0), [None, None]));
    assert_eq!(n(cell(table, "events", "next treatment", "all")), 5);
    assert_eq!(n(cell(table, "events", "death (competing)", "all")), 4);
    assert_eq!(n(cell(table, "censored", "", "all")), 3);
    assert_eq!(n(cell(table, "at risk", "6 days", "all")), 8);
}

/// With deaths as censoring: 11/12 after day 2, then 8/9 of it after day 5.
#[test]
fn in_survival_competing_events_are_censoring() {
    let (study, counts) = competing();
    let asked = SurvivalReport {
        at: numbers(&["2", "5"]),
        ..survival_report(by(&[]))
    };
    let report = report(study, Output::Survival(asked), &[counts]);
    let table = &report.tables[0];
    let section = "probability of no event (95 % CI, log-log)";
    printed(estimate(cell(table, section, "2 days", "all")).0, "0.91667");
    printed(estimate(cell(table, section, "5 days", "all")).0, "0.81481");
    assert!(table.notes.iter().any(|note| note.contains("Competing events")));
}

/// 20 events in 500 person-years are 4 per 100, and the exact limits of 20 are 12.217 and 30.888 (Ulm 1990).
#[test]
fn rates_with_exact_limits() {
    let mut study = trial();
    study.endpoints = vec![endpoint("event", &["event"], TimeUnit::Years)];
    // 500 years of 365.25 days are 182,625 days: 20 people with 9,131 days, and one with the last five.
    let mut rows = vec![vec![time(0, 9131, Some(0))]; 20];
    rows.push(vec![time(0, 5, None)]);
    let output = Output::Rates {
        of: by(&[]),
        endpoints: vec![EndpointId(0)],
        per: number("100"),
        unit: TimeUnit::Years,
    };
    let report = report(study, output, &[counted(rows)]);
    let table = &report.tables[0];
    assert_eq!(estimate(cell(table, "person-time", "", "all")).0, Some(500.0));
    let rate = cell(table, "rate per 100 person-years (95 % CI, exact)", "", "all");
    assert_eq!(estimate(rate).0, Some(4.0));
    printed(limits(rate)[0], "2.443");
    printed(limits(rate)[1], "6.178");
}

#[test]
fn delayed_entry_shortens_person_time() {
    let rows = vec![vec![time(10, 30, Some(0))], vec![time(0, 5, None)]];
    let output = Output::Rates {
        of: by(&[]),
        endpoints: vec![EndpointId(0)],
        per: number("1"),
        unit: TimeUnit::Days,
    };
    let report = report(trial(), output, &[counted(rows)]);
    assert_eq!(
        estimate(cell(&report.tables[0], "person-time", "", "all")).0,
        Some(25.0)
    );
}

#[test]
fn nobody_has_no_rate() {
    let output = Output::Rates {
        of: by(&[]),
        endpoints: vec![EndpointId(0)],
        per: number("1"),
        unit: TimeUnit::Months,
    };
    let report = report(trial(), output, &[Counted::default()]);
    let rate = cell(
        &report.tables[0],
        "rate per 1 person-months (95 % CI, exact)",
        "",
        "all",
    );
    assert!(matches!(rate.content, Content::Undefined { .. }));
}
