//! The numbers, days, distances, codes and texts that stand in a study.

use crate::oracle::walk::{self, Visitor};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::study::{
    Cover, Decision, Dropped, Events, EventsBase, Expr, ExprKind, LineRules, ShiftUnit, Type,
};
use kohort_semantics::value::{Day, Number, Value};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// What a study compares with.
#[derive(Debug, Clone, Default)]
pub(super) struct Literals {
    pub(super) numbers: BTreeSet<Number>,
    pub(super) texts: BTreeSet<String>,
    pub(super) codes: BTreeSet<(CodeSystem, String)>,
    /// Qualified names of drugs.
    pub(super) drugs: BTreeSet<String>,
    days: BTreeSet<Day>,
    distances_in_days: BTreeSet<i64>,
    distances_in_months: BTreeSet<i64>,
    ages: BTreeSet<i64>,
}

/// Days around which everything happens if a study names none: the ends of a leap year's and a common year's February,
/// of a month and of a year.
const ANCHORS: [(i32, u32, u32); 5] = [
    (2020, 2, 29),
    (2021, 2, 28),
    (2020, 1, 31),
    (2019, 12, 31),
    (2020, 7, 1),
];

/// Somebody's birthday.
fn leap_day() -> Option<Day> {
    Day::from_ymd(2000, 2, 29)
}

impl Literals {
    pub(super) fn of(study: &Study, source: &Source) -> Self {
        let mut literals = Self::default();
        walk::study(study, &mut literals);
        walk::source(source, &mut literals);
        for list in &study.code_lists {
            for pattern in list.entries.iter().chain(&list.except) {
                literals.pattern(pattern);
            }
        }
        let listed = study.drug_lists.iter().flat_map(|list| &list.drugs);
        literals.drugs.extend(listed.cloned());
        literals
    }

    /// A pattern's own code and codes below it, which `C18*` names and `C18` does not.
    fn pattern(&mut self, pattern: &CodePattern) {
        for ending in ["", "0", "9", ".0", ".9", "1", "00", "/3", "01"] {
            let code = format!("{}{ending}", pattern.code);
            if pattern.system.normalise(&code).is_some() {
                self.codes.insert((pattern.system, code));
            }
        }
    }

    /// Days around which records crowd: ends of months and leap days, days that the study names, and days on which
    /// somebody born on a leap day reaches an age of the study.
    pub(super) fn anchors(&self) -> Vec<Day> {
        let mut anchors: BTreeSet<Day> = ANCHORS
            .iter()
            .filter_map(|(year, month, day)| Day::from_ymd(*year, *month, *day))
            .collect();
        anchors.extend(&self.days);
        let birthday = |age: &i64| leap_day()?.add_months(age.checked_mul(12)?);
        anchors.extend(self.ages.iter().filter_map(birthday));
        anchors.into_iter().collect()
    }

    /// How far from each other things happen at which something may begin or cease to hold: the distances of the study
    /// in months and days, and a day more or less.
    pub(super) fn moves(&self) -> Vec<(i64, i64)> {
        let mut moves: BTreeSet<(i64, i64)> = [-1, 0, 1].map(|days| (0, days)).into();
        for distance in &self.distances_in_days {
            for days in [-distance, *distance] {
                moves.extend([(0, days - 1), (0, days), (0, days + 1)]);
            }
        }
        for distance in &self.distances_in_months {
            for months in [-distance, *distance] {
                moves.extend([(months, -1), (months, 0), (months, 1)]);
            }
        }
        moves.into_iter().collect()
    }

    /// Days of birth for which somebody has just, or not yet, reached an age of the study on one of the days. A leap day
    /// is the first and stays if there are too many.
    pub(super) fn birthdays(&self, days: &[Day]) -> Vec<Day> {
        let ages: Vec<i64> = if self.ages.is_empty() {
            vec![0, 18]
        } else {
            self.ages.iter().copied().collect()
        };
        let mut births: BTreeSet<Day> = BTreeSet::new();
        for day in days {
            for age in &ages {
                let born = age.checked_mul(-12).and_then(|months| day.add_months(months));
                let around = born
                    .into_iter()
                    .flat_map(|born| [born.add_days(-1), Some(born), born.add_days(1)]);
                births.extend(around.flatten());
            }
        }
        leap_day().into_iter().chain(births).collect()
    }
}

/// The days at some distances from some others.
pub(super) fn crowd(anchors: &[Day], moves: &[(i64, i64)]) -> Vec<Day> {
    let moved = |anchor: &Day| {
        let anchor = *anchor;
        moves
            .iter()
            .filter_map(move |(months, days)| anchor.add_months(*months)?.add_days(*days))
    };
    let days: BTreeSet<Day> = anchors
        .iter()
        .flat_map(moved)
        .chain(anchors.iter().copied())
        .collect();
    days.into_iter().collect()
}

impl<'a> Visitor<'a> for Literals {
    fn expr(&mut self, expr: &'a Expr) {
        match (&expr.kind, &expr.ty) {
            (ExprKind::Literal(Value::Number(number)), Type::Years) => self.ages.extend(number.to_i64()),
            (ExprKind::Literal(Value::Number(number)), Type::Days) => {
                self.distances_in_days.extend(number.to_i64())
            }
            (ExprKind::Literal(Value::Number(number)), Type::Months) => {
                self.distances_in_months.extend(number.to_i64());
            }
            (ExprKind::Literal(Value::Number(number)), _) => {
                self.numbers.insert(number.clone());
            }
            (ExprKind::Literal(Value::Date(date)), _) => self.days.extend([date.first, date.last]),
            (ExprKind::Literal(Value::Period(start, end)), _) => self.days.extend([start.first, end.last]),
            (ExprKind::Literal(Value::Text(name)), Type::Drug) => {
                self.drugs.insert(name.to_string());
            }
            (ExprKind::Literal(Value::Text(text)), _) => {
                self.texts.insert(text.to_string());
            }
            (ExprKind::Literal(Value::Code { system, code }), _) => {
                self.codes.insert((*system, code.to_string()));
            }
            (
                ExprKind::Shift {
                    amount,
                    unit: ShiftUnit::Days,
                    ..
                },
                _,
            ) => {
                self.distances_in_days.insert(amount.saturating_abs());
            }
            (
                ExprKind::Shift {
                    amount,
                    unit: ShiftUnit::Months,
                    ..
                },
                _,
            ) => {
                self.distances_in_months.insert(amount.saturating_abs());
            }
            _ => {}
        }
    }

    fn events(&mut self, events: &'a Events) {
        match &events.base {
            EventsBase::Episodes {
                joined_within: days, ..
            }
            | EventsBase::Gaps { days, .. } => {
                self.distances_in_days.insert(*days);
            }
            EventsBase::Lines(lines) => {
                self.distances_in_days.extend(lengths(&lines.rules));
                self.drugs.extend(lines.rules.drug_names.keys().cloned());
            }
            EventsBase::Entity(_) | EventsBase::Definition(_) | EventsBase::Nested(_) => {}
        }
    }
}

/// All lengths in days that rules of lines name.
fn lengths(rules: &LineRules) -> Vec<i64> {
    let after = |decision: &Decision| match decision {
        Decision::Advances(after) => after.days,
        Decision::Joins => None,
    };
    let windows = rules.windows.iter().map(|rule| Some(rule.days));
    let gaps = rules.gaps.iter().map(|rule| rule.limit.map(|limit| limit.days));
    let covers = rules.covers.iter().map(|rule| match rule.cover {
        Cover::Days(days) => Some(days),
        Cover::Supply => None,
    });
    let new = rules.new_drugs.iter().map(|rule| after(&rule.decision));
    let added = rules.added.iter().map(|rule| after(&rule.decision));
    let dropped = rules.dropped.iter().map(|rule| match rule.meaning {
        Dropped::Advances(days) => Some(days),
        Dropped::Continues | Dropped::ContinuesWithoutName => None,
    });
    let maintenance = rules
        .maintenance
        .iter()
        .flat_map(|rule| [rule.within, rule.others_stopped_for]);
    let breakers = rules.breakers.iter().map(|rule| rule.except_again_within);
    let only = rules.advances_only.iter().map(|rule| rule.within);
    let others = [rules.cycle_days, rules.confirmed_days, Some(rules.look_back)];
    windows
        .chain(gaps)
        .chain(covers)
        .chain(new)
        .chain(added)
        .chain(dropped)
        .chain(maintenance)
        .chain(breakers)
        .chain(only)
        .chain(others)
        .flatten()
        .collect()
}
