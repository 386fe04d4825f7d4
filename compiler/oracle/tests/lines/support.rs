//! Short forms: `0:C,P 21:C 30-60:E` are records, `1 [0-21] C,P new_drug` is a line.
//!
//! A record with a last day is written `first-last`; one with a supply `first+days`. A maintenance part has an `m` behind its
//! number, a line of the separate count an `s` before it.

use kohort_oracle::lines::{Given, History, Line, Starting, lines};
use kohort_semantics::study::{
    After, Decision, DrugSet, GapLimit, GapRule, LineNumbers, LineRules, LineSetting, MaintenanceKind,
    MaintenanceRule, NewDrugRule, WindowRule,
};
use kohort_semantics::value::Day;

/// Day 0 of all tests.
const ZERO: i32 = 19_000;

pub(crate) fn day(number: i32) -> Day {
    Day(ZERO + number)
}

pub(crate) fn days(numbers: &[i32]) -> Vec<Day> {
    numbers.iter().map(|number| day(*number)).collect()
}

/// Records in the short form.
pub(crate) fn records(text: &str) -> Vec<Given> {
    let mut records = Vec::new();
    for group in text.split_whitespace() {
        let (when, drugs) = group.split_once(':').unwrap();
        let number = |text: &str| day(text.parse().unwrap());
        // A sign before the first day is no separator.
        let separator = when.char_indices().skip(1).find(|(_, sign)| "-+".contains(*sign));
        let (start, end, supply) = match separator {
            Some((at, '-')) => (number(&when[..at]), Some(number(&when[at + 1..])), None),
            Some((at, _)) => (number(&when[..at]), None, when[at + 1..].parse().ok()),
            None => (number(when), None, None),
        };
        records.extend(drugs.split(',').map(|drug| Given {
            start,
            drug: drug.to_owned(),
            end,
            supply,
        }));
    }
    records
}

/// A history of records alone.
pub(crate) fn history(text: &str) -> History {
    History {
        records: records(text),
        ..History::default()
    }
}

/// Lines in the short form.
pub(crate) fn shown(lines: &[Line]) -> String {
    let line = |line: &Line| {
        let separate = if line.setting == LineSetting::Separate {
            "s"
        } else {
            ""
        };
        let maintenance = if line.maintenance { "m" } else { "" };
        format!(
            "{separate}{}{maintenance} [{}-{}] {} {}",
            line.number,
            line.start.0 - ZERO,
            line.end.0 - ZERO,
            line.drugs.join(","),
            line.end_reason.word()
        )
    };
    lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The lines of a history, whatever the order of its records.
pub(crate) fn found(rules: &LineRules, history: &History) -> String {
    let mut backwards = history.clone();
    backwards.records.reverse();
    backwards.apart.reverse();
    let found = lines(rules, history);
    assert_eq!(found, lines(rules, &backwards), "the order of records matters");
    shown(&found)
}

/// The lines of records alone.
pub(crate) fn of(rules: &LineRules, text: &str) -> String {
    found(rules, &history(text))
}

pub(crate) fn set(drugs: &str) -> DrugSet {
    let mut names: Vec<String> = drugs.split(',').map(str::to_owned).collect();
    names.sort();
    DrugSet {
        text: format!("{{ {drugs} }}"),
        drugs: names,
    }
}

/// Lines from one number on.
pub(crate) fn only(from: u32, to: u32) -> LineNumbers {
    LineNumbers { from, to: Some(to) }
}

pub(crate) fn window(days: i64) -> WindowRule {
    WindowRule {
        text: format!("window {days} days"),
        days,
        inclusive: true,
        drugs: None,
        lines: LineNumbers::ALL,
    }
}

/// `gap > n days`.
pub(crate) fn gap(days: i64) -> GapRule {
    GapRule {
        text: format!("gap > {days} days"),
        limit: Some(GapLimit {
            days,
            or_equal: false,
        }),
        from_last_start: false,
        drugs: None,
        lines: LineNumbers::ALL,
    }
}

/// `window 28 days` and `gap > 120 days`.
pub(crate) fn rules() -> LineRules {
    LineRules {
        windows: vec![window(28)],
        gaps: vec![gap(120)],
        ..LineRules::default()
    }
}

/// The rules with a change.
pub(crate) fn with(change: impl FnOnce(&mut LineRules)) -> LineRules {
    let mut rules = rules();
    change(&mut rules);
    rules
}

/// A day's starting point for the tests of observation.
pub(crate) fn observed(text: &str, from: Option<i32>, until: Option<i32>, death: Option<i32>) -> History {
    History {
        starting: from.map_or(Starting::Anywhere, |from| Starting::On(day(from))),
        until: until.map(day),
        death: death.map(day),
        ..history(text)
    }
}

pub(crate) fn new_drug(drugs: Option<&str>, decision: Decision) -> NewDrugRule {
    NewDrugRule {
        text: String::from("new drug …"),
        drugs: drugs.map(set),
        decision,
        if_all_others_stopped: false,
        lines: LineNumbers::ALL,
    }
}

pub(crate) fn after_days(days: i64) -> Decision {
    Decision::Advances(After {
        days: Some(days),
        cycles: None,
    })
}

pub(crate) fn maintenance(kind: MaintenanceKind, drugs: &str) -> MaintenanceRule {
    MaintenanceRule {
        text: format!("maintenance {{ {drugs} }}"),
        drugs: set(drugs),
        kind,
        alone: false,
        after_cycles: None,
        within: None,
        others_stopped_for: None,
        without: None,
        own_line: false,
        lines: LineNumbers::ALL,
    }
}
