//! The whole of a small scope, as plain data: every history of up to four drug events over A, B and A+B on a grid of six
//! days, and rule sets that together use every kind of rule. The oracle, which was written from the same chapter by itself, is
//! asked for the lines of all of it.

use crate::notation::{
    Person, covers, dropped, gap_from, gap_never, gap_over, interchange, line, maintenance, new_drug, rules,
    set, window,
};
use crate::oracle::compare;
use kohort_lines::Record;
use kohort_semantics::study::{
    AddedRule, AdvancesOnly, After, BreakerRule, Cover, Decision, Dropped, EndReason, GapRule, LineNumbers,
    LineRules, MaintenanceKind, MaintenanceRule, NewDrugRule, WindowRule,
};
use std::collections::BTreeSet;

/// The days of the grid. Each difference of two of them is different from all others, so that no two limits can be mistaken for each other.
pub(crate) const GRID: [i32; 6] = [0, 10, 14, 41, 62, 79];
/// What may start on a day: the drugs of one event.
pub(crate) const EVENTS: [&[u32]; 3] = [&[0], &[1], &[0, 1]];
/// How many events a history has at most.
pub(crate) const MOST: usize = 4;

/// An event: a position in [`GRID`] and one in [`EVENTS`].
pub(crate) type Event = (usize, usize);

/// Every set of up to [`MOST`] events, each once, the empty history among them.
pub(crate) fn histories() -> Vec<Vec<Event>> {
    let events: Vec<Event> = (0..GRID.len())
        .flat_map(|day| (0..EVENTS.len()).map(move |event| (day, event)))
        .collect();
    let mut all = vec![Vec::new()];
    let mut from = vec![(Vec::new(), 0)];
    for _ in 0..MOST {
        let mut longer = Vec::new();
        for (history, first) in &from {
            for (place, event) in events.iter().enumerate().skip(*first) {
                let mut history: Vec<Event> = history.clone();
                history.push(*event);
                longer.push((history, place + 1));
            }
        }
        all.extend(longer.iter().map(|(history, _)| history.clone()));
        from = longer;
    }
    all
}

/// The records of a history.
pub(crate) fn records(history: &[Event]) -> Vec<Record> {
    let one = |(day, event): &Event| {
        let start = GRID[*day];
        EVENTS[*event].iter().map(move |drug| Record {
            start,
            end: None,
            drug: *drug,
            supply: None,
        })
    };
    history.iter().flat_map(one).collect()
}

/// What is the same for each history of a rule set, besides the records.
fn background() -> Person {
    Person {
        until: Some(120),
        breakers: vec![vec![12, 50]],
        progression: vec![11, 60],
        without: vec![vec![20]],
        ..Person::default()
    }
}

fn breaker() -> BreakerRule {
    BreakerRule {
        text: String::new(),
        ends_that_day: false,
        except_first_in: None,
        except_again_within: None,
        lines: LineNumbers::ALL,
    }
}

fn continuation(drugs: &str) -> MaintenanceRule {
    maintenance(MaintenanceKind::Continuation, drugs)
}

/// Rule sets by name, each with what is known of a patient besides the records.
pub(crate) fn rule_sets() -> Vec<(&'static str, LineRules, Person)> {
    let base = || LineRules {
        windows: vec![window(14)],
        gaps: vec![gap_over(27)],
        ..rules()
    };
    let died = || Person {
        death: Some(100),
        ..background()
    };
    vec![
        ("window and gap", base(), background()),
        (
            "interchange, an exclusive window, a gap of at least, by line",
            LineRules {
                windows: vec![
                    WindowRule {
                        inclusive: false,
                        ..window(14)
                    },
                    WindowRule {
                        lines: line(2),
                        ..window(31)
                    },
                ],
                gaps: vec![
                    gap_from(27),
                    GapRule {
                        lines: line(1),
                        from_last_start: true,
                        ..gap_over(31)
                    },
                ],
                interchange: vec![interchange("A B")],
                ..base()
            },
            died(),
        ),
        (
            "exempt drugs, cover, a confirmed end",
            LineRules {
                gaps: vec![gap_over(20), gap_never("B")],
                covers: vec![covers(Cover::Days(8))],
                confirmed_days: Some(50),
                ..base()
            },
            background(),
        ),
        (
            "new and added drugs",
            LineRules {
                new_drugs: vec![
                    new_drug(
                        "B",
                        Decision::Advances(After {
                            days: Some(41),
                            cycles: None,
                        }),
                    ),
                    NewDrugRule {
                        if_all_others_stopped: true,
                        ..new_drug("", Decision::Advances(After::default()))
                    },
                ],
                added: vec![AddedRule {
                    text: String::new(),
                    added: Some(set("A")),
                    to: set("B"),
                    alone: true,
                    decision: Decision::Advances(After {
                        days: None,
                        cycles: Some(2),
                    }),
                    if_all_others_stopped: false,
                    lines: LineNumbers::ALL,
                }],
                cycle_days: Some(4),
                gaps: vec![gap_over(48)],
                ..base()
            },
            background(),
        ),
        (
            "dropped drugs advance",
            LineRules {
                dropped: vec![dropped("", Dropped::Advances(10))],
                gaps: vec![gap_over(48)],
                ..base()
            },
            died(),
        ),
        (
            "dropped drugs lose their name",
            LineRules {
                dropped: vec![dropped("", Dropped::ContinuesWithoutName)],
                gaps: Vec::new(),
                ..base()
            },
            background(),
        ),
        (
            "continuation maintenance",
            LineRules {
                maintenance: vec![MaintenanceRule {
                    within: Some(31),
                    after_cycles: Some(2),
                    others_stopped_for: Some(5),
                    without: Some(0),
                    ..continuation("B")
                }],
                ..base()
            },
            Person {
                without: vec![vec![30]],
                ..background()
            },
        ),
        (
            "switch maintenance as a line of its own, and a cap",
            LineRules {
                maintenance: vec![
                    MaintenanceRule {
                        within: Some(31),
                        own_line: true,
                        alone: true,
                        ..maintenance(MaintenanceKind::Switch, "A")
                    },
                    continuation("A B"),
                ],
                at_most: Some(2),
                ..base()
            },
            died(),
        ),
        (
            "breakers",
            LineRules {
                breakers: vec![
                    BreakerRule {
                        except_first_in: Some(line(1)),
                        ..breaker()
                    },
                    BreakerRule {
                        ends_that_day: true,
                        except_again_within: Some(20),
                        ..breaker()
                    },
                ],
                ..base()
            },
            Person {
                breakers: vec![vec![12, 50], vec![14, 30, 79]],
                ..background()
            },
        ),
        (
            "only after progression, with look back",
            LineRules {
                advances_only: Some(AdvancesOnly {
                    text: String::new(),
                    within: Some(30),
                }),
                dropped: vec![dropped("", Dropped::Advances(0))],
                look_back: 4,
                ..base()
            },
            Person {
                starting: Some(Some(14)),
                ..background()
            },
        ),
    ]
}

#[test]
fn the_scope_is_as_large_as_it_says() {
    let histories = histories();
    // Of 18 events none, one, two, three or four: 1 + 18 + 153 + 816 + 3060.
    assert_eq!(histories.len(), 4048);
    assert_eq!(histories.iter().collect::<BTreeSet<_>>().len(), 4048);
    assert!(
        histories
            .iter()
            .all(|history| history.is_sorted() && history.len() <= MOST)
    );
    assert!(rule_sets().len() >= 8);
    let distances: Vec<i32> = (0..6)
        .flat_map(|one| (0..one).map(move |other| GRID[one] - GRID[other]))
        .collect();
    assert_eq!(distances.iter().collect::<BTreeSet<_>>().len(), 15);
}

#[test]
fn each_rule_set_changes_something_and_all_ways_to_end_are_reached() {
    let histories = histories();
    let mut reasons = BTreeSet::new();
    let mut answers = BTreeSet::new();
    for (name, rules, person) in rule_sets() {
        let mut all = Vec::new();
        for history in &histories {
            let person = Person {
                records: records(history),
                ..person.clone()
            };
            reasons.extend(person.walk(&rules).0.iter().map(|part| part.end_reason));
            all.push(person.lines(&rules));
        }
        assert!(answers.insert(all), "{name} says what another says");
    }
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), EndReason::ALL);
}

#[test]
fn the_oracle_makes_the_same_lines() {
    let mut differences = Vec::new();
    let mut parts = 0;
    for (name, rules, person) in rule_sets() {
        for history in histories() {
            let person = Person {
                records: records(&history),
                ..person.clone()
            };
            match compare(&rules, &person) {
                Ok(found) => parts += found,
                Err(difference) => differences.push(format!("{name}: {difference}")),
            }
        }
    }
    let first: Vec<&str> = differences.iter().take(3).map(String::as_str).collect();
    assert!(
        differences.is_empty(),
        "{} differences, the first of them\n{}",
        differences.len(),
        first.join("\n\n")
    );
    // Most histories have lines.
    assert!(parts > 40_480, "only {parts} parts were compared");
}
