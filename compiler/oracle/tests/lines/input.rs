//! Which records count, and what they cover.

use super::support::{found, history, observed, of, rules, set, with};
use kohort_oracle::lines::{History, Starting, contradictory};
use kohort_semantics::study::{Cover, CoverRule, LineRules};

fn covers(cover: Cover, drugs: Option<&str>) -> CoverRule {
    CoverRule {
        text: String::from("covers"),
        cover,
        drugs: drugs.map(set),
    }
}

#[test]
fn observation_starts_with_the_look_back() {
    let rules = with(|rules| rules.look_back = 14);
    let doses = "-15:A -14:B 0:C";
    assert_eq!(
        found(&rules, &observed(doses, Some(0), None, None)),
        "1 [-14-0] B,C data_end"
    );
    // Day -15 counts where there is no bound, and nothing does where the bound is missing.
    assert_eq!(of(&rules, doses), "1 [-15-0] A,B,C data_end");
    let missing = History {
        starting: Starting::Missing,
        ..history(doses)
    };
    assert_eq!(found(&rules, &missing), "");
}

#[test]
fn observation_ends_with_the_cut_off_or_death() {
    let until = |until, death| found(&rules(), &observed("0:A 10-40:A 50:B", None, until, death));
    assert_eq!(until(Some(30), None), "1 [0-30] A data_end");
    assert_eq!(until(Some(30), Some(20)), "1 [0-20] A death");
    // A death after the cut-off is not seen.
    assert_eq!(until(Some(20), Some(30)), "1 [0-20] A data_end");
    // A dose on the day of death counts.
    assert_eq!(until(None, Some(50)), "1 [0-40] A new_drug; 2 [50-50] B death");
    assert_eq!(until(None, Some(49)), "1 [0-40] A death");
}

#[test]
fn a_record_covers_what_is_recorded_or_what_the_last_rule_says() {
    let none = rules();
    assert_eq!(of(&none, "0+28:A 121:A"), "1 [0-0] A gap; 2 [121-121] A data_end");
    let supply = with(|rules| rules.covers = vec![covers(Cover::Supply, None)]);
    assert_eq!(of(&supply, "0+28:A 121:A"), "1 [0-121] A data_end");
    assert_eq!(of(&supply, "0+28:A"), "1 [0-27] A data_end");
    // Without a supply, and with one of less than a day, it is the record's own day.
    assert_eq!(of(&supply, "0:A"), "1 [0-0] A data_end");
    assert_eq!(of(&supply, "0+-5:A"), "1 [0-0] A data_end");
    let both = with(|rules| {
        rules.covers = vec![covers(Cover::Days(28), None), covers(Cover::Days(84), Some("A"))];
    });
    assert_eq!(of(&both, "0:A"), "1 [0-83] A data_end");
    assert_eq!(of(&both, "0:B"), "1 [0-27] B data_end");
    // What is recorded is what it is.
    assert_eq!(of(&both, "0-5:A"), "1 [0-5] A data_end");
    // No supply reaches beyond the calendar.
    let absurd = with(|rules| rules.covers = vec![covers(Cover::Days(i64::MAX), None)]);
    assert_eq!(of(&absurd, "0:A"), "1 [0-2913896] A data_end");
}

#[test]
fn an_interval_covers_a_gap() {
    assert_eq!(of(&rules(), "0-130:A 200:A"), "1 [0-200] A data_end");
    assert_eq!(of(&rules(), "0:A 200:A"), "1 [0-0] A gap; 2 [200-200] A data_end");
}

#[test]
fn a_record_that_ends_before_it_starts_is_left_aside_and_counted() {
    let history = observed("0:A 20-10:B 900-899:C", Some(0), Some(30), None);
    assert_eq!(found(&rules(), &history), "1 [0-0] A data_end");
    assert_eq!(contradictory(&history), 2);
}

#[test]
fn separate_records_make_lines_of_their_own() {
    let history = History {
        apart: super::support::records("-200:A 60:B"),
        ..history("0:A 50:B")
    };
    assert_eq!(
        found(&rules(), &history),
        "1 [0-0] A new_drug; 2 [50-50] B data_end; s1 [-200--200] A gap; s2 [60-60] B data_end"
    );
}

#[test]
fn a_patient_without_records_has_no_lines() {
    assert_eq!(of(&rules(), ""), "");
    assert_eq!(
        of(&LineRules::default(), "0:A 28:B"),
        "1 [0-0] A new_drug; 2 [28-28] B data_end"
    );
}
