//! Bags of events and picks from them, in Kohort's words.
//!
//! Invariant: a window is said with the words that fit its ends exactly; whether the days at its ends belong to it is said
//! once more where a definition is written out.

use super::expression::{Printer, View};
use crate::algebra::{NodeId, Operator, PickPlan, Space, WindowPlan};
use crate::words::operators::distance;
use crate::words::phrase::{Level, Phrase};
use crate::words::small::{ends, whole};
use crate::words::{Bag, WindowWords};
use kohort_semantics::study::ShiftUnit;
use kohort_semantics::value::ordinal;

impl Printer<'_> {
    /// A bag, by its name if it has one.
    pub(super) fn bag(&self, id: NodeId) -> Bag {
        match self.names.definition(id) {
            Some(name) => Bag {
                base: Phrase::primary(name),
                clauses: Vec::new(),
            },
            None => self.expanded_bag(id),
        }
    }

    /// A bag by what it holds.
    pub(super) fn expanded_bag(&self, id: NodeId) -> Bag {
        let Some(Operator::Select {
            space,
            base,
            filter,
            windows,
        }) = self.plan.node(id).map(|found| &found.operator)
        else {
            return Bag {
                base: self.expanded(id, View::default()),
                clauses: Vec::new(),
            };
        };
        let base = self.base_of(*space, *base);
        let filter = filter.map(|filter| format!("where {}", self.at(filter, row_view(*space), Level::Or)));
        let windows = windows.iter().map(|window| self.window(window).clause);
        Bag {
            base,
            clauses: filter.into_iter().chain(windows).collect(),
        }
    }

    /// What a bag starts from.
    pub(super) fn base_of(&self, space: Space, base: Option<NodeId>) -> Phrase {
        match (base, space) {
            (Some(base), _) => self.bag(base).phrase(),
            (None, Space::Stream(_)) => Phrase::primary(self.space(space)),
            (None, Space::Periods(_)) => Phrase::new(Level::Value, self.space(space)),
        }
    }

    /// All records of a space.
    pub(super) fn space(&self, space: Space) -> String {
        let maker = match space {
            Space::Stream(stream) => return self.stream(stream).to_owned(),
            Space::Periods(maker) => maker,
        };
        match self.plan.node(maker).map(|found| &found.operator) {
            Some(Operator::Episodes {
                bag, joined_within, ..
            }) => {
                let within = whole(joined_within.unsigned_abs(), "day");
                format!(
                    "episodes of {} joined within {within}",
                    self.bag(*bag).phrase().text
                )
            }
            Some(Operator::Gaps {
                bag, days, or_equal, ..
            }) => {
                let sign = if *or_equal { ">=" } else { ">" };
                format!(
                    "gap {sign} {} in {}",
                    whole(days.unsigned_abs(), "day"),
                    self.bag(*bag).phrase().text
                )
            }
            Some(Operator::Lines(lines)) => self.lines(maker, lines),
            _ => String::from("?"),
        }
    }

    /// A bag with a field of its records: `lab.value where …`.
    pub(super) fn with_field(&self, bag: Bag, value: NodeId) -> Bag {
        let prefix = format!("{}.", bag.base_path());
        Bag {
            base: self.phrase(
                value,
                View {
                    prefix: &prefix,
                    row: None,
                },
            ),
            ..bag
        }
    }

    /// A pick, or a field of what it picks, without its ties.
    pub(super) fn pick(&self, bag: Bag, which: &PickPlan, field: Option<NodeId>) -> Phrase {
        let bag = match field {
            Some(value) => self.with_field(bag, value),
            None => bag,
        };
        match which {
            PickPlan::First => bag.after("first"),
            PickPlan::Last => bag.after("last"),
            PickPlan::Nth(position) => bag.after(&ordinal(*position)),
            PickPlan::Nearest(to) => {
                let to = self.at(*to, View::default(), Level::Add);
                let mut words = vec![format!("nearest {} to {to}", bag.base_path())];
                words.extend(bag.clauses);
                Phrase::new(Level::Value, words.join(" "))
            }
        }
    }

    /// A window in words.
    pub(super) fn window(&self, window: &WindowPlan) -> WindowWords {
        let date = |id: NodeId| self.at(id, View::default(), Level::Add);
        let clause = |clause: String, ends: &'static str| WindowWords { clause, ends };
        match (window.from, window.to) {
            (Some((from, true)), Some((to, true))) => {
                if from == to {
                    return clause(format!("on {}", date(from)), "that day only");
                }
                if let Some(period) = self.whole_period(from, to) {
                    let period = self.at(period, View::default(), Level::Unary);
                    return clause(format!("during {period}"), "both ends included");
                }
                if let Some((centre, days)) = self.around(from, to) {
                    let around = format!("within {} of {}", distance(days, ShiftUnit::Days), date(centre));
                    return clause(around, "both ends included");
                }
                clause(
                    format!("from {} to {}", date(from), date(to)),
                    "both ends included",
                )
            }
            (from, to) => {
                let from = from.map(|(from, inside)| {
                    format!("{} {}", if inside { "on or after" } else { "after" }, date(from))
                });
                let to = to.map(|(to, inside)| {
                    format!("{} {}", if inside { "on or before" } else { "before" }, date(to))
                });
                let words: Vec<String> = from.into_iter().chain(to).collect();
                let inside = |end: Option<(NodeId, bool)>| end.map(|(_, inside)| inside);
                clause(words.join(" "), ends(inside(window.from), inside(window.to)))
            }
        }
    }

    /// The period whose two ends these are.
    fn whole_period(&self, from: NodeId, to: NodeId) -> Option<NodeId> {
        match (&self.plan.node(from)?.operator, &self.plan.node(to)?.operator) {
            (
                Operator::PeriodBound { period, end: false },
                Operator::PeriodBound {
                    period: same,
                    end: true,
                },
            ) if period == same => Some(*period),
            _ => None,
        }
    }

    /// The date that lies so many days from both.
    fn around(&self, from: NodeId, to: NodeId) -> Option<(NodeId, u64)> {
        if self.names.definition(from).is_some() || self.names.definition(to).is_some() {
            return None;
        }
        match (&self.plan.node(from)?.operator, &self.plan.node(to)?.operator) {
            (
                Operator::Shift {
                    date,
                    amount: before,
                    unit: ShiftUnit::Days,
                },
                Operator::Shift {
                    date: same,
                    amount: after,
                    unit: ShiftUnit::Days,
                },
            ) if date == same && *after > 0 && before.checked_neg() == Some(*after) => {
                Some((*date, after.unsigned_abs()))
            }
            _ => None,
        }
    }
}

/// Inside the where-clause of a bag.
pub(super) fn row_view(space: Space) -> View<'static> {
    let row = match space {
        Space::Stream(stream) => Some(stream),
        Space::Periods(_) => None,
    };
    View { prefix: "", row }
}
