//! The start of a line, its window, and interchange.

use crate::notation::{Person, dropped, expect, expect_of, interchange, line, rules, set, window};
use kohort_semantics::study::{BreakerRule, Dropped, LineNumbers, LineRules, WindowRule};

#[test]
fn the_last_day_of_the_window_is_inside() {
    expect(&rules(), "0:A 28:B", &["1 [0..28] A+B data_end"]);
    expect(
        &rules(),
        "0:A 29:B",
        &["1 [0..0] A new_drug", "2 [29..29] B data_end"],
    );
}

#[test]
fn an_exclusive_window_leaves_it_out() {
    let rules = LineRules {
        windows: vec![WindowRule {
            inclusive: false,
            ..window(28)
        }],
        ..rules()
    };
    expect(&rules, "0:A 27:B", &["1 [0..27] A+B data_end"]);
    expect(
        &rules,
        "0:A 28:B",
        &["1 [0..0] A new_drug", "2 [28..28] B data_end"],
    );
}

#[test]
fn without_a_window_only_the_first_day_is_inside() {
    let rules = LineRules {
        windows: Vec::new(),
        ..rules()
    };
    expect(
        &rules,
        "0:A 0:B 1:C",
        &["1 [0..0] A+B new_drug", "2 [1..1] C data_end"],
    );
}

#[test]
fn the_last_window_that_is_for_the_number_and_the_drug_decides() {
    let rules = LineRules {
        windows: vec![
            window(60),
            WindowRule {
                drugs: Some(set("B")),
                ..window(5)
            },
            WindowRule {
                lines: line(2),
                ..window(30)
            },
        ],
        ..rules()
    };
    expect(&rules, "0:A 60:C", &["1 [0..60] A+C data_end"]);
    // B's window in line 1 is 5 days; in line 2 the rule for all drugs is written later.
    expect(
        &rules,
        "0:A 6:B 36:A",
        &["1 [0..0] A new_drug", "2 [6..36] A+B data_end"],
    );
    expect(
        &rules,
        "0:A 6:B 37:A",
        &[
            "1 [0..0] A new_drug",
            "2 [6..6] B new_drug",
            "3 [37..37] A data_end",
        ],
    );
}

#[test]
fn records_of_one_day_have_no_order() {
    let expected = ["1 [0..0] A+B new_drug", "2 [40..40] A+C data_end"];
    expect(&rules(), "0:A 0:B 40:C 40:A", &expected);
    expect(&rules(), "40:A 0:B 0:A 40:C", &expected);
}

#[test]
fn interchange_inside_the_window_names_both() {
    let rules = LineRules {
        interchange: vec![interchange("C S")],
        ..rules()
    };
    expect(&rules, "0:C 28:S", &["1 [0..28] C+S data_end"]);
    expect(&rules, "0:C 29:S", &["1 [0..29] C data_end"]);
    // Its own partner on another day of the window, and again much later.
    expect(&rules, "0:C 20:S 90:S 100:C", &["1 [0..100] C+S data_end"]);
}

#[test]
fn a_rule_for_one_of_a_group_is_for_the_group() {
    let rules = LineRules {
        windows: vec![
            window(28),
            WindowRule {
                drugs: Some(set("S")),
                ..window(50)
            },
        ],
        interchange: vec![interchange("C S")],
        ..rules()
    };
    expect(&rules, "0:A 50:C", &["1 [0..50] A+C data_end"]);
}

#[test]
fn an_interval_that_covers_the_window_is_carried_over() {
    let new = |end: i32| format!("0-{end}:A 50:B");
    // B's line begins on day 50, and its window ends on day 78.
    expect(
        &rules(),
        &new(78),
        &["1 [0..49] A new_drug", "2 [50..78] A+B data_end"],
    );
    expect(
        &rules(),
        &new(77),
        &["1 [0..49] A new_drug", "2 [50..50] B data_end"],
    );
    expect(
        &rules(),
        &new(40),
        &["1 [0..40] A new_drug", "2 [50..50] B data_end"],
    );
}

#[test]
fn nothing_after_the_end_of_observation_is_carried_over() {
    let person = Person {
        until: Some(77),
        ..Person::of("0-900:A 50:B")
    };
    expect_of(
        &rules(),
        &person,
        &["1 [0..49] A new_drug", "2 [50..50] B data_end"],
    );
}

#[test]
fn an_interval_is_carried_over_more_than_once() {
    expect(
        &rules(),
        "0-300:A 50:B 100:C",
        &[
            "1 [0..49] A new_drug",
            "2 [50..99] A+B new_drug",
            "3 [100..300] A+C data_end",
        ],
    );
}

#[test]
fn an_interval_of_a_line_before_the_last_is_not_carried_over() {
    let rules = LineRules {
        windows: vec![
            window(0),
            WindowRule {
                lines: line(2),
                ..window(60)
            },
        ],
        breakers: vec![BreakerRule {
            text: String::new(),
            ends_that_day: false,
            except_first_in: None,
            except_again_within: None,
            lines: LineNumbers::ALL,
        }],
        ..rules()
    };
    let person = Person {
        breakers: vec![vec![95]],
        ..Person::of("0-100:A 50:B 55:A 96:C")
    };
    // A is a drug of line 2 by its start on day 55; its interval ends in that line's window and so is not of it.
    expect_of(
        &rules,
        &person,
        &[
            "1 [0..49] A new_drug",
            "2 [50..55] A+B breaker",
            "3 [96..96] C data_end",
        ],
    );
}

#[test]
fn a_substance_that_is_carried_over_keeps_its_name() {
    let rules = LineRules {
        interchange: vec![interchange("C S")],
        dropped: vec![dropped("", Dropped::ContinuesWithoutName)],
        ..rules()
    };
    expect(
        &rules,
        "0-300:S 50:B 90:C+B",
        &["1 [0..49] S new_drug", "2 [50..300] B+S data_end"],
    );
}
