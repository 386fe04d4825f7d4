//! Lines that advance only after an event: rule 8.

use super::support::{days, found, history, maintenance, observed, with};
use kohort_oracle::lines::History;
use kohort_semantics::study::{AdvancesOnly, Dropped, DroppedRule, LineNumbers, LineRules, MaintenanceKind};

fn rules(within: Option<i64>) -> LineRules {
    with(|rules| {
        rules.advances_only = Some(AdvancesOnly {
            text: String::from("advances only after progression"),
            within,
        });
    })
}

fn after(rules: &LineRules, doses: &str, events: &[i32]) -> String {
    let history = History {
        progression: days(events),
        ..history(doses)
    };
    found(rules, &history)
}

#[test]
fn new_drugs_and_gaps_advance_only_after_an_event() {
    let rules = rules(None);
    let doses = "0:A 50:B 300:B";
    assert_eq!(after(&rules, doses, &[]), "1 [0-300] A,B data_end");
    // After the first day, and on or before the day.
    assert_eq!(after(&rules, doses, &[0]), "1 [0-300] A,B data_end");
    assert_eq!(
        after(&rules, doses, &[50]),
        "1 [0-0] A new_drug; 2 [50-300] B data_end"
    );
    assert_eq!(
        after(&rules, doses, &[51]),
        "1 [0-50] A,B gap; 2 [300-300] B data_end"
    );
}

#[test]
fn the_event_may_have_to_be_close() {
    let rules = rules(Some(30));
    assert_eq!(
        after(&rules, "0:A 50:B", &[20]),
        "1 [0-0] A new_drug; 2 [50-50] B data_end"
    );
    assert_eq!(after(&rules, "0:A 50:B", &[19]), "1 [0-50] A,B data_end");
}

#[test]
fn a_dropped_drug_advances_only_after_an_event() {
    let rules = LineRules {
        dropped: vec![DroppedRule {
            text: String::from("dropped drug advances"),
            drugs: None,
            meaning: Dropped::Advances(0),
            lines: LineNumbers::ALL,
        }],
        ..rules(None)
    };
    let doses = "0:A,B 21:B 42:B";
    assert_eq!(after(&rules, doses, &[22]), "1 [0-42] A,B data_end");
    assert_eq!(
        after(&rules, doses, &[21]),
        "1 [0-0] A,B dropped_drug; 2 [21-42] B data_end"
    );
}

#[test]
fn a_switch_is_asked_for_all_the_same() {
    let rules = LineRules {
        maintenance: vec![maintenance(MaintenanceKind::Switch, "D")],
        ..rules(None)
    };
    assert_eq!(
        after(&rules, "0:A 50:D", &[]),
        "1 [0-0] A maintenance; 1m [50-50] D data_end"
    );
    assert_eq!(after(&rules, "0:A 50:E", &[]), "1 [0-50] A,E data_end");
}

#[test]
fn the_pause_before_death_is_a_gap_only_after_an_event() {
    let dead = |events: &[i32]| {
        let history = History {
            progression: days(events),
            ..observed("0:A", None, None, Some(200))
        };
        found(&rules(None), &history)
    };
    assert_eq!(dead(&[]), "1 [0-0] A death");
    assert_eq!(dead(&[100]), "1 [0-0] A gap");
}

#[test]
fn a_gap_that_does_not_advance_is_taken_up_by_a_switch_or_is_no_gap() {
    let switch = |within: Option<i64>| LineRules {
        maintenance: vec![kohort_semantics::study::MaintenanceRule {
            within,
            ..maintenance(MaintenanceKind::Switch, "D")
        }],
        ..rules(None)
    };
    let maintained = "1 [0-0] A maintenance; 1m [200-200] D data_end";
    assert_eq!(after(&switch(Some(200)), "0:A 200:D", &[]), maintained);
    // Without days of its own it is asked for the new drug, not for the pause.
    assert_eq!(after(&switch(None), "0:A 200:D", &[]), maintained);
    assert_eq!(
        after(&switch(Some(199)), "0:A 200:D", &[]),
        "1 [0-200] A,D data_end"
    );
}
