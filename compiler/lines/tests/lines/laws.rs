//! What holds for any records and any rules.

use crate::notation::{
    Person, after_days, covers, dropped, drug, gap_from, gap_never, gap_over, interchange, line, maintenance,
    new_drug, rules, set, window,
};
use kohort_lines::{Compiled, History, Part, Record, Scratch, lines};
use kohort_semantics::study::{
    AddedRule, AdvancesOnly, After, BreakerRule, Cover, Decision, Dropped, EndReason, GapRule, LineNumbers,
    LineRules, LineSetting, MaintenanceKind, MaintenanceRule, NewDrugRule, WindowRule,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Rules of all kinds over the drugs A to E, one of each kind at most.
fn any_rules() -> impl Strategy<Value = LineRules> {
    let windows = vec(
        (
            0i64..40,
            any::<bool>(),
            option::of(select(vec!["A", "B C", "D"])),
            numbers(),
        )
            .prop_map(|(days, inclusive, drugs, lines)| WindowRule {
                inclusive,
                drugs: drugs.map(set),
                lines,
                ..window(days)
            }),
        0..3,
    );
    let gaps = vec(
        (0i64..90, 0u8..3, any::<bool>(), numbers()).prop_map(|(days, kind, from_last_start, lines)| {
            GapRule {
                from_last_start,
                lines,
                ..match kind {
                    0 => gap_over(days),
                    1 => gap_from(days),
                    _ => gap_never("E"),
                }
            }
        }),
        0..3,
    );
    let drugs = vec(
        (select(vec!["", "B", "C D"]), decision(), any::<bool>(), numbers()).prop_map(
            |(drugs, decision, if_all_others_stopped, lines)| NewDrugRule {
                if_all_others_stopped,
                lines,
                ..new_drug(drugs, decision)
            },
        ),
        0..3,
    );
    let added = vec(
        (select(vec!["A B", "D"]), decision(), any::<bool>(), any::<bool>()).prop_map(
            |(to, decision, alone, if_all_others_stopped)| AddedRule {
                text: String::new(),
                added: Some(set("C E")),
                to: set(to),
                alone,
                decision,
                if_all_others_stopped,
                lines: LineNumbers::ALL,
            },
        ),
        0..2,
    );
    let stops = vec(
        (select(vec!["", "A", "B"]), 0i64..60, 0u8..3).prop_map(|(drugs, days, kind)| {
            let meanings = [
                Dropped::Continues,
                Dropped::ContinuesWithoutName,
                Dropped::Advances(days),
            ];
            dropped(drugs, meanings[usize::from(kind)])
        }),
        0..3,
    );
    let first = (
        windows,
        gaps,
        drugs,
        added,
        stops,
        vec(any_maintenance(), 0..3),
        vec(any_breaker(), 2),
    );
    let second = (
        option::of(option::of(0i64..60)),
        option::of(0i64..90),
        option::of(1u32..4),
        option::of(0i64..5),
        0i64..30,
        any::<bool>(),
        option::of(option::of(1i64..60)),
    );
    (first, second).prop_map(
        |((windows, gaps, new_drugs, added, dropped, maintenance, breakers), second)| {
            let (advances_only, confirmed_days, at_most, cycle_days, look_back, exchanged, cover) = second;
            LineRules {
                windows,
                gaps,
                new_drugs,
                added,
                dropped,
                maintenance,
                breakers,
                advances_only: advances_only.map(|within| AdvancesOnly {
                    text: String::new(),
                    within,
                }),
                confirmed_days,
                at_most,
                cycle_days,
                look_back,
                interchange: exchanged.then(|| interchange("A D")).into_iter().collect(),
                covers: cover
                    .map(|days| covers(days.map_or(Cover::Supply, Cover::Days)))
                    .into_iter()
                    .collect(),
                ..rules()
            }
        },
    )
}

fn numbers() -> impl Strategy<Value = LineNumbers> {
    prop_oneof![
        3 => Just(LineNumbers::ALL),
        1 => (1u32..3).prop_map(line),
        1 => Just(LineNumbers { from: 2, to: None }),
    ]
}

fn decision() -> impl Strategy<Value = Decision> {
    let after = (option::of(0i64..60), option::of(1u32..4));
    prop_oneof![
        Just(Decision::Joins),
        after.prop_map(|(days, cycles)| Decision::Advances(After { days, cycles })),
    ]
}

fn any_maintenance() -> impl Strategy<Value = MaintenanceRule> {
    (
        (
            any::<bool>(),
            select(vec!["A", "B C", "D E", "A B C"]),
            any::<bool>(),
            numbers(),
        ),
        (
            option::of(1u32..3),
            option::of(1i64..90),
            option::of(0i64..40),
            any::<bool>(),
            any::<bool>(),
        ),
    )
        .prop_map(
            |((switch, drugs, alone, lines), (cycles, within, stopped, without, own_line))| {
                let kind = if switch {
                    MaintenanceKind::Switch
                } else {
                    MaintenanceKind::Continuation
                };
                MaintenanceRule {
                    alone,
                    after_cycles: cycles,
                    within,
                    others_stopped_for: stopped,
                    without: without.then_some(0),
                    own_line,
                    lines,
                    ..maintenance(kind, drugs)
                }
            },
        )
}

fn any_breaker() -> impl Strategy<Value = BreakerRule> {
    (
        any::<bool>(),
        option::of(Just(line(1))),
        option::of(1i64..60),
        numbers(),
    )
        .prop_map(
            |(ends_that_day, except_first_in, except_again_within, lines)| BreakerRule {
                text: String::new(),
                ends_that_day,
                except_first_in,
                except_again_within,
                lines,
            },
        )
}

fn any_records() -> impl Strategy<Value = Vec<Record>> {
    let one = (0i32..300, option::of(-3i32..80), 0u32..5, option::of(-2i64..60));
    let one = one.prop_map(|(start, length, drug, supply)| Record {
        start,
        end: length.map(|length| start + length),
        drug,
        supply,
    });
    vec(one, 0..16)
}

fn any_person() -> impl Strategy<Value = Person> {
    let days = || vec(-20i32..320, 0..4);
    (
        (any_records(), any_records()),
        (
            option::of(option::of(-10i32..40)),
            option::of(100i32..330),
            option::of(100i32..330),
        ),
        (vec(days(), 2), days(), vec(days(), 1)),
    )
        .prop_map(
            |((records, apart), (starting, until, death), (breakers, progression, without))| Person {
                records,
                apart,
                starting,
                until,
                death,
                breakers,
                progression,
                without,
            },
        )
}

fn of(parts: &[Part], setting: LineSetting) -> Vec<&Part> {
    parts.iter().filter(|part| part.setting == setting).collect()
}

/// The end of observation.
fn last_day(person: &Person) -> Option<i32> {
    person.until.into_iter().chain(person.death).min()
}

/// Whether a record is seen.
fn seen(person: &Person, rules: &LineRules, record: &Record) -> bool {
    let starts_late_enough = match person.starting {
        None => true,
        Some(None) => false,
        Some(Some(day)) => i64::from(record.start) >= i64::from(day) - rules.look_back,
    };
    starts_late_enough && !record.contradicts() && last_day(person).is_none_or(|last| record.start <= last)
}

fn shifted(person: &Person, by: i32) -> Person {
    let days = |days: &[i32]| days.iter().map(|day| day + by).collect::<Vec<_>>();
    let records = |records: &[Record]| {
        let shift = |record: &Record| Record {
            start: record.start + by,
            end: record.end.map(|end| end + by),
            ..*record
        };
        records.iter().map(shift).collect::<Vec<_>>()
    };
    Person {
        records: records(&person.records),
        apart: records(&person.apart),
        starting: person.starting.map(|day| day.map(|day| day + by)),
        until: person.until.map(|day| day + by),
        death: person.death.map(|day| day + by),
        breakers: person.breakers.iter().map(|list| days(list)).collect(),
        progression: days(&person.progression),
        without: person.without.iter().map(|list| days(list)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_order_of_records_and_events_never_matters(
        rules in any_rules(),
        (person, other) in any_person().prop_flat_map(|person| {
            let shuffled = (
                Just(person.records.clone()).prop_shuffle(),
                Just(person.breakers[0].clone()).prop_shuffle(),
                Just(person.progression.clone()).prop_shuffle(),
            );
            (Just(person), shuffled)
        }),
    ) {
        let (records, breakers, progression) = other;
        let other = Person {
            records,
            breakers: vec![breakers, person.breakers[1].clone()],
            progression,
            ..person.clone()
        };
        prop_assert_eq!(person.walk(&rules), other.walk(&rules));
    }

    #[test]
    fn lines_are_disjoint_ordered_numbered_and_hold_each_start(rules in any_rules(), person in any_person()) {
        let (parts, _) = person.walk(&rules);
        prop_assert!(parts.is_sorted_by_key(|part| (part.start, part.setting)));
        for (setting, records) in [
            (LineSetting::Main, &person.records),
            (LineSetting::Separate, &person.apart),
        ] {
            let parts = of(&parts, setting);
            for part in &parts {
                prop_assert!(part.start <= part.end && part.end <= part.line_end);
                prop_assert!(!part.groups.is_empty() && !part.drugs.is_empty());
                prop_assert!(last_day(&person).is_none_or(|last| part.end <= last));
            }
            for pair in parts.windows(2) {
                let (one, next) = (pair[0], pair[1]);
                prop_assert!(one.end < next.start);
                let in_one_line = next.number == one.number;
                prop_assert!(in_one_line || next.number == one.number + 1);
                // Two parts of a line are induction and maintenance, and only those end so.
                prop_assert_eq!(one.end_reason == EndReason::Maintenance, next.maintenance);
                prop_assert!(!(one.maintenance && next.maintenance));
                if in_one_line {
                    prop_assert!(next.maintenance);
                    prop_assert_eq!((one.line_end, one.next_start), (next.line_end, next.next_start));
                } else {
                    prop_assert_eq!((one.line_end, one.next_start), (one.end, Some(next.start)));
                }
            }
            if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                prop_assert_eq!((first.number, first.maintenance), (1, false));
                prop_assert_eq!((last.line_end, last.next_start), (last.end, None));
                prop_assert!(rules.at_most.is_none_or(|most| last.number <= most));
            }
            let after_cap = rules.at_most.and_then(|most| {
                parts.last().filter(|last| last.number == most).map(|last| last.end)
            });
            for record in records.iter().filter(|record| seen(&person, &rules, record)) {
                let inside = parts.iter().any(|part| part.start <= record.start && record.start <= part.end);
                prop_assert!(inside || after_cap.is_some_and(|end| record.start > end));
            }
        }
    }

    #[test]
    fn the_calendar_does_not_matter(rules in any_rules(), person in any_person(), by in -40_000i32..40_000) {
        let (mut parts, left_aside) = person.walk(&rules);
        for part in &mut parts {
            part.start += by;
            part.end += by;
            part.line_end += by;
            part.next_start = part.next_start.map(|day| day + by);
        }
        prop_assert_eq!((parts, left_aside), shifted(&person, by).walk(&rules));
    }

    #[test]
    fn settings_know_nothing_of_each_other(rules in any_rules(), person in any_person()) {
        let (parts, _) = person.walk(&rules);
        let alone = Person { apart: Vec::new(), ..person.clone() };
        let main: Vec<Part> = of(&parts, LineSetting::Main).into_iter().cloned().collect();
        prop_assert_eq!(main, alone.walk(&rules).0);
        let apart = Person { records: person.apart.clone(), ..alone };
        let mut separate: Vec<Part> = of(&parts, LineSetting::Separate).into_iter().cloned().collect();
        for part in &mut separate {
            part.setting = LineSetting::Main;
        }
        prop_assert_eq!(separate, apart.walk(&rules).0);
    }

    #[test]
    fn a_record_twice_is_a_record_once(rules in any_rules(), person in any_person(), which in any::<prop::sample::Index>()) {
        let mut twice = person.clone();
        if !twice.records.is_empty() {
            let record = *which.get(&person.records);
            prop_assume!(!record.contradicts());
            twice.records.push(record);
        }
        prop_assert_eq!(person.walk(&rules), twice.walk(&rules));
    }

    /// What a single drug does by hand: a window and new drugs have no part in it.
    #[test]
    fn of_one_drug_only_gaps_make_lines(starts in vec(0i32..600, 1..20), limit in 0i64..90) {
        let rules = LineRules { gaps: vec![gap_over(limit)], ..rules() };
        let record = |start: &i32| Record { start: *start, end: None, drug: drug('A'), supply: None };
        let person = Person { records: starts.iter().map(record).collect(), ..Person::default() };
        let mut starts = starts;
        starts.sort_unstable();
        let by_hand: Vec<(i32, i32)> = starts
            .chunk_by(|one, next| i64::from(next - one) <= limit)
            .map(|line| (line[0], line[line.len() - 1]))
            .collect();
        let walked: Vec<(i32, i32)> = person.walk(&rules).0.iter().map(|part| (part.start, part.end)).collect();
        prop_assert_eq!(walked, by_hand);
    }

    /// Room that was used for others, and rules that were compiled once, change nothing.
    #[test]
    fn no_patient_leaves_a_trace(rules in any_rules(), people in vec(any_records(), 1..5)) {
        let compiled = Compiled::new(&rules);
        let mut scratch = Scratch::default();
        let mut together = Vec::new();
        let mut apart = Vec::new();
        for records in &people {
            lines(&compiled, &History::of(records), &mut scratch, &mut together);
            lines(&compiled, &History::of(records), &mut Scratch::default(), &mut apart);
        }
        prop_assert_eq!(together, apart);
    }
}

fn extreme() -> impl Strategy<Value = i64> {
    select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX])
}

fn extreme_day() -> impl Strategy<Value = i32> {
    select(vec![i32::MIN, i32::MIN + 1, -1, 0, 1, i32::MAX - 1, i32::MAX])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_is_too_absurd(
        rules in any_rules(),
        person in any_person(),
        records in vec((extreme_day(), option::of(extreme_day()), 0u32..7, option::of(extreme())), 0..8),
        days in vec(extreme(), 10),
        bounds in (option::of(option::of(extreme_day())), option::of(extreme_day()), option::of(extreme_day())),
    ) {
        let mut rules = rules;
        for rule in &mut rules.windows {
            rule.days = days[0];
        }
        for limit in rules.gaps.iter_mut().filter_map(|rule| rule.limit.as_mut()) {
            limit.days = days[1];
        }
        for rule in &mut rules.maintenance {
            rule.within = rule.within.map(|_| days[2]);
            rule.others_stopped_for = rule.others_stopped_for.map(|_| days[3]);
        }
        for rule in &mut rules.dropped {
            if let Dropped::Advances(after) = &mut rule.meaning {
                *after = days[4];
            }
        }
        for rule in &mut rules.breakers {
            rule.except_again_within = rule.except_again_within.map(|_| days[5]);
        }
        rules.new_drugs.push(new_drug("B", after_days(days[6])));
        rules.look_back = days[7];
        rules.cycle_days = Some(days[8]);
        rules.confirmed_days = rules.confirmed_days.map(|_| days[9]);
        rules.covers = vec![covers(Cover::Supply)];
        let mut person = person;
        (person.starting, person.until, person.death) = bounds;
        person.records.extend(records.iter().map(|(start, end, drug, supply)| Record {
            start: *start,
            end: *end,
            drug: *drug,
            supply: *supply,
        }));
        person.breakers[0].extend([i32::MIN, i32::MAX]);
        let (parts, _) = person.walk(&rules);
        for part in parts {
            prop_assert!(part.start <= part.end);
        }
    }
}
