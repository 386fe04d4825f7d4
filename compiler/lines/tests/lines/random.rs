//! Random people under random rules: the oracle makes the same lines.
//!
//! All days and lengths are few and near each other, so that most limits are met to the day. `KOHORT_CASES` sets how many cases
//! are run.

use crate::notation::{
    Person, covers, dropped, gap_from, gap_never, gap_over, interchange, line, maintenance, new_drug, rules,
    set, window,
};
use crate::oracle::compare;
use kohort_lines::Record;
use kohort_semantics::study::{
    AddedRule, AdvancesOnly, After, BreakerRule, Cover, CoverRule, Decision, Dropped, DroppedRule, GapRule,
    LineNumbers, LineRules, MaintenanceKind, MaintenanceRule, NewDrugRule, Regimen, WindowRule,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn days() -> impl Strategy<Value = i64> {
    select(vec![0, 1, 6, 7, 8, 13, 14, 15, 20, 21, 28, 35, 42])
}

fn drugs() -> impl Strategy<Value = &'static str> {
    select(vec!["A", "B", "C", "A B", "A C", "B C", "A B C"])
}

/// Some drugs, or no word of them.
fn drugs_or_any() -> impl Strategy<Value = Option<&'static str>> {
    option::of(drugs())
}

fn numbers() -> impl Strategy<Value = LineNumbers> {
    prop_oneof![
        4 => Just(LineNumbers::ALL),
        1 => (1u32..4).prop_map(line),
        1 => Just(LineNumbers { from: 2, to: None }),
        1 => Just(LineNumbers { from: 2, to: Some(3) }),
    ]
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        1 => Just(Decision::Joins),
        3 => (option::of(days()), option::of(1u32..4))
            .prop_map(|(days, cycles)| Decision::Advances(After { days, cycles })),
    ]
}

fn any_window() -> impl Strategy<Value = WindowRule> {
    (days(), any::<bool>(), drugs_or_any(), numbers()).prop_map(|(days, inclusive, drugs, lines)| {
        WindowRule {
            inclusive,
            drugs: drugs.map(set),
            lines,
            ..window(days)
        }
    })
}

fn any_gap() -> impl Strategy<Value = GapRule> {
    (days(), 0u8..5, any::<bool>(), drugs_or_any(), numbers()).prop_map(
        |(days, kind, from_last_start, drugs, lines)| GapRule {
            from_last_start,
            drugs: drugs.map(set),
            lines,
            ..match kind {
                0 | 1 => gap_over(days),
                2 | 3 => gap_from(days),
                _ => gap_never("A"),
            }
        },
    )
}

fn any_cover() -> impl Strategy<Value = CoverRule> {
    (option::of(days()), drugs_or_any()).prop_map(|(days, drugs)| CoverRule {
        drugs: drugs.map(set),
        ..covers(days.map_or(Cover::Supply, Cover::Days))
    })
}

fn any_new_drug() -> impl Strategy<Value = NewDrugRule> {
    (drugs_or_any(), decision(), any::<bool>(), numbers()).prop_map(
        |(drugs, decision, if_all_others_stopped, lines)| NewDrugRule {
            if_all_others_stopped,
            lines,
            ..new_drug(drugs.unwrap_or_default(), decision)
        },
    )
}

fn any_added() -> impl Strategy<Value = AddedRule> {
    (
        drugs_or_any(),
        drugs(),
        any::<bool>(),
        decision(),
        any::<bool>(),
        numbers(),
    )
        .prop_map(
            |(added, to, alone, decision, if_all_others_stopped, lines)| AddedRule {
                text: String::new(),
                added: added.map(set),
                to: set(to),
                alone,
                decision,
                if_all_others_stopped,
                lines,
            },
        )
}

fn any_dropped() -> impl Strategy<Value = DroppedRule> {
    let meaning = prop_oneof![
        1 => Just(Dropped::Continues),
        2 => Just(Dropped::ContinuesWithoutName),
        4 => days().prop_map(Dropped::Advances),
    ];
    (drugs_or_any(), meaning, numbers()).prop_map(|(drugs, meaning, lines)| DroppedRule {
        lines,
        ..dropped(drugs.unwrap_or_default(), meaning)
    })
}

fn any_maintenance() -> impl Strategy<Value = MaintenanceRule> {
    let kind = select(vec![MaintenanceKind::Continuation, MaintenanceKind::Switch]);
    (
        (kind, drugs(), any::<bool>(), numbers()),
        (
            option::weighted(0.3, 1u32..4),
            option::of(days()),
            option::of(days()),
            option::weighted(0.3, 0u32..2),
            any::<bool>(),
        ),
    )
        .prop_map(
            |((kind, drugs, alone, lines), (after_cycles, within, stopped, without, own_line))| {
                MaintenanceRule {
                    alone,
                    after_cycles,
                    within,
                    others_stopped_for: stopped,
                    without,
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
        option::of(numbers()),
        option::of(days()),
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

/// Rules of all kinds over the drugs A to C.
fn any_rules() -> impl Strategy<Value = LineRules> {
    let of_lines = (
        vec(any_window(), 0..3),
        vec(any_gap(), 0..3),
        vec(any_cover(), 0..3),
        vec(any_new_drug(), 0..3),
        vec(any_added(), 0..2),
        vec(any_dropped(), 0..3),
        vec(any_maintenance(), 0..3),
        vec(any_breaker(), 0..3),
    );
    let of_all = (
        option::weighted(0.3, option::of(days())),
        option::of(days()),
        option::weighted(0.3, 1u32..4),
        option::of(days()),
        select(vec![0i64, 7, 14]),
        option::weighted(0.3, select(vec!["A B", "A C", "A B C"])),
        vec(drugs(), 0..3),
    );
    (of_lines, of_all).prop_map(
        |((windows, gaps, covers, new_drugs, added, dropped, maintenance, breakers), of_all)| {
            let (advances_only, confirmed_days, at_most, cycle_days, look_back, exchanged, named) = of_all;
            LineRules {
                windows,
                gaps,
                covers,
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
                interchange: exchanged.map(interchange).into_iter().collect(),
                regimens: named.into_iter().map(regimen).collect(),
                ..rules()
            }
        },
    )
}

fn regimen(drugs: &str) -> Regimen {
    Regimen {
        name: drugs.to_lowercase(),
        drugs: set(drugs).drugs,
    }
}

/// Days of a history: most on a grid of weeks, some beside it.
fn day() -> impl Strategy<Value = i32> {
    prop_oneof![4 => (0i32..18).prop_map(|week| 7 * week), 1 => -14i32..126]
}

fn any_records(most: usize) -> impl Strategy<Value = Vec<Record>> {
    let length = prop_oneof![Just(-1), Just(0), Just(6), Just(7), 0i32..60];
    let one = (
        day(),
        option::weighted(0.3, length),
        0u32..3,
        option::of(select(vec![-1i64, 0, 1, 7, 28, 35])),
    );
    let one = one.prop_map(|(start, length, drug, supply)| Record {
        start,
        end: length.map(|length| start + length),
        drug,
        supply,
    });
    vec(one, 0..most)
}

fn any_person() -> impl Strategy<Value = Person> {
    let events = || vec(day(), 0..4);
    (
        (any_records(12), prop_oneof![Just(Vec::new()), any_records(8)]),
        (
            option::weighted(0.3, option::weighted(0.9, select(vec![0, 7, 14, 21]))),
            option::of(40i32..140),
            option::weighted(0.3, 40i32..140),
        ),
        (vec(events(), 2), events(), vec(events(), 2)),
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

/// `KOHORT_CASES`, where it is set.
#[allow(
    clippy::disallowed_methods,
    reason = "how many cases a test runs is asked of the environment"
)]
fn cases() -> u32 {
    let asked = std::env::var("KOHORT_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn the_oracle_makes_the_same_lines(rules in any_rules(), person in any_person()) {
        let compared = compare(&rules, &person);
        prop_assert!(compared.is_ok(), "{}", compared.unwrap_err());
    }
}
