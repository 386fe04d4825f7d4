//! Drugs that are no longer given: rule 7.

use super::support::{of, only, set, with};
use kohort_semantics::study::{Dropped, DroppedRule, LineNumbers, LineRules};

fn dropped(meaning: Dropped, drugs: Option<&str>) -> DroppedRule {
    DroppedRule {
        text: String::from("dropped drug …"),
        drugs: drugs.map(set),
        meaning,
        lines: LineNumbers::ALL,
    }
}

fn rule(meaning: Dropped, drugs: Option<&str>) -> LineRules {
    with(|rules| rules.dropped = vec![dropped(meaning, drugs)])
}

#[test]
fn a_dropped_drug_changes_nothing_unless_a_rule_says_so() {
    let doses = "0:A,B 21:A,B 42:B";
    assert_eq!(of(&with(|_| {}), doses), "1 [0-42] A,B data_end");
    assert_eq!(
        of(&rule(Dropped::Continues, None), doses),
        "1 [0-42] A,B data_end"
    );
    assert_eq!(
        of(&rule(Dropped::Advances(0), None), doses),
        "1 [0-21] A,B dropped_drug; 2 [42-42] B data_end"
    );
    assert_eq!(
        of(&rule(Dropped::Advances(0), Some("B")), doses),
        "1 [0-42] A,B data_end"
    );
}

#[test]
fn a_drug_has_stopped_if_the_line_goes_on_for_longer() {
    let rules = rule(Dropped::Advances(28), None);
    assert_eq!(of(&rules, "0:A,B 28:B"), "1 [0-28] A,B data_end");
    assert_eq!(
        of(&rules, "0:A,B 20:B 29:B"),
        "1 [0-0] A,B dropped_drug; 2 [20-29] B data_end"
    );
}

#[test]
fn the_earliest_drug_decides() {
    assert_eq!(
        of(
            &rule(Dropped::Advances(0), None),
            "0:A,B,C 31:A,B,C 60:B,C 91:B,C 121:B"
        ),
        "1 [0-31] A,B,C dropped_drug; 2 [60-91] B,C dropped_drug; 3 [121-121] B data_end"
    );
}

#[test]
fn the_last_rule_for_the_drug_and_the_line_decides() {
    let rules = with(|rules| {
        rules.dropped = vec![
            dropped(Dropped::Advances(0), None),
            DroppedRule {
                lines: only(2, 9),
                ..dropped(Dropped::Continues, None)
            },
        ];
    });
    assert_eq!(
        of(&rules, "0:A,B 21:B 40:C 60:B"),
        "1 [0-0] A,B dropped_drug; 2 [21-60] B,C data_end"
    );
}

#[test]
fn a_drug_of_the_window_alone_may_lose_its_name() {
    let rules = rule(Dropped::ContinuesWithoutName, Some("A"));
    assert_eq!(of(&rules, "0:A,B 28:A 29:B"), "1 [0-29] B data_end");
    assert_eq!(of(&rules, "0:A,B 29:A,B"), "1 [0-29] A,B data_end");
    // Nobody else goes on.
    assert_eq!(of(&rules, "0:A,B 28:B"), "1 [0-28] A,B data_end");
    // What is recorded after the window is given after it; a supply is not.
    assert_eq!(of(&rules, "0-29:A 0:B 60:B"), "1 [0-60] A,B data_end");
    assert_eq!(of(&rules, "0+60:A 0:B 60:B"), "1 [0-60] B data_end");
}
