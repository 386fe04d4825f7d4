//! New and added drugs: rule 5.

use super::support::{after_days, new_drug, of, only, set, with};
use kohort_semantics::study::{AddedRule, After, Decision, LineNumbers, LineRules};

fn added(drugs: Option<&str>, to: &str, decision: Decision) -> AddedRule {
    AddedRule {
        text: String::from("added to …"),
        added: drugs.map(set),
        to: set(to),
        alone: false,
        decision,
        if_all_others_stopped: false,
        lines: LineNumbers::ALL,
    }
}

#[test]
fn a_new_drug_advances_joins_or_advances_later() {
    let never = with(|rules| rules.new_drugs = vec![new_drug(Some("B"), Decision::Joins)]);
    assert_eq!(of(&never, "0:A 50:B"), "1 [0-50] A,B data_end");
    assert_eq!(of(&never, "0:A 50:C"), "1 [0-0] A new_drug; 2 [50-50] C data_end");
    let later = with(|rules| rules.new_drugs = vec![new_drug(Some("B"), after_days(90))]);
    assert_eq!(of(&later, "0:A 90:B"), "1 [0-90] A,B data_end");
    assert_eq!(of(&later, "0:A 91:B"), "1 [0-0] A new_drug; 2 [91-91] B data_end");
    // One that advances takes all of the day with it.
    assert_eq!(
        of(&later, "0:A 50:B,C"),
        "1 [0-0] A new_drug; 2 [50-50] B,C data_end"
    );
}

#[test]
fn the_last_rule_that_is_for_the_drug_and_the_line_decides() {
    let rules = with(|rules| {
        rules.new_drugs = vec![
            new_drug(None, Decision::Joins),
            new_drug(Some("B"), after_days(0)),
        ];
        rules.new_drugs[1].lines = only(1, 1);
    });
    assert_eq!(of(&rules, "0:A 50:C"), "1 [0-50] A,C data_end");
    assert_eq!(
        of(&rules, "0:A 50:B 100:C 150:D"),
        "1 [0-0] A new_drug; 2 [50-150] B,C,D data_end"
    );
}

#[test]
fn days_and_cycles_must_both_have_passed() {
    let cycles = |days: Option<i64>, least: u32, cycle_days: Option<i64>| {
        with(|rules| {
            rules.cycle_days = cycle_days;
            rules.new_drugs = vec![new_drug(
                None,
                Decision::Advances(After {
                    days,
                    cycles: Some(least),
                }),
            )];
        })
    };
    let doses = "0:A 1:A 40:B";
    assert_eq!(
        of(&cycles(None, 2, None), doses),
        "1 [0-1] A new_drug; 2 [40-40] B data_end"
    );
    // Within four days they are one cycle.
    assert_eq!(of(&cycles(None, 2, Some(4)), doses), "1 [0-40] A,B data_end");
    assert_eq!(of(&cycles(Some(40), 2, None), doses), "1 [0-40] A,B data_end");
    // A cycle is counted from its first day.
    let long = "0:A 4:A 8:A 40:B";
    assert_eq!(
        of(&cycles(None, 2, Some(4)), long),
        "1 [0-8] A new_drug; 2 [40-40] B data_end"
    );
    assert_eq!(of(&cycles(None, 3, Some(4)), long), "1 [0-40] A,B data_end");
}

#[test]
fn what_is_added_is_asked_before_what_is_new() {
    let rules = with(|rules| rules.added = vec![added(Some("B"), "A,F", after_days(60))]);
    assert_eq!(of(&rules, "0:A,C 60:B"), "1 [0-60] A,B,C data_end");
    assert_eq!(
        of(&rules, "0:A,C 61:B"),
        "1 [0-0] A,C new_drug; 2 [61-61] B data_end"
    );
    assert_eq!(of(&rules, "0:C 60:B"), "1 [0-0] C new_drug; 2 [60-60] B data_end");
    assert_eq!(of(&rules, "0:A 60:D"), "1 [0-0] A new_drug; 2 [60-60] D data_end");
    let alone = LineRules {
        added: vec![AddedRule {
            alone: true,
            ..added(None, "A,F", Decision::Joins)
        }],
        ..rules
    };
    assert_eq!(of(&alone, "0:A,F 60:B"), "1 [0-60] A,B,F data_end");
    assert_eq!(
        of(&alone, "0:A,C 60:B"),
        "1 [0-0] A,C new_drug; 2 [60-60] B data_end"
    );
}

#[test]
fn a_rule_may_apply_only_where_all_others_have_stopped() {
    let rules: LineRules = with(|rules| {
        rules.new_drugs = vec![
            new_drug(Some("B"), Decision::Joins),
            new_drug(Some("B"), after_days(0)),
        ];
        rules.new_drugs[1].if_all_others_stopped = true;
    });
    assert_eq!(of(&rules, "0:A 50:B"), "1 [0-0] A new_drug; 2 [50-50] B data_end");
    // Covered on the day, given on the day, or in the window's length after it.
    assert_eq!(of(&rules, "0-50:A 50:B"), "1 [0-50] A,B data_end");
    assert_eq!(of(&rules, "0:A 50:A,B"), "1 [0-50] A,B data_end");
    assert_eq!(of(&rules, "0:A 50:B 78:A"), "1 [0-78] A,B data_end");
    assert_eq!(
        of(&rules, "0:A 50:B 79:A"),
        "1 [0-0] A new_drug; 2 [50-50] B new_drug; 3 [79-79] A data_end"
    );
}

#[test]
fn drugs_of_one_day_do_not_help_each_other() {
    // B may be added to A, and C to B; C comes to a line without B.
    let rules = with(|rules| {
        rules.added = vec![
            added(Some("B"), "A", Decision::Joins),
            added(Some("C"), "B", Decision::Joins),
        ];
    });
    assert_eq!(of(&rules, "0:A 50:B 60:C"), "1 [0-60] A,B,C data_end");
    assert_eq!(
        of(&rules, "0:A 50:B,C"),
        "1 [0-0] A new_drug; 2 [50-50] B,C data_end"
    );
}
