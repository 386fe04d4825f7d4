//! Expressions over several lines, so that each clause of the events in them is a line of its own.
//!
//! Invariant: the first line and those below it say all that the expression on one line says, and which end days belong to
//! a window besides.

use super::operators::aggregate;
use super::phrase::{Level, Phrase};
use super::{Bag, Words};
use kohort_semantics::study::{Events, EventsBase, Expr, ExprKind, Field, Pick, TieBreak};

/// An expression over several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenOut {
    /// What stands on the first line.
    pub(crate) first: String,
    /// The clauses below it.
    pub(crate) clauses: Vec<String>,
}

impl WrittenOut {
    fn alone(first: String) -> Self {
        Self {
            first,
            clauses: Vec::new(),
        }
    }
}

impl Words<'_> {
    /// Each test that has to hold for a condition to hold.
    pub(crate) fn tests_written_out(&self, condition: &Expr) -> Vec<WrittenOut> {
        match &condition.kind {
            ExprKind::And(all) => all.iter().map(|test| self.written_out(test)).collect(),
            _ => vec![self.written_out(condition)],
        }
    }

    /// An expression.
    pub(crate) fn written_out(&self, expr: &Expr) -> WrittenOut {
        let after = |events: &Events, word: &str| self.after(events, |bag| bag.after(word));
        match &expr.kind {
            ExprKind::Events(events) => self.events_written_out(events),
            ExprKind::Any(events) => after(events, "any"),
            ExprKind::Count(events) => after(events, "count"),
            ExprKind::DaysOf(events) => after(events, "days of"),
            ExprKind::Aggregate {
                function,
                events,
                field,
            } => {
                let word = format!("{} of", aggregate(*function));
                self.after(events, |bag| bag.with_field(self.field(*field)).after(&word))
            }
            ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Any(_)) => {
                let inner = self.written_out(inner);
                WrittenOut {
                    first: format!("not {}", inner.first),
                    ..inner
                }
            }
            ExprKind::Pick { which, events, ties } => self.pick_written_out(which, events, ties, None),
            ExprKind::FieldOf { event, field } => match &event.kind {
                ExprKind::Pick { which, events, ties } => {
                    self.pick_written_out(which, events, ties, Some(*field))
                }
                _ => WrittenOut::alone(self.expression(expr)),
            },
            _ => WrittenOut::alone(self.expression(expr)),
        }
    }

    /// Events: what they start from, and their clauses.
    pub(crate) fn events_written_out(&self, events: &Events) -> WrittenOut {
        match &events.base {
            // What is wider has clauses of its own, which stand first.
            EventsBase::Nested(inner) => {
                let inner = self.events_written_out(inner);
                let (_, own) = self.bag_clauses(events);
                WrittenOut {
                    first: inner.first,
                    clauses: inner.clauses.into_iter().chain(own).collect(),
                }
            }
            _ => self.after(events, Bag::phrase),
        }
    }

    /// Something that is asked of events.
    fn after(&self, events: &Events, asked: impl FnOnce(Bag) -> Phrase) -> WrittenOut {
        let (bag, clauses) = self.bag_clauses(events);
        WrittenOut {
            first: asked(bag).text,
            clauses,
        }
    }

    /// A pick, or a field of what it picks.
    fn pick_written_out(
        &self,
        which: &Pick,
        events: &Events,
        ties: &[TieBreak],
        field: Option<Field>,
    ) -> WrittenOut {
        if self.numbered_line(which, events, ties).is_some() {
            return WrittenOut::alone(self.pick(which, events, ties, field).text);
        }
        let (bag, mut clauses) = self.bag_clauses(events);
        let inside = field.filter(|_| bag.base.level == Level::Primary);
        let bag = match inside {
            Some(field) => bag.with_field(self.field(field)),
            None => bag,
        };
        let picked = self.picked(which, bag);
        let first = match field.filter(|_| inside.is_none()) {
            Some(field) => format!("{}.{}", picked.at(Level::Primary), self.field(field)),
            None => picked.text,
        };
        clauses.extend(ties.iter().map(|tie| format!("ties    {}", self.tie_break(*tie))));
        WrittenOut { first, clauses }
    }
}
