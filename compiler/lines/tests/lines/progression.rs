//! Lines that advance only after progression.

use crate::notation::{Person, expect_of, maintenance, rules};
use kohort_semantics::study::{
    AdvancesOnly, BreakerRule, LineNumbers, LineRules, MaintenanceKind, MaintenanceRule,
};

fn only(within: Option<i64>) -> LineRules {
    LineRules {
        advances_only: Some(AdvancesOnly {
            text: String::new(),
            within,
        }),
        ..rules()
    }
}

fn person(history: &str, progression: &[i32]) -> Person {
    Person {
        progression: progression.to_vec(),
        ..Person::of(history)
    }
}

#[test]
fn a_new_drug_joins_without_progression() {
    let history = "0:A 40:B 80:C";
    expect_of(&only(None), &person(history, &[]), &["1 [0..80] A+B+C data_end"]);
    // On the line's first day it is too early; on the day itself it is not too late.
    expect_of(&only(None), &person(history, &[0]), &["1 [0..80] A+B+C data_end"]);
    expect_of(
        &only(None),
        &person(history, &[81]),
        &["1 [0..80] A+B+C data_end"],
    );
    expect_of(
        &only(None),
        &person(history, &[40]),
        &["1 [0..0] A new_drug", "2 [40..80] B+C data_end"],
    );
    expect_of(
        &only(None),
        &person(history, &[1]),
        &["1 [0..0] A new_drug", "2 [40..80] B+C data_end"],
    );
    expect_of(
        &only(None),
        &person(history, &[41]),
        &["1 [0..40] A+B new_drug", "2 [80..80] C data_end"],
    );
}

#[test]
fn a_gap_is_none_without_progression() {
    expect_of(&only(None), &person("0:A 200:A", &[]), &["1 [0..200] A data_end"]);
    expect_of(
        &only(None),
        &person("0:A 200:A", &[100]),
        &["1 [0..0] A gap", "2 [200..200] A data_end"],
    );
}

#[test]
fn progression_may_be_too_long_ago() {
    let history = "0:A 50:B";
    expect_of(
        &only(Some(10)),
        &person(history, &[39]),
        &["1 [0..50] A+B data_end"],
    );
    expect_of(
        &only(Some(10)),
        &person(history, &[20, 40]),
        &["1 [0..0] A new_drug", "2 [50..50] B data_end"],
    );
}

#[test]
fn a_breaker_ends_a_line_in_a_pause_that_is_no_gap() {
    let rules = LineRules {
        breakers: vec![BreakerRule {
            text: String::new(),
            ends_that_day: false,
            except_first_in: None,
            except_again_within: None,
            lines: LineNumbers::ALL,
        }],
        ..only(None)
    };
    let broken = |progression: &[i32]| Person {
        breakers: vec![vec![150]],
        ..person("0:A 200:A", progression)
    };
    expect_of(
        &rules,
        &broken(&[]),
        &["1 [0..0] A breaker", "2 [200..200] A data_end"],
    );
    expect_of(
        &rules,
        &broken(&[100]),
        &["1 [0..0] A gap", "2 [200..200] A data_end"],
    );
    let died = |progression: &[i32]| Person {
        death: Some(140),
        ..person("0:A", progression)
    };
    expect_of(&only(None), &died(&[]), &["1 [0..0] A death"]);
    expect_of(&only(None), &died(&[100]), &["1 [0..0] A gap"]);
}

#[test]
fn switch_maintenance_needs_no_progression() {
    let rules = LineRules {
        maintenance: vec![maintenance(MaintenanceKind::Switch, "B")],
        ..only(None)
    };
    let expected = ["1 [0..21] A maintenance", "1m [50..50] B data_end"];
    expect_of(&rules, &person("0:A 21:A 50:B", &[]), &expected);
    expect_of(&rules, &person("0:A 21:A 50:B", &[30]), &expected);
}

#[test]
fn a_gap_that_may_not_advance_is_taken_up_by_a_switch_or_is_no_gap() {
    let switch = |within: Option<i64>| LineRules {
        maintenance: vec![MaintenanceRule {
            within,
            ..maintenance(MaintenanceKind::Switch, "B")
        }],
        ..only(None)
    };
    let history = person("0:A 200:B", &[]);
    let maintained = ["1 [0..0] A maintenance", "1m [200..200] B data_end"];
    expect_of(&switch(Some(200)), &history, &maintained);
    // Without a length it does not take up a gap; but this pause is none, and the new drug is maintenance.
    expect_of(&switch(None), &history, &maintained);
    expect_of(&switch(Some(199)), &history, &["1 [0..200] A+B data_end"]);
    // Where the gap may advance, only a length takes it up.
    let seen = person("0:A 200:B", &[100]);
    expect_of(&switch(Some(200)), &seen, &maintained);
    expect_of(
        &switch(None),
        &seen,
        &["1 [0..0] A gap", "2 [200..200] B data_end"],
    );
}
