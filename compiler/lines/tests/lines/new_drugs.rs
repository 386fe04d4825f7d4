//! Drugs from outside.

use crate::notation::{after_days, expect, line, new_drug, rules, set, window};
use kohort_semantics::study::{AddedRule, After, Decision, LineNumbers, LineRules, NewDrugRule, WindowRule};

fn with(new_drugs: Vec<NewDrugRule>) -> LineRules {
    LineRules { new_drugs, ..rules() }
}

fn added(drugs: &str, to: &str, decision: Decision) -> AddedRule {
    AddedRule {
        text: String::new(),
        added: Some(set(drugs)),
        to: set(to),
        alone: false,
        decision,
        if_all_others_stopped: false,
        lines: LineNumbers::ALL,
    }
}

#[test]
fn a_drug_without_a_rule_advances() {
    expect(
        &with(Vec::new()),
        "0:A 40:B",
        &["1 [0..0] A new_drug", "2 [40..40] B data_end"],
    );
}

#[test]
fn a_drug_that_never_advances_joins() {
    let rules = with(vec![new_drug("B", Decision::Joins)]);
    expect(&rules, "0:A 40:B 80:A", &["1 [0..80] A+B data_end"]);
    // One that advances takes all drugs of its day with it.
    expect(
        &rules,
        "0:A 40:B+C",
        &["1 [0..0] A new_drug", "2 [40..40] B+C data_end"],
    );
}

#[test]
fn a_drug_advances_after_so_many_days() {
    let rules = with(vec![new_drug("", after_days(60))]);
    expect(&rules, "0:A 60:B", &["1 [0..60] A+B data_end"]);
    expect(
        &rules,
        "0:A 61:B",
        &["1 [0..0] A new_drug", "2 [61..61] B data_end"],
    );
}

#[test]
fn a_drug_advances_after_so_many_cycles() {
    let cycles = |days: Option<i64>| LineRules {
        cycle_days: Some(4),
        ..with(vec![new_drug(
            "",
            Decision::Advances(After {
                days,
                cycles: Some(2),
            }),
        )])
    };
    // Days 0 and 4 are one cycle, 0 and 5 are two.
    expect(&cycles(None), "0:A 4:A 40:B", &["1 [0..40] A+B data_end"]);
    expect(
        &cycles(None),
        "0:A 5:A 40:B",
        &["1 [0..5] A new_drug", "2 [40..40] B data_end"],
    );
    // With both, both must hold.
    expect(&cycles(Some(40)), "0:A 5:A 40:B", &["1 [0..40] A+B data_end"]);
    expect(
        &cycles(Some(39)),
        "0:A 5:A 40:B",
        &["1 [0..5] A new_drug", "2 [40..40] B data_end"],
    );
}

#[test]
fn the_last_rule_that_applies_decides() {
    let late = NewDrugRule {
        lines: line(2),
        ..new_drug("B", after_days(0))
    };
    let rules = with(vec![new_drug("", Decision::Joins), late]);
    expect(&rules, "0:A 40:B", &["1 [0..40] A+B data_end"]);
    let rules = with(vec![new_drug("B", after_days(0)), new_drug("", Decision::Joins)]);
    expect(&rules, "0:A 40:B", &["1 [0..40] A+B data_end"]);
}

#[test]
fn what_is_added_is_asked_first() {
    let rules = LineRules {
        added: vec![added("B", "F", after_days(60))],
        ..with(vec![new_drug("B", Decision::Joins)])
    };
    expect(&rules, "0:A 90:B", &["1 [0..90] A+B data_end"]);
    expect(
        &rules,
        "0:F 90:B",
        &["1 [0..0] F new_drug", "2 [90..90] B data_end"],
    );
    expect(&rules, "0:F 60:B", &["1 [0..60] B+F data_end"]);
}

#[test]
fn to_a_drug_alone() {
    let alone = AddedRule {
        alone: true,
        ..added("B", "F G", Decision::Joins)
    };
    let rules = LineRules {
        added: vec![alone],
        ..rules()
    };
    expect(&rules, "0:F 40:B", &["1 [0..40] B+F data_end"]);
    expect(&rules, "0:F+G 40:B", &["1 [0..40] B+F+G data_end"]);
    expect(
        &rules,
        "0:A+F 40:B",
        &["1 [0..0] A+F new_drug", "2 [40..40] B data_end"],
    );
}

#[test]
fn all_drugs_of_a_day_are_decided_against_the_line_before() {
    let rules = LineRules {
        added: vec![added("B", "F", Decision::Joins), added("C", "B", Decision::Joins)],
        ..rules()
    };
    expect(&rules, "0:F 40:B 50:C", &["1 [0..50] B+C+F data_end"]);
    expect(
        &rules,
        "0:F 40:B+C",
        &["1 [0..0] F new_drug", "2 [40..40] B+C data_end"],
    );
}

#[test]
fn a_rule_for_drugs_after_all_others_stopped() {
    let stopped = NewDrugRule {
        if_all_others_stopped: true,
        ..new_drug("B", after_days(0))
    };
    let rules = with(vec![new_drug("B", Decision::Joins), stopped]);
    let joins = |history: &str| {
        let line = format!("1 [0..{}] A+B data_end", 69);
        expect(&rules, history, &[&line]);
    };
    // A goes on: it is covered on the day, or starts on it or in the window after it.
    joins("0:A 40:B 68:A 69:A");
    joins("0:A 40:A+B 69:A");
    joins("0-40:A 40:B 69:B");
    let advances = |history: &str, end: i32| {
        let line = format!("1 [0..{end}] A new_drug");
        expect(
            &rules,
            history,
            &[&line, "2 [40..40] B new_drug", "3 [69..69] A data_end"],
        );
    };
    advances("0:A 40:B 69:A", 0);
    advances("0-39:A 40:B 69:A", 39);
}

#[test]
fn what_starts_on_the_day_has_not_stopped_even_without_a_window() {
    let stopped = NewDrugRule {
        if_all_others_stopped: true,
        ..new_drug("B", after_days(0))
    };
    let rules = LineRules {
        windows: vec![WindowRule {
            inclusive: false,
            ..window(0)
        }],
        ..with(vec![new_drug("B", Decision::Joins), stopped])
    };
    expect(&rules, "0:A 30:A+B", &["1 [0..30] A+B data_end"]);
    expect(
        &rules,
        "0:A 30:B",
        &["1 [0..0] A new_drug", "2 [30..30] B data_end"],
    );
}
