//! The numbers, days, distances, codes and texts that stand in a study.

use crate::oracle::walk::{self, Visitor};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::study::{Events, EventsBase, Expr, ExprKind, ShiftUnit, Type};
use kohort_semantics::value::{Day, Number, Value};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// What a study compares with.
#[derive(Debug, Clone, Default)]
pub(super) struct Literals {
    pub(super) numbers: BTreeSet<Number>,
    pub(super) texts: BTreeSet<String>,
    pub(super) codes: BTreeSet<(CodeSystem, String)>,
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
        literals
    }

    /// A code that a pattern names and, for `C18*`, codes below it.
    fn pattern(&mut self, pattern: &CodePattern) {
        for ending in ["", "0", "9", ".0", ".9", "1", "00", "/3", "01"] {
            if ending.is_empty() || pattern.wildcard {
                let code = format!("{}{ending}", pattern.code);
                if pattern.system.normalise(&code).is_some() {
                    self.codes.insert((pattern.system, code));
                }
            }
        }
    }

    /// Days at which something may begin or cease to hold: each anchor, and each anchor moved by each distance of the
    /// study, with the day before and after.
    pub(super) fn interesting_days(&self) -> Vec<Day> {
        let mut days: BTreeSet<Day> = ANCHORS
            .iter()
            .filter_map(|(y, m, d)| Day::from_ymd(*y, *m, *d))
            .collect();
        days.extend(&self.days);
        let anchors = days.clone();
        for anchor in anchors {
            for distance in &self.distances_in_days {
                days.extend(
                    [anchor.add_days(*distance), anchor.add_days(-distance)]
                        .into_iter()
                        .flatten(),
                );
            }
            for distance in &self.distances_in_months {
                days.extend(
                    [anchor.add_months(*distance), anchor.add_months(-distance)]
                        .into_iter()
                        .flatten(),
                );
            }
        }
        with_neighbours(days)
    }

    /// Days of birth for which somebody has just, or not yet, reached an age of the study on one of the days.
    pub(super) fn birthdays(&self, days: &[Day]) -> Vec<Day> {
        let ages = if self.ages.is_empty() {
            BTreeSet::from([0, 18])
        } else {
            self.ages.clone()
        };
        let born = |day: &Day| {
            let ages: Vec<i64> = ages.iter().copied().collect();
            let day = *day;
            ages.into_iter()
                .filter_map(move |age| day.add_months(age.checked_mul(-12)?))
        };
        with_neighbours(days.iter().flat_map(born).collect())
    }
}

fn with_neighbours(days: BTreeSet<Day>) -> Vec<Day> {
    let around = days
        .iter()
        .flat_map(|day| [day.add_days(-1), Some(*day), day.add_days(1)]);
    around.flatten().collect::<BTreeSet<Day>>().into_iter().collect()
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
        match events.base {
            EventsBase::Episodes {
                joined_within: days, ..
            }
            | EventsBase::Gaps { days, .. } => {
                self.distances_in_days.insert(days);
            }
            EventsBase::Entity(_) | EventsBase::Definition(_) | EventsBase::Nested(_) => {}
        }
    }
}
