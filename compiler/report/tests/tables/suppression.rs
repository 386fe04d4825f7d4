//! What is hidden where a source declares a smallest count.

use crate::support::{by, cell, counted, estimate, n, numbers, report, survival_report, time, value};
use crate::trial::{by_arm, trial};
use kohort_report::{Content, Report, Table};
use kohort_semantics::study::{Compared, Counted, EndpointId, Output, SurvivalReport, TimeUnit};

fn below(minimum: u32) -> Content {
    Content::Below { minimum }
}

fn withheld(minimum: u32) -> Content {
    Content::Withheld { minimum }
}

fn survival(counts: Counted) -> Report {
    let asked = SurvivalReport {
        at: numbers(&["4", "13", "23"]),
        rmst: Some((kohort_semantics::value::Number::from_integer(30), TimeUnit::Days)),
        follow_up: true,
        compared: Some(Compared::Cox),
        ..survival_report(by(&[0]))
    };
    report(trial(), Output::Survival(asked), &[counts])
}

fn shown<'t>(table: &'t Table, section: &str, label: &str, column: &str) -> &'t Content {
    &cell(table, section, label, column).content
}

const PROBABILITY: &str = "probability of no event (95 % CI, log-log)";

/// 11 people with 7 events, and 12 with 11.
#[test]
fn estimates_that_rest_on_few_events_are_withheld() {
    let report = survival(by_arm()).suppressed(10);
    let table = &report.tables[0];
    assert_eq!(shown(table, "events", "relapse", "maintained"), &below(10));
    assert_eq!(n(cell(table, "events", "relapse", "not maintained")), 11);
    assert_eq!(n(cell(table, "entries", "", "maintained")), 11);
    let median = "time to event (95 % CI, log-log)";
    assert_eq!(shown(table, median, "median", "maintained"), &withheld(10));
    assert_eq!(
        estimate(cell(table, median, "median", "not maintained")).0,
        Some(23.0)
    );
    // By day 23 three more than ten have had the event in all, but in neither arm.
    assert_eq!(shown(table, PROBABILITY, "23 days", "maintained"), &withheld(10));
    assert!(matches!(
        shown(table, PROBABILITY, "23 days", "all"),
        Content::Estimate { .. }
    ));
    // Before anybody has had the event, the curve gives nothing away but that.
    assert_eq!(
        estimate(cell(table, PROBABILITY, "4 days", "maintained")).0,
        Some(1.0)
    );
    // A ratio of hazards gives the events of both arms away, and so does its p.
    let ratio = "hazard ratio (95 % CI)";
    assert_eq!(
        shown(table, ratio, "against maintained", "not maintained"),
        &withheld(10)
    );
    assert_eq!(
        shown(table, ratio, "against maintained: p", "not maintained"),
        &withheld(10)
    );
    assert!(
        report
            .suppression
            .as_ref()
            .is_some_and(|note| note.contains("from 1 to 9 are shown as <10"))
    );
}

#[test]
fn zero_and_the_minimum_itself_are_shown() {
    let report = survival(by_arm());
    let table = &report.suppressed(7).tables[0];
    assert_eq!(n(cell(table, "events", "relapse", "maintained")), 7);
    let none = survival(counted(vec![vec![value("0"), time(0, 20, None)]; 12]));
    let table = &none.suppressed(10).tables[0];
    assert_eq!(n(cell(table, "events", "relapse", "maintained")), 0);
    assert_eq!(
        estimate(cell(table, PROBABILITY, "13 days", "maintained")).0,
        Some(1.0)
    );
    assert_eq!(report, report.suppressed(0), "without a minimum nothing changes");
    assert_eq!(report, report.suppressed(1));
}

#[test]
fn rates_and_person_time_rest_on_people_and_events() {
    let rows = vec![vec![value("0"), time(0, 20, None)]; 12];
    let few = rows.into_iter().chain([vec![value("0"), time(0, 20, Some(0))]]);
    let output = Output::Rates {
        of: by(&[0]),
        endpoints: vec![EndpointId(0)],
        per: kohort_semantics::value::Number::ONE,
        unit: TimeUnit::Days,
    };
    let report = report(trial(), output, &[counted(few)]).suppressed(5);
    let table = &report.tables[0];
    let rate = "rate per 1 person-days (95 % CI, exact)";
    assert_eq!(shown(table, rate, "", "all"), &withheld(5));
    assert_eq!(estimate(cell(table, "person-time", "", "all")).0, Some(260.0));
}

/// Nothing of what is hidden stays in a file.
#[test]
fn files_hold_nothing_that_is_hidden() {
    let report = survival(by_arm()).suppressed(1000);
    let json = kohort_report::render::json(&report);
    let csv = crate::support::csv(&report);
    for (file, text) in [("JSON", &json), ("CSV", &csv)] {
        assert!(!text.contains("31") && !text.contains("0.9"), "{file}: {text}");
    }
    assert!(!json.contains("rests_on"));
    let kept = |content: &Content| match content {
        Content::Count { n } => *n == 0,
        Content::Share { .. } | Content::Dates { .. } => false,
        // Nobody at risk and no event gives nothing away.
        Content::Estimate { .. } => false,
        _ => true,
    };
    for row in &report.tables[0].rows {
        for cell in &row.cells {
            assert!(kept(&cell.content), "{row:?}");
        }
    }
}

/// That one arm has no event at all would follow from the reason, and so would that the other has few.
#[test]
fn reasons_are_withheld_too() {
    let mut rows = vec![vec![value("0"), time(0, 5, Some(0))]; 3];
    rows.extend(vec![vec![value("1"), time(0, 9, None)]; 20]);
    let asked = SurvivalReport {
        compared: Some(Compared::Cox),
        ..survival_report(by(&[0]))
    };
    let report = report(trial(), Output::Survival(asked), &[counted(rows)]);
    let section = "hazard ratio (95 % CI)";
    let reason = shown(&report.tables[0], section, "", "all");
    assert!(matches!(reason, Content::Undefined { .. }), "{reason:?}");
    let hidden = report.suppressed(5);
    assert_eq!(shown(&hidden.tables[0], section, "", "all"), &withheld(5));
}
