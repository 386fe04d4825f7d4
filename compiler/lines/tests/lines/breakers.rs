//! Events that end lines.

use crate::notation::{Person, expect_of, line, rules};
use kohort_semantics::study::{BreakerRule, LineNumbers, LineRules};

fn breaker() -> BreakerRule {
    BreakerRule {
        text: String::new(),
        ends_that_day: false,
        except_first_in: None,
        except_again_within: None,
        lines: LineNumbers::ALL,
    }
}

fn that_day() -> BreakerRule {
    BreakerRule {
        ends_that_day: true,
        ..breaker()
    }
}

#[track_caller]
fn expect(rule: BreakerRule, history: &str, events: &[i32], expected: &[&str]) {
    let rules = LineRules {
        breakers: vec![rule],
        ..rules()
    };
    let person = Person {
        breakers: vec![events.to_vec()],
        until: Some(1000),
        ..Person::of(history)
    };
    expect_of(&rules, &person, expected);
}

#[test]
fn an_event_ends_a_line_before_it() {
    let two = ["1 [0..10] A breaker", "2 [20..30] A data_end"];
    expect(breaker(), "0:A 10:A 20:A 30:A", &[15], &two);
    // On the day of a record, which then starts the new line.
    expect(breaker(), "0:A 10:A 20:A 30:A", &[20], &two);
    // The line's first day is not after itself.
    expect(breaker(), "0:A 30:A", &[0], &["1 [0..30] A data_end"]);
    expect(
        breaker(),
        "0-50:A 60:A",
        &[15],
        &["1 [0..14] A breaker", "2 [60..60] A data_end"],
    );
}

#[test]
fn a_line_may_end_on_the_day_of_the_event() {
    let two = ["1 [0..20] A breaker", "2 [30..30] A data_end"];
    expect(that_day(), "0:A 10:A 20:A 30:A", &[20], &two);
    expect(that_day(), "0:A 10:A 20:A 30:A", &[25], &two);
    expect(
        that_day(),
        "0:A 30:A",
        &[0],
        &["1 [0..0] A breaker", "2 [30..30] A data_end"],
    );
    expect(
        that_day(),
        "0-50:A 60:A",
        &[15],
        &["1 [0..15] A breaker", "2 [60..60] A data_end"],
    );
}

#[test]
fn an_interval_goes_on_into_the_new_line() {
    expect(
        breaker(),
        "0-200:A 60:B",
        &[60],
        &["1 [0..59] A breaker", "2 [60..200] A+B data_end"],
    );
}

#[test]
fn an_event_after_a_gap_ends_nothing() {
    expect(
        breaker(),
        "0:A 300:A",
        &[120],
        &["1 [0..0] A breaker", "2 [300..300] A data_end"],
    );
    expect(
        breaker(),
        "0:A 300:A",
        &[121],
        &["1 [0..0] A gap", "2 [300..300] A data_end"],
    );
}

#[test]
fn the_last_line_ends_likewise() {
    expect(breaker(), "0:A 10:A", &[15], &["1 [0..10] A breaker"]);
    expect(that_day(), "0:A 10:A", &[10], &["1 [0..10] A breaker"]);
    expect(
        breaker(),
        "0:A 10:A",
        &[10],
        &["1 [0..0] A breaker", "2 [10..10] A data_end"],
    );
    expect(
        breaker(),
        "0:A 990:A",
        &[1001],
        &["1 [0..0] A gap", "2 [990..990] A data_end"],
    );
    let rules = LineRules {
        breakers: vec![breaker()],
        ..rules()
    };
    let person = Person {
        breakers: vec![vec![31]],
        death: Some(30),
        ..Person::of("0:A 10:A")
    };
    expect_of(&rules, &person, &["1 [0..10] A death"]);
}

#[test]
fn rules_are_for_lines() {
    let rule = BreakerRule {
        lines: line(2),
        ..breaker()
    };
    expect(
        rule,
        "0:A 20:A 60:B 80:B",
        &[10, 70],
        &[
            "1 [0..20] A new_drug",
            "2 [60..60] B breaker",
            "3 [80..80] B data_end",
        ],
    );
}

#[test]
fn the_first_in_a_line_may_be_passed_over() {
    let rule = BreakerRule {
        except_first_in: Some(line(1)),
        ..breaker()
    };
    expect(rule.clone(), "0:A 20:A 40:A", &[10], &["1 [0..40] A data_end"]);
    expect(
        rule.clone(),
        "0:A 20:A 40:A 60:A",
        &[10, 30, 50],
        &[
            "1 [0..20] A breaker",
            "2 [40..40] A breaker",
            "3 [60..60] A data_end",
        ],
    );
    // An event on the first day is the first, though it would not end the line.
    expect(
        rule.clone(),
        "0:A 20:A",
        &[0, 10],
        &["1 [0..0] A breaker", "2 [20..20] A data_end"],
    );
    // Events before the line are not of it.
    expect(rule, "0:A 20:A", &[-5, 10], &["1 [0..20] A data_end"]);
}

#[test]
fn one_soon_after_another_may_be_passed_over() {
    let rule = BreakerRule {
        except_again_within: Some(180),
        ..breaker()
    };
    expect(
        rule.clone(),
        "0:A 20:A 100:A 190:A",
        &[10, 190],
        &["1 [0..0] A breaker", "2 [20..190] A data_end"],
    );
    expect(
        rule.clone(),
        "0:A 20:A 100:A 191:A",
        &[10, 191],
        &[
            "1 [0..0] A breaker",
            "2 [20..100] A breaker",
            "3 [191..191] A data_end",
        ],
    );
    // The earlier one need not have ended a line, nor be in one.
    expect(rule.clone(), "0:A 20:A", &[-100, 10], &["1 [0..20] A data_end"]);
    // Two on one day are one.
    expect(
        rule,
        "0:A 20:A",
        &[10, 10],
        &["1 [0..0] A breaker", "2 [20..20] A data_end"],
    );
}

#[test]
fn the_earliest_decides_and_of_one_day_the_first_rule() {
    let of_both = |rules_: [BreakerRule; 2], events: [Vec<i32>; 2], expected: &[&str]| {
        let rules = LineRules {
            breakers: rules_.to_vec(),
            ..rules()
        };
        let person = Person {
            breakers: events.to_vec(),
            ..Person::of("0-80:A 90:B")
        };
        expect_of(&rules, &person, expected);
    };
    let ending = |day: i32| format!("1 [0..{day}] A breaker");
    let line_2 = "2 [90..90] B data_end";
    of_both(
        [breaker(), that_day()],
        [vec![50], vec![40]],
        &[&ending(40), line_2],
    );
    of_both(
        [breaker(), that_day()],
        [vec![50], vec![50]],
        &[&ending(49), line_2],
    );
    of_both(
        [that_day(), breaker()],
        [vec![50], vec![50]],
        &[&ending(50), line_2],
    );
}
