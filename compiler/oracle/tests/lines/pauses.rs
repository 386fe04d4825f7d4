//! Windows and gaps: rules 1, 3 and 4.

use super::support::{gap, of, only, rules, set, window, with};
use kohort_semantics::study::{GapLimit, GapRule, InterchangeRule, WindowRule};

#[test]
fn day_28_is_in_the_window_and_day_29_is_not() {
    assert_eq!(of(&rules(), "0:A 28:B"), "1 [0-28] A,B data_end");
    assert_eq!(
        of(&rules(), "0:A 29:B"),
        "1 [0-0] A new_drug; 2 [29-29] B data_end"
    );
    let exclusive = with(|rules| rules.windows[0].inclusive = false);
    assert_eq!(of(&exclusive, "0:A 27:B"), "1 [0-27] A,B data_end");
    assert_eq!(
        of(&exclusive, "0:A 28:B"),
        "1 [0-0] A new_drug; 2 [28-28] B data_end"
    );
}

#[test]
fn the_last_window_that_applies_decides() {
    let rules = with(|rules| {
        rules.windows = vec![
            window(28),
            WindowRule {
                drugs: Some(set("B")),
                ..window(60)
            },
            WindowRule {
                lines: only(2, 9),
                ..window(10)
            },
        ];
    });
    assert_eq!(of(&rules, "0:A 60:B"), "1 [0-60] A,B data_end");
    assert_eq!(
        of(&rules, "0:A 60:C 75:B"),
        "1 [0-0] A new_drug; 2 [60-60] C new_drug; 3 [75-75] B data_end"
    );
}

#[test]
fn a_gap_is_longer_or_with_the_other_operator_as_long() {
    assert_eq!(of(&rules(), "0:A 120:A"), "1 [0-120] A data_end");
    assert_eq!(of(&rules(), "0:A 121:A"), "1 [0-0] A gap; 2 [121-121] A data_end");
    let or_equal = with(|rules| {
        rules.gaps[0].limit = Some(GapLimit {
            days: 90,
            or_equal: true,
        });
    });
    assert_eq!(of(&or_equal, "0:A 89:A"), "1 [0-89] A data_end");
    assert_eq!(of(&or_equal, "0:A 90:A"), "1 [0-0] A gap; 2 [90-90] A data_end");
}

#[test]
fn a_pause_is_a_gap_only_for_all_drugs_of_the_line() {
    let rules = with(|rules| {
        rules.gaps = vec![
            gap(60),
            GapRule {
                drugs: Some(set("B")),
                ..gap(100)
            },
            GapRule {
                limit: None,
                drugs: Some(set("E")),
                ..gap(0)
            },
        ];
    });
    assert_eq!(of(&rules, "0:A 80:A"), "1 [0-0] A gap; 2 [80-80] A data_end");
    assert_eq!(of(&rules, "0:A,B 80:A"), "1 [0-80] A,B data_end");
    assert_eq!(
        of(&rules, "0:A,B 101:A"),
        "1 [0-0] A,B gap; 2 [101-101] A data_end"
    );
    assert_eq!(of(&rules, "0:A,E 900:A"), "1 [0-900] A,E data_end");
    // A drug without a rule knows no gap.
    let only_b = with(|rules| rules.gaps[0].drugs = Some(set("B")));
    assert_eq!(of(&only_b, "0:A 900:A"), "1 [0-900] A data_end");
}

#[test]
fn a_gap_may_be_of_some_lines() {
    let second = with(|rules| rules.gaps[0].lines = only(2, 2));
    assert_eq!(
        of(&second, "0:A 200:A 300:B 500:B"),
        "1 [0-200] A new_drug; 2 [300-300] B gap; 3 [500-500] B data_end"
    );
}

#[test]
fn from_the_last_start_what_is_covered_is_still_no_pause() {
    let covered = rules();
    let start = with(|rules| rules.gaps[0].from_last_start = true);
    let doses = "0-100:A 140:A";
    assert_eq!(of(&covered, doses), "1 [0-140] A data_end");
    assert_eq!(of(&start, doses), "1 [0-100] A gap; 2 [140-140] A data_end");
    assert_eq!(of(&start, "0-140:A 140:A"), "1 [0-140] A data_end");
}

#[test]
fn two_drugs_of_one_day_have_no_order() {
    assert_eq!(
        of(&rules(), "0:A 40:A,B"),
        "1 [0-0] A new_drug; 2 [40-40] A,B data_end"
    );
    assert_eq!(
        of(&rules(), "0:A 40:B,A"),
        "1 [0-0] A new_drug; 2 [40-40] A,B data_end"
    );
}

#[test]
fn interchangeable_drugs_are_one_inside_and_outside_the_window() {
    let rules = with(|rules| {
        rules.interchange = vec![InterchangeRule {
            text: String::from("interchange A with B"),
            drugs: vec![String::from("A"), String::from("B")],
        }];
        rules.gaps.push(GapRule {
            limit: None,
            drugs: Some(set("B")),
            ..gap(0)
        });
    });
    assert_eq!(of(&rules, "0:A 20:B 50:B"), "1 [0-50] A,B data_end");
    assert_eq!(of(&rules, "0:A 40:B"), "1 [0-40] A data_end");
    assert_eq!(of(&rules, "0:A 40:C"), "1 [0-0] A new_drug; 2 [40-40] C data_end");
    // A rule that names one substance names the drug.
    assert_eq!(of(&rules, "0:A 900:A"), "1 [0-900] A data_end");
}

#[test]
fn a_recorded_interval_carries_a_drug_over() {
    assert_eq!(
        of(&rules(), "0-300:A 100:B"),
        "1 [0-99] A new_drug; 2 [100-300] A,B data_end"
    );
    // Not one that ends within the window, nor a supply.
    assert_eq!(
        of(&rules(), "0-128:A 100:B"),
        "1 [0-99] A new_drug; 2 [100-128] A,B data_end"
    );
    assert_eq!(
        of(&rules(), "0-127:A 100:B"),
        "1 [0-99] A new_drug; 2 [100-100] B data_end"
    );
    // What goes on over two lines is carried over twice.
    assert_eq!(
        of(&rules(), "0-300:A 100:B 200:C"),
        "1 [0-99] A new_drug; 2 [100-199] A,B new_drug; 3 [200-300] A,C data_end"
    );
    // A drug that is carried over goes on, whenever it starts again.
    assert_eq!(
        of(&rules(), "0-300:A 100:B 200:A"),
        "1 [0-99] A new_drug; 2 [100-300] A,B data_end"
    );
}
