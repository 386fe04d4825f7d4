//! Maintenance.

use crate::notation::{Person, dropped, expect, expect_of, gap_over, line, maintenance, new_drug, rules};
use kohort_semantics::study::{
    BreakerRule, Decision, Dropped, LineNumbers, LineRules, MaintenanceKind, MaintenanceRule,
};

fn continuation(drugs: &str) -> MaintenanceRule {
    maintenance(MaintenanceKind::Continuation, drugs)
}

fn switch(drugs: &str) -> MaintenanceRule {
    maintenance(MaintenanceKind::Switch, drugs)
}

fn with(maintenance: MaintenanceRule) -> LineRules {
    LineRules {
        maintenance: vec![maintenance],
        ..rules()
    }
}

#[test]
fn drugs_that_go_on_after_the_others_are_maintenance() {
    let rules = with(continuation("B X"));
    expect(
        &rules,
        "0:C+X 21:C+X 42:X 63:X",
        &["1 [0..21] C+X maintenance", "1m [42..63] X data_end"],
    );
    // One that is none of the rule's goes on.
    expect(&rules, "0:C+X+A 21:X+A 42:X+A", &["1 [0..42] A+C+X data_end"]);
    // None has stopped.
    expect(&rules, "0:C+X 21:C+X", &["1 [0..21] C+X data_end"]);
    // Nothing but the rule's own drugs, one of which has stopped.
    expect(
        &rules,
        "0:B+X 21:X 42:X",
        &["1 [0..0] B+X maintenance", "1m [21..42] X data_end"],
    );
}

#[test]
fn the_others_stop_for_some_days() {
    let rules = with(MaintenanceRule {
        others_stopped_for: Some(28),
        ..continuation("X")
    });
    expect(&rules, "0:C+X 28:X", &["1 [0..28] C+X data_end"]);
    // 29 days after C's last dose the line goes on; maintenance begins with the first dose 28 days after it.
    expect(
        &rules,
        "0:C+X 10:X 27:X 29:X",
        &["1 [0..27] C+X maintenance", "1m [29..29] X data_end"],
    );
    expect(
        &rules,
        "0:C+X 10:X 28:X 29:X",
        &["1 [0..10] C+X maintenance", "1m [28..29] X data_end"],
    );
}

#[test]
fn a_single_drug_only() {
    let alone = with(MaintenanceRule {
        alone: true,
        ..continuation("B X")
    });
    expect(&alone, "0:B+C+X 21:B+X 42:B+X", &["1 [0..42] B+C+X data_end"]);
    expect(
        &alone,
        "0:B+C+X 21:X 42:X",
        &["1 [0..0] B+C+X maintenance", "1m [21..42] X data_end"],
    );
    expect(
        &with(continuation("B X")),
        "0:B+C+X 21:B+X 42:B+X",
        &["1 [0..0] B+C+X maintenance", "1m [21..42] B+X data_end"],
    );
}

#[test]
fn it_needs_cycles_a_short_pause_and_its_line() {
    let history = "0:C+X 21:C+X 42:C+X 63:C+X 100:X 121:X";
    let split = ["1 [0..63] C+X maintenance", "1m [100..121] X data_end"];
    let whole = ["1 [0..121] C+X data_end"];
    let cycles = |cycles: u32| MaintenanceRule {
        after_cycles: Some(cycles),
        ..continuation("X")
    };
    expect(&with(cycles(4)), history, &split);
    expect(&with(cycles(5)), history, &whole);
    let within = |days: i64| MaintenanceRule {
        within: Some(days),
        ..continuation("X")
    };
    expect(&with(within(37)), history, &split);
    expect(&with(within(36)), history, &whole);
    let in_line = |number: u32| MaintenanceRule {
        lines: line(number),
        ..continuation("X")
    };
    expect(&with(in_line(1)), history, &split);
    expect(&with(in_line(2)), history, &whole);
}

#[test]
fn none_of_the_events_before_it() {
    let rules = with(MaintenanceRule {
        without: Some(0),
        ..continuation("X")
    });
    let person = |day: i32| Person {
        without: vec![vec![day]],
        ..Person::of("0:C+X 21:C+X 42:X 63:X")
    };
    let split = ["1 [0..21] C+X maintenance", "1m [42..63] X data_end"];
    let whole = ["1 [0..63] C+X data_end"];
    for (day, expected) in [(-1, &split[..]), (0, &whole), (42, &whole), (43, &split)] {
        expect_of(&rules, &person(day), expected);
    }
}

#[test]
fn it_may_be_a_line_of_its_own() {
    let rules = with(MaintenanceRule {
        own_line: true,
        ..continuation("X")
    });
    let history = "0:C+X 21:X 42:X 90:D";
    expect(
        &rules,
        history,
        &[
            "1 [0..0] C+X maintenance",
            "2m [21..42] X new_drug",
            "3 [90..90] D data_end",
        ],
    );
    let capped = LineRules {
        at_most: Some(1),
        ..rules
    };
    expect(&capped, history, &["1 [0..0] C+X maintenance"]);
}

#[test]
fn a_line_has_one_maintenance_part() {
    let rules = LineRules {
        dropped: vec![dropped("", Dropped::Advances(0))],
        ..with(continuation("B X"))
    };
    // The last stop decides where it begins.
    expect(
        &rules,
        "0:B+C+X 21:B+X 42:X 63:X",
        &["1 [0..21] B+C+X maintenance", "1m [42..63] X data_end"],
    );
    // Neither a stop in maintenance nor the rule of dropped drugs divides it.
    let rules = LineRules {
        maintenance: vec![switch("D X"), continuation("X")],
        ..rules
    };
    expect(
        &rules,
        "0:B+C 42:D+X 70:X 90:X",
        &["1 [0..0] B+C maintenance", "1m [42..90] D+X data_end"],
    );
}

#[test]
fn maintenance_goes_on_by_the_rules_from_its_own_first_day() {
    let rules = with(MaintenanceRule {
        lines: line(1),
        ..continuation("B X")
    });
    // D is new 40 days after maintenance began.
    expect(
        &rules,
        "0:C+X 21:X 61:D+X",
        &[
            "1 [0..0] C+X maintenance",
            "1m [21..21] X new_drug",
            "2 [61..61] D+X data_end",
        ],
    );
    // In the window of maintenance only its own drugs come in.
    expect(
        &rules,
        "0:C+X 30:X 40:D 50:X",
        &[
            "1 [0..0] C+X maintenance",
            "1m [30..30] X new_drug",
            "2 [40..50] D+X data_end",
        ],
    );
    expect(
        &rules,
        "0:B+C+X 30:X 40:B 50:B+X",
        &["1 [0..0] B+C+X maintenance", "1m [30..50] B+X data_end"],
    );
    let joining = LineRules {
        new_drugs: vec![new_drug("D", Decision::Joins)],
        ..rules
    };
    expect(&joining, "0:C+X 30:X 61:D 80:D+X", &["1 [0..80] C+D+X data_end"]);
}

#[test]
fn an_interval_goes_on_into_maintenance() {
    expect(
        &with(continuation("B X")),
        "0-63:B 0:C+X 21:X 42:X 63:X",
        &["1 [0..20] B+C+X maintenance", "1m [21..63] B+X data_end"],
    );
}

#[test]
fn a_pause_before_maintenance_is_no_gap() {
    let rules = |alone: bool| LineRules {
        gaps: vec![gap_over(60)],
        ..with(MaintenanceRule {
            within: Some(90),
            alone,
            ..continuation("B X")
        })
    };
    expect(
        &rules(true),
        "0:C+X 21:C+X 111:X 132:X",
        &["1 [0..21] C+X maintenance", "1m [111..132] X data_end"],
    );
    // Too long.
    expect(
        &rules(true),
        "0:C+X 21:C+X 112:X 132:X",
        &["1 [0..21] C+X gap", "2 [112..132] X data_end"],
    );
    // A line needs no maintenance for that: its only drug starts again.
    expect(
        &rules(true),
        "0:C+X 111:X 180:X",
        &["1 [0..0] C+X gap", "2 [111..180] X data_end"],
    );
    // In maintenance itself the pause counts.
    expect(
        &rules(true),
        "0:C+X 90:X 180:X",
        &[
            "1 [0..0] C+X maintenance",
            "1m [90..90] X gap",
            "2 [180..180] X data_end",
        ],
    );
    // Another drug of the line starts soon after.
    expect(
        &rules(true),
        "0:C+X 80:X 108:C",
        &["1 [0..0] C+X gap", "2 [80..108] C+X data_end"],
    );
    // A second of the rule's drugs is maintenance, too, unless it must be alone.
    expect(
        &rules(false),
        "0:B+C+X 80:X 85:B+X",
        &["1 [0..0] B+C+X maintenance", "1m [80..85] B+X data_end"],
    );
    expect(
        &rules(true),
        "0:B+C+X 80:X 85:B+X",
        &["1 [0..0] B+C+X gap", "2 [80..85] B+X data_end"],
    );
}

#[test]
fn other_drugs_may_be_maintenance() {
    let rules = with(switch("D X"));
    expect(
        &rules,
        "0:C 21:C 42:X 63:X",
        &["1 [0..21] C maintenance", "1m [42..63] X data_end"],
    );
    // A drug of the line starts soon after, or on the day itself.
    expect(
        &rules,
        "0:C 21:C 42:X 70:C",
        &["1 [0..21] C new_drug", "2 [42..70] C+X data_end"],
    );
    expect(
        &rules,
        "0:C 21:C 42:X+C",
        &["1 [0..21] C new_drug", "2 [42..42] C+X data_end"],
    );
    // The next drug begins a new line; there is no second maintenance.
    expect(
        &rules,
        "0:C 42:X 90:D",
        &[
            "1 [0..0] C maintenance",
            "1m [42..42] X new_drug",
            "2 [90..90] D data_end",
        ],
    );
    let alone = with(MaintenanceRule {
        alone: true,
        ..switch("D X")
    });
    expect(
        &alone,
        "0:C 42:D+X",
        &["1 [0..0] C new_drug", "2 [42..42] D+X data_end"],
    );
    expect(
        &rules,
        "0:C 42:D+X",
        &["1 [0..0] C maintenance", "1m [42..42] D+X data_end"],
    );
}

#[test]
fn a_switch_after_a_gap_needs_to_be_within_the_rules_days() {
    let within = |days: Option<i64>| {
        with(MaintenanceRule {
            within: days,
            ..switch("X")
        })
    };
    let history = "0:C 130:X";
    expect(
        &within(Some(130)),
        history,
        &["1 [0..0] C maintenance", "1m [130..130] X data_end"],
    );
    for days in [None, Some(129)] {
        expect(
            &within(days),
            history,
            &["1 [0..0] C gap", "2 [130..130] X data_end"],
        );
    }
}

#[test]
fn rules_are_asked_in_their_order() {
    let both = |first: MaintenanceRule, second: MaintenanceRule| LineRules {
        maintenance: vec![first, second],
        ..rules()
    };
    let history = "0:B+C 21:B+C 42:B 63:B 100:X";
    expect(
        &both(continuation("B"), switch("X")),
        history,
        &[
            "1 [0..21] B+C maintenance",
            "1m [42..63] B new_drug",
            "2 [100..100] X data_end",
        ],
    );
    expect(
        &both(switch("X"), continuation("B")),
        history,
        &["1 [0..63] B+C maintenance", "1m [100..100] X data_end"],
    );
}

#[test]
fn the_first_breaker_of_a_line_stays_the_first_in_maintenance() {
    let rules = LineRules {
        breakers: vec![BreakerRule {
            text: String::new(),
            ends_that_day: false,
            except_first_in: Some(line(1)),
            except_again_within: None,
            lines: LineNumbers::ALL,
        }],
        ..with(continuation("X"))
    };
    let person = Person {
        breakers: vec![vec![10, 70]],
        ..Person::of("0:C+X 21:C+X 42:X 63:X 84:X")
    };
    expect_of(
        &rules,
        &person,
        &[
            "1 [0..21] C+X maintenance",
            "1m [42..63] X breaker",
            "2 [84..84] X data_end",
        ],
    );
}

#[test]
fn a_switch_rule_takes_up_no_pause_of_the_lines_own_drugs() {
    let rules = LineRules {
        gaps: vec![gap_over(60)],
        ..with(MaintenanceRule {
            within: Some(90),
            ..switch("X")
        })
    };
    expect(&rules, "0:X 70:X", &["1 [0..0] X gap", "2 [70..70] X data_end"]);
}
