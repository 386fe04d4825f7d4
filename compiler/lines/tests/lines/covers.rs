//! Which records are seen, and what they cover.

use crate::notation::{Person, covers, expect, expect_of, interchange, records, rules, set};
use kohort_semantics::study::{Cover, CoverRule, LineRules};

#[test]
fn a_dose_covers_its_day_or_what_the_last_rule_for_it_says() {
    let rules = LineRules {
        covers: vec![
            covers(Cover::Days(28)),
            CoverRule {
                drugs: Some(set("A")),
                ..covers(Cover::Days(84))
            },
        ],
        interchange: vec![interchange("A C")],
        ..rules()
    };
    expect(&rules, "0:B", &["1 [0..27] B data_end"]);
    expect(&rules, "0:A", &["1 [0..83] A data_end"]);
    // The rule is about the substance, not about what it may be exchanged for.
    expect(&rules, "0:C", &["1 [0..27] C data_end"]);
    // A recorded end is what it is.
    expect(&rules, "0-3:A", &["1 [0..3] A data_end"]);
}

#[test]
fn a_supply_covers_its_days_and_its_own_day_at_least() {
    let rules = LineRules {
        covers: vec![covers(Cover::Supply)],
        ..rules()
    };
    expect(&rules, "0:A*30", &["1 [0..29] A data_end"]);
    expect(&rules, "0:A*0", &["1 [0..0] A data_end"]);
    expect(&rules, "0:A*-9", &["1 [0..0] A data_end"]);
    expect(&rules, "0:A", &["1 [0..0] A data_end"]);
}

#[test]
fn a_record_that_ends_before_it_starts_is_left_aside_and_counted() {
    let person = Person {
        apart: records("5-4:A"),
        starting: Some(Some(0)),
        ..Person::of("10-9:A 20:B -50--60:A")
    };
    expect_of(&rules(), &person, &["1 [20..20] B data_end"]);
    assert_eq!(person.walk(&rules()).1, 3);
    let unknown = Person {
        starting: Some(None),
        ..person
    };
    assert_eq!(unknown.walk(&rules()), (Vec::new(), 3));
}

#[test]
fn the_start_of_observation_is_earlier_by_the_look_back() {
    let rules = LineRules {
        look_back: 14,
        ..rules()
    };
    let starting = |text: &str| Person {
        starting: Some(Some(0)),
        ..Person::of(text)
    };
    expect_of(&rules, &starting("-14:A 0:B"), &["1 [-14..0] A+B data_end"]);
    expect_of(&rules, &starting("-15:A 0:B"), &["1 [0..0] B data_end"]);
    // A record that began before is not seen, however long it goes on.
    expect_of(&rules, &starting("-15-90:A 0:B"), &["1 [0..0] B data_end"]);
    let unknown = Person {
        starting: Some(None),
        ..starting("0:A")
    };
    expect_of(&rules, &unknown, &[]);
}

#[test]
fn nothing_is_seen_after_the_cut_off_or_death() {
    let person = Person {
        until: Some(30),
        death: Some(40),
        ..Person::of("0-90:A 31:B")
    };
    expect_of(&rules(), &person, &["1 [0..30] A data_end"]);
    let person = Person {
        until: Some(50),
        ..person
    };
    expect_of(&rules(), &person, &["1 [0..30] A new_drug", "2 [31..31] B death"]);
}

#[test]
fn a_dose_on_the_day_of_death_counts() {
    let person = Person {
        death: Some(40),
        ..Person::of("0:A 40:B 41:C")
    };
    expect_of(&rules(), &person, &["1 [0..0] A new_drug", "2 [40..40] B death"]);
}

#[test]
fn records_of_other_settings_make_lines_of_their_own() {
    let person = Person {
        apart: records("10:B 60:C"),
        ..Person::of("0:A 50:A 80:D")
    };
    expect_of(
        &rules(),
        &person,
        &[
            "1 [0..50] A new_drug",
            "1s [10..10] B new_drug",
            "2s [60..60] C data_end",
            "2 [80..80] D data_end",
        ],
    );
}

#[test]
fn a_record_of_no_eligible_drug_is_none() {
    let mut person = Person::of("0:A 60:B");
    person.records[1].drug = u32::MAX;
    expect_of(&rules(), &person, &["1 [0..0] A data_end"]);
}
