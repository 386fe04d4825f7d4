//! Drugs that are no longer given.

use crate::notation::{Person, dropped, expect, expect_of, line, rules};
use kohort_semantics::study::{AdvancesOnly, Dropped, DroppedRule, LineRules};

fn with(dropped: Vec<DroppedRule>) -> LineRules {
    LineRules { dropped, ..rules() }
}

#[test]
fn a_line_goes_on_without_a_rule() {
    expect(&rules(), "0:A+B 30:A 60:A", &["1 [0..60] A+B data_end"]);
}

#[test]
fn a_drug_that_is_dropped_for_so_long_advances() {
    let rules = with(vec![dropped("B", Dropped::Advances(28))]);
    expect(&rules, "0:A+B 28:A", &["1 [0..28] A+B data_end"]);
    // The new line begins with the next start, not when the days are over.
    expect(
        &rules,
        "0:A+B 10:A 29:A",
        &["1 [0..0] A+B dropped_drug", "2 [10..29] A data_end"],
    );
    expect(&rules, "0:A+B 100:B", &["1 [0..100] A+B data_end"]);
}

#[test]
fn the_earliest_decides() {
    let rules = with(vec![dropped("", Dropped::Advances(0))]);
    expect(
        &rules,
        "0:A+B+C 10:A+B 20:A",
        &[
            "1 [0..0] A+B+C dropped_drug",
            "2 [10..10] A+B dropped_drug",
            "3 [20..20] A data_end",
        ],
    );
}

#[test]
fn the_last_rule_for_the_drug_and_the_line_decides() {
    let rules = with(vec![
        dropped("", Dropped::Advances(0)),
        dropped("B", Dropped::Continues),
        DroppedRule {
            lines: line(2),
            ..dropped("", Dropped::Continues)
        },
    ]);
    expect(
        &rules,
        "0:A+B+C 10:A+C 20:A 30:A",
        &["1 [0..10] A+B+C dropped_drug", "2 [20..30] A data_end"],
    );
    expect(
        &rules,
        "0:A 40:B+C 50:C",
        &["1 [0..0] A new_drug", "2 [40..50] B+C data_end"],
    );
}

#[test]
fn without_a_next_start_in_the_line_nothing_changes() {
    let rules = with(vec![dropped("", Dropped::Advances(0))]);
    expect(&rules, "0-90:A 0:B", &["1 [0..90] A+B data_end"]);
    expect(
        &rules,
        "0-90:A 0:B 95:C",
        &["1 [0..90] A+B new_drug", "2 [95..95] C data_end"],
    );
}

#[test]
fn an_interval_of_the_others_is_carried_over() {
    let rules = with(vec![dropped("B", Dropped::Advances(0))]);
    expect(
        &rules,
        "0-200:A 0:B 0:C 50:C",
        &["1 [0..49] A+B+C dropped_drug", "2 [50..200] A+C data_end"],
    );
}

#[test]
fn a_dropped_drug_advances_only_after_progression() {
    let rules = LineRules {
        advances_only: Some(AdvancesOnly {
            text: String::new(),
            within: None,
        }),
        ..with(vec![dropped("", Dropped::Advances(0))])
    };
    let progression = |days: &[i32]| Person {
        progression: days.to_vec(),
        ..Person::of("0:A+B+C 10:A+B 20:A 30:A")
    };
    expect_of(&rules, &progression(&[]), &["1 [0..30] A+B+C data_end"]);
    // C's next start is on day 10 and B's on day 20: the first is too early.
    expect_of(
        &rules,
        &progression(&[15]),
        &["1 [0..10] A+B+C dropped_drug", "2 [20..30] A data_end"],
    );
}

#[test]
fn a_drug_of_the_window_only_has_no_name() {
    let rules = with(vec![dropped("", Dropped::ContinuesWithoutName)]);
    expect(&rules, "0:A 28:B 29:A", &["1 [0..29] A data_end"]);
    expect(&rules, "0:A 28:B 29:B+A", &["1 [0..29] A+B data_end"]);
    // Nothing else goes on after the window.
    expect(&rules, "0:A 20:B", &["1 [0..20] A+B data_end"]);
    // It was given after the window, as its recorded end says.
    expect(&rules, "0-29:B 0:A 50:A", &["1 [0..50] A+B data_end"]);
    expect(&rules, "0-28:B 0:A 50:A", &["1 [0..50] A data_end"]);
}
