//! Where and why lines end.

use crate::notation::{Person, expect_of, gap_never, rules};
use kohort_semantics::study::LineRules;

fn person(until: Option<i32>, death: Option<i32>) -> Person {
    Person {
        until,
        death,
        ..Person::of("0:A 10:A")
    }
}

#[test]
fn the_last_line_ends_by_death_or_with_the_data() {
    expect_of(&rules(), &person(None, None), &["1 [0..10] A data_end"]);
    expect_of(&rules(), &person(Some(900), None), &["1 [0..10] A data_end"]);
    expect_of(&rules(), &person(None, Some(50)), &["1 [0..10] A death"]);
    expect_of(&rules(), &person(Some(50), Some(50)), &["1 [0..10] A death"]);
    // A death after the cut-off is not seen.
    expect_of(&rules(), &person(Some(50), Some(51)), &["1 [0..10] A data_end"]);
}

#[test]
fn a_gap_may_come_before_death() {
    expect_of(&rules(), &person(None, Some(130)), &["1 [0..10] A death"]);
    expect_of(&rules(), &person(None, Some(131)), &["1 [0..10] A gap"]);
    let never = LineRules {
        gaps: vec![gap_never("A")],
        ..rules()
    };
    expect_of(&never, &person(None, Some(131)), &["1 [0..10] A death"]);
}

#[test]
fn a_discontinuation_needs_observation_after_it() {
    let rules = LineRules {
        confirmed_days: Some(90),
        ..rules()
    };
    expect_of(&rules, &person(Some(99), None), &["1 [0..10] A data_end"]);
    expect_of(&rules, &person(Some(100), None), &["1 [0..10] A gap"]);
    expect_of(&rules, &person(None, Some(100)), &["1 [0..10] A gap"]);
    expect_of(&rules, &person(None, None), &["1 [0..10] A data_end"]);
}

#[test]
fn a_line_ends_the_day_before_the_next() {
    let person = Person::of("0-90:A 50:B");
    expect_of(
        &rules(),
        &person,
        &["1 [0..49] A new_drug", "2 [50..90] A+B data_end"],
    );
}

#[test]
fn nothing_is_said_of_more_lines_than_are_wanted() {
    let rules = |most: u32| LineRules {
        at_most: Some(most),
        ..rules()
    };
    let person = Person::of("0:A 40:B 80:C");
    expect_of(
        &rules(2),
        &person,
        &["1 [0..0] A new_drug", "2 [40..40] B new_drug"],
    );
    expect_of(&rules(0), &person, &[]);
    assert_eq!(person.walk(&rules(2)).0[1].next_start, None);
}
