//! Bags of events and windows.
//!
//! Invariant: a window is said with the words that fit its ends exactly.

use super::Words;
use super::operators::distance;
use super::phrase::{Level, Phrase};
use super::small::whole;
use kohort_semantics::study::{Bound, Events, EventsBase, Expr, ExprKind, ShiftUnit, Window};

/// A bag of events: what it starts from, and its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bag {
    /// The entity, the definition, or a wider bag.
    pub(crate) base: Phrase,
    /// `where …` and the windows.
    pub(crate) clauses: Vec<String>,
}

impl Bag {
    /// The whole as a phrase.
    pub(crate) fn phrase(self) -> Phrase {
        if self.clauses.is_empty() {
            return self.base;
        }
        Phrase::new(
            Level::Value,
            format!("{} {}", self.base.at(Level::Primary), self.clauses.join(" ")),
        )
    }

    /// The whole after a word that takes events.
    pub(crate) fn after(self, word: &str) -> Phrase {
        let level = if self.clauses.is_empty() && self.base.level == Level::Primary {
            Level::Unary
        } else {
            Level::Value
        };
        Phrase::new(level, format!("{word} {}", self.phrase().text))
    }

    /// The base, ready for a field.
    pub(crate) fn base_path(&self) -> String {
        self.base.clone().at(Level::Primary)
    }

    /// The bag with a field of its records: `lab.value where …`.
    pub(super) fn with_field(self, field: &str) -> Self {
        Self {
            base: Phrase::primary(format!("{}.{field}", self.base_path())),
            ..self
        }
    }
}

/// A window: the clauses that say it, and which of its end days belong to it.
pub(crate) struct WindowWords {
    /// `from index to index + 28 days`.
    pub(crate) clause: String,
    /// `both ends included`.
    pub(crate) ends: &'static str,
}

impl Words<'_> {
    /// A bag of events.
    pub(super) fn bag(&self, events: &Events) -> Bag {
        let filter = events.filter.as_ref().map(|filter| {
            let row = Some(events.record.kind);
            format!("where {}", self.at(filter, row, Level::Or))
        });
        let windows = events.windows.iter().map(|window| self.window(window));
        Bag {
            base: self.base(&events.base),
            clauses: filter.into_iter().chain(windows).collect(),
        }
    }

    /// What a bag starts from.
    fn base(&self, base: &EventsBase) -> Phrase {
        match base {
            EventsBase::Entity(id) => Phrase::primary(self.entity(*id)),
            EventsBase::Definition(id) => Phrase::primary(self.definition(*id)),
            EventsBase::Nested(inner) => self.bag(inner).phrase(),
            EventsBase::Lines(lines) => Phrase::new(Level::Value, self.rule_set(lines)),
            EventsBase::Episodes {
                events,
                joined_within,
            } => {
                let within = whole(joined_within.unsigned_abs(), "day");
                let text = format!("episodes of {} joined within {within}", self.events(events));
                Phrase::new(Level::Value, text)
            }
            EventsBase::Gaps {
                events,
                days,
                or_equal,
            } => {
                let sign = if *or_equal { ">=" } else { ">" };
                let days = whole(days.unsigned_abs(), "day");
                let text = format!("gap {sign} {days} in {}", self.events(events));
                Phrase::new(Level::Value, text)
            }
        }
    }

    /// What events start from, and a line for each of their clauses.
    pub fn event_clauses(&self, events: &Events) -> (String, Vec<String>) {
        let (bag, lines) = self.bag_clauses(events);
        (bag.phrase().text, lines)
    }

    /// What a bag starts from, and a line for each of its clauses.
    pub(super) fn bag_clauses(&self, events: &Events) -> (Bag, Vec<String>) {
        let mut lines = Vec::new();
        if let Some(filter) = &events.filter {
            let all = self.all_of(filter, Some(events.record.kind));
            lines.extend(all.into_iter().map(|test| format!("where   {test}")));
        }
        for window in &events.windows {
            let words = self.window_words(window);
            lines.push(format!("window  {}, {}", words.clause, words.ends));
        }
        let bag = Bag {
            base: self.base(&events.base),
            clauses: Vec::new(),
        };
        (bag, lines)
    }

    /// The tests of a bag, each as it stands behind `where` or `and`.
    pub fn conditions(&self, events: &Events) -> Vec<String> {
        let filter = events.filter.as_ref();
        filter.map_or_else(Vec::new, |filter| self.all_of(filter, Some(events.record.kind)))
    }

    /// A window as a study writes it.
    pub fn window(&self, window: &Window) -> String {
        self.window_words(window).clause
    }

    fn window_words(&self, window: &Window) -> WindowWords {
        let date = |date: &Expr| self.at(date, None, Level::Add);
        let (from, to) = (window.from.as_ref(), window.to.as_ref());
        let clause = match (from, to) {
            (Some(from), Some(to)) if from.inclusive && to.inclusive => {
                if self.expression(&from.date) == self.expression(&to.date) {
                    return WindowWords {
                        clause: format!("on {}", date(&from.date)),
                        ends: "that day only",
                    };
                }
                if let Some(period) = self.whole_period(&from.date, &to.date) {
                    format!("during {}", self.at(period, None, Level::Unary))
                } else if let Some((centre, days)) = self.around(&from.date, &to.date) {
                    format!("within {} of {}", distance(days, ShiftUnit::Days), date(centre))
                } else {
                    format!("from {} to {}", date(&from.date), date(&to.date))
                }
            }
            (from, to) => {
                let side = |bound: &Bound, word: &str| match bound.inclusive {
                    true => format!("on or {word} {}", date(&bound.date)),
                    false => format!("{word} {}", date(&bound.date)),
                };
                let from = from.map(|bound| side(bound, "after"));
                let to = to.map(|bound| side(bound, "before"));
                let words: Vec<String> = from.into_iter().chain(to).collect();
                words.join(" ")
            }
        };
        let end = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.inclusive);
        WindowWords {
            clause,
            ends: super::small::ends(end(&window.from), end(&window.to)),
        }
    }

    /// The period whose two ends these are.
    fn whole_period<'e>(&self, from: &'e Expr, to: &'e Expr) -> Option<&'e Expr> {
        match (&from.kind, &to.kind) {
            (
                ExprKind::PeriodBound { period, end: false },
                ExprKind::PeriodBound {
                    period: same,
                    end: true,
                },
            ) if self.expression(period) == self.expression(same) => Some(period),
            _ => None,
        }
    }

    /// The date that lies so many days from both.
    fn around<'e>(&self, from: &'e Expr, to: &'e Expr) -> Option<(&'e Expr, u64)> {
        match (&from.kind, &to.kind) {
            (
                ExprKind::Shift {
                    date,
                    amount: before,
                    unit: ShiftUnit::Days,
                },
                ExprKind::Shift {
                    date: same,
                    amount: after,
                    unit: ShiftUnit::Days,
                },
            ) if *after > 0
                && before.checked_neg() == Some(*after)
                && self.expression(date) == self.expression(same) =>
            {
                Some((date, after.unsigned_abs()))
            }
            _ => None,
        }
    }
}
