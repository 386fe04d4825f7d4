//! Maintenance: rule 6.

use super::support::{days, found, gap, history, maintenance, of, only, with};
use kohort_oracle::lines::{History, lines};
use kohort_semantics::study::{LineRules, MaintenanceKind, MaintenanceRule};

/// Continuation maintenance with P, after others have stopped for more than 28 days.
fn continuation(change: impl FnOnce(&mut MaintenanceRule)) -> LineRules {
    with(|rules| {
        let mut rule = MaintenanceRule {
            others_stopped_for: Some(28),
            ..maintenance(MaintenanceKind::Continuation, "P,B")
        };
        change(&mut rule);
        rules.maintenance = vec![rule];
    })
}

fn switch(change: impl FnOnce(&mut MaintenanceRule)) -> LineRules {
    with(|rules| {
        let mut rule = maintenance(MaintenanceKind::Switch, "P,D");
        change(&mut rule);
        rules.maintenance = vec![rule];
    })
}

#[test]
fn continuation_begins_so_long_after_the_others_have_stopped() {
    let rules = continuation(|_| {});
    assert_eq!(
        of(&rules, "0:C,P 21:C,P 42:P 63:P 84:P"),
        "1 [0-42] C,P maintenance; 1m [63-84] P data_end"
    );
    // It lasts not longer than 28 days after C.
    assert_eq!(of(&rules, "0:C,P 21:C,P 49:P"), "1 [0-49] C,P data_end");
    assert_eq!(
        of(&rules, "0:C,P 21:C,P 49:P 50:P"),
        "1 [0-21] C,P maintenance; 1m [49-50] P data_end"
    );
    // Somebody else goes on.
    assert_eq!(of(&rules, "0:C,P,X 21:C 60:P,X"), "1 [0-60] C,P,X data_end");
    // Nobody has stopped.
    assert_eq!(of(&rules, "0:P 21:P 60:P"), "1 [0-60] P data_end");
}

#[test]
fn maintenance_ends_by_the_same_rules() {
    let rules = continuation(|_| {});
    assert_eq!(
        of(&rules, "0:C,P 42:P 63:P 84:T"),
        "1 [0-0] C,P maintenance; 1m [42-63] P new_drug; 2 [84-84] T data_end"
    );
    assert_eq!(
        of(&rules, "0:C,P 42:P 200:P"),
        "1 [0-0] C,P maintenance; 1m [42-42] P gap; 2 [200-200] P data_end"
    );
    // A drug of the part before is new to it, also within its window, which is for the rule's drugs.
    assert_eq!(
        of(&rules, "0:C,P 42:P 63:T"),
        "1 [0-0] C,P maintenance; 1m [42-42] P new_drug; 2 [63-63] T data_end"
    );
    assert_eq!(
        of(&rules, "0:C,P 10:B 42:P 60:B 85:P"),
        "1 [0-10] B,C,P maintenance; 1m [42-85] B,P data_end"
    );
}

#[test]
fn alone_means_a_single_drug() {
    let rules = continuation(|rule| rule.alone = true);
    assert_eq!(of(&rules, "0:C,P,B 42:P,B 60:P,B"), "1 [0-60] B,C,P data_end");
    assert_eq!(
        of(&rules, "0:C,P,B 42:P 60:P"),
        "1 [0-0] B,C,P maintenance; 1m [42-60] P data_end"
    );
}

#[test]
fn cycles_lines_and_events_are_asked_for() {
    let doses = "0:C,P 21:C,P 63:P";
    let split = "1 [0-21] C,P maintenance; 1m [63-63] P data_end";
    let whole = "1 [0-63] C,P data_end";
    assert_eq!(
        of(&continuation(|rule| rule.after_cycles = Some(2)), doses),
        split
    );
    assert_eq!(
        of(&continuation(|rule| rule.after_cycles = Some(3)), doses),
        whole
    );
    assert_eq!(of(&continuation(|rule| rule.within = Some(42)), doses), split);
    assert_eq!(of(&continuation(|rule| rule.within = Some(41)), doses), whole);
    assert_eq!(of(&continuation(|rule| rule.lines = only(2, 2)), doses), whole);
    let without = |events: &[i32]| {
        let rules = continuation(|rule| rule.without = Some(0));
        let history = History {
            without: vec![days(events)],
            ..history(doses)
        };
        found(&rules, &history)
    };
    assert_eq!(without(&[-1, 64]), split);
    assert_eq!(without(&[0]), whole);
    assert_eq!(without(&[63]), whole);
}

#[test]
fn a_line_of_its_own_has_the_next_number() {
    let rules = continuation(|rule| rule.own_line = true);
    assert_eq!(
        of(&rules, "0:C,P 42:P 63:T"),
        "1 [0-0] C,P maintenance; 2m [42-42] P new_drug; 3 [63-63] T data_end"
    );
}

#[test]
fn a_short_pause_before_a_single_drug_is_no_gap() {
    let rules = continuation(|rule| {
        rule.alone = true;
        rule.within = Some(90);
        rule.others_stopped_for = None;
    });
    let rules = LineRules {
        gaps: vec![gap(60)],
        ..rules
    };
    assert_eq!(
        of(&rules, "0:C,P 90:P"),
        "1 [0-0] C,P maintenance; 1m [90-90] P data_end"
    );
    assert_eq!(of(&rules, "0:C,P 91:P"), "1 [0-0] C,P gap; 2 [91-91] P data_end");
    assert_eq!(of(&rules, "0:C,P 90:C"), "1 [0-0] C,P gap; 2 [90-90] C data_end");
    assert_eq!(
        of(&rules, "0:C,P 90:P 118:C"),
        "1 [0-0] C,P gap; 2 [90-118] C,P data_end"
    );
    // A pause in maintenance is as any other.
    assert_eq!(
        of(&rules, "0:C,P 90:P 180:P"),
        "1 [0-0] C,P maintenance; 1m [90-90] P gap; 2 [180-180] P data_end"
    );
    // Too few cycles before it.
    let cycles = with(|changed| {
        *changed = rules.clone();
        changed.maintenance[0].after_cycles = Some(2);
    });
    assert_eq!(of(&cycles, "0:C,P 90:P"), "1 [0-0] C,P gap; 2 [90-90] P data_end");
}

#[test]
fn a_switch_takes_the_place_of_a_new_line() {
    let rules = switch(|_| {});
    assert_eq!(
        of(&rules, "0:C,X 21:C,X 60:D 81:D"),
        "1 [0-21] C,X maintenance; 1m [60-81] D data_end"
    );
    // Not with a drug of the line, on the day or soon after.
    assert_eq!(
        of(&rules, "0:C,X 60:C,D"),
        "1 [0-0] C,X new_drug; 2 [60-60] C,D data_end"
    );
    assert_eq!(
        of(&rules, "0:C,X 60:D 88:C"),
        "1 [0-0] C,X new_drug; 2 [60-88] C,D data_end"
    );
    assert_eq!(
        of(&rules, "0:C,X 60:D 89:C"),
        "1 [0-0] C,X maintenance; 1m [60-60] D new_drug; 2 [89-89] C data_end"
    );
    // Never twice.
    assert_eq!(
        of(&rules, "0:C,X 60:D 120:P"),
        "1 [0-0] C,X maintenance; 1m [60-60] D new_drug; 2 [120-120] P data_end"
    );
    let alone = switch(|rule| rule.alone = true);
    assert_eq!(
        of(&alone, "0:C,X 60:D,P"),
        "1 [0-0] C,X new_drug; 2 [60-60] D,P data_end"
    );
}

#[test]
fn a_switch_takes_up_a_gap_only_within_its_days() {
    assert_eq!(
        of(&switch(|_| {}), "0:C 130:D"),
        "1 [0-0] C gap; 2 [130-130] D data_end"
    );
    let within = switch(|rule| rule.within = Some(130));
    assert_eq!(
        of(&within, "0:C 130:D"),
        "1 [0-0] C maintenance; 1m [130-130] D data_end"
    );
    assert_eq!(of(&within, "0:C 131:D"), "1 [0-0] C gap; 2 [131-131] D data_end");
}

#[test]
fn of_continuation_and_switch_the_first_rule_that_applies_decides() {
    let rules = |switch_first: bool| {
        let mut rules = continuation(|_| {});
        let switch = maintenance(MaintenanceKind::Switch, "D");
        rules.maintenance.insert(usize::from(!switch_first), switch);
        rules
    };
    let doses = "0:C,P 21:C,P 63:P 84:D";
    assert_eq!(
        of(&rules(false), doses),
        "1 [0-21] C,P maintenance; 1m [63-63] P new_drug; 2 [84-84] D data_end"
    );
    // D may not come with P in maintenance, but with P out of sight.
    assert_eq!(
        of(&rules(true), doses),
        "1 [0-63] C,P maintenance; 1m [84-84] D data_end"
    );
}

#[test]
fn an_interval_goes_on_in_maintenance() {
    let rules = continuation(|rule| rule.others_stopped_for = None);
    let rules = LineRules {
        gaps: vec![gap(30)],
        ..rules
    };
    assert_eq!(
        of(&rules, "0-200:B 0:C,P 30:P 180-200:P"),
        "1 [0-29] B,C,P maintenance; 1m [30-200] B,P data_end"
    );
}

#[test]
fn both_parts_know_the_whole_line() {
    let rules = continuation(|_| {});
    let found = lines(&rules, &history("0:C,P 42:P 63:P 84:T"));
    let dates = |line: &kohort_oracle::lines::Line| {
        let after = |day: kohort_semantics::value::Day| day.0 - super::support::day(0).0;
        (
            after(line.line_start),
            after(line.line_end),
            line.next_start.map(after),
        )
    };
    let all: Vec<_> = found.iter().map(dates).collect();
    assert_eq!(all, [(0, 63, Some(84)), (0, 63, Some(84)), (84, 84, None)]);
}
