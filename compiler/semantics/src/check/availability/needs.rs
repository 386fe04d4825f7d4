//! The operations that need the day of a date.
//!
//! Comparisons, windows and periods are not among them: on coarse dates they are true, false or unknown.

use super::exactness::{Cause, Exactness, Within};
use crate::study::{
    Aggregate, Cohort, Endpoint, Events, EventsBase, Expr, ExprKind, Index, Lines, Pick, ShiftUnit,
};
use crate::study_walk::Part;
use kohort_base::Span;
use std::collections::BTreeSet;

/// A kind of operation that needs the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Index,
    Pick,
    Age,
    DaysBetween,
    Shift,
    Extreme,
    Summary,
    DaysOf,
    Episodes,
    Gaps,
    Lines,
    SurvivalTime,
    RuleBound,
}

impl Operation {
    /// What it does, as the subject of "… needs the day".
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Index => "an index date",
            Self::Pick => "picking records by date",
            Self::Age => "an age",
            Self::DaysBetween => "counting the days between two dates",
            Self::Shift => "moving a date by days",
            Self::Extreme => "the earliest or latest of several dates",
            Self::Summary => "the first or last of the records' dates",
            Self::DaysOf => "counting distinct days",
            Self::Episodes => "joining records into episodes",
            Self::Gaps => "looking for gaps",
            Self::Lines => "finding lines of therapy",
            Self::SurvivalTime => "a survival time",
            Self::RuleBound => "a bound of a precision rule",
        }
    }
}

/// Gathers what needs a day and does not have one.
pub(super) trait Needs {
    /// Notes that an operation at a place fails for a cause.
    fn needs(&mut self, operation: Operation, cause: Cause, place: Span);

    /// Notes all causes.
    fn all(&mut self, operation: Operation, causes: BTreeSet<Cause>, place: Span) {
        for cause in causes {
            self.needs(operation, cause, place);
        }
    }
}

/// What a part of an expression needs. `around` stands in for what a derived attribute is of.
pub(super) fn part(part: Part<'_>, around: Within, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    match part {
        Part::Expr(value, inner) => {
            let within = Within {
                record: inner.or(around.record),
                ..around
            };
            expr(value, within, exactness, needs);
        }
        Part::Events(bag) => events(bag, exactness, needs),
    }
}

/// What the index of a cohort needs.
pub(super) fn index(cohort: &Cohort, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    match &cohort.index {
        Some(Index::One(value)) => {
            needs.all(
                Operation::Index,
                exactness.causes(value, Within::default()).start,
                value.span,
            );
        }
        Some(Index::Each(events)) => {
            needs.all(
                Operation::Index,
                exactness.record(events.record).start,
                events.span,
            );
        }
        None => {}
    }
}

/// What the outcome of an endpoint needs: the day of every date that is compared.
pub(super) fn endpoint(endpoint: &Endpoint, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    let ends = [&endpoint.until, &endpoint.censored, &endpoint.entering];
    let events = endpoint.events.iter().map(|event| &event.date);
    for date in std::iter::once(&endpoint.from)
        .chain(events)
        .chain(ends.into_iter().flatten())
    {
        let causes = exactness.causes(date, Within::default()).start;
        needs.all(Operation::SurvivalTime, causes, date.span);
    }
}

fn expr(value: &Expr, within: Within, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    let mut date = |operation: Operation, date: &Expr, place: Span| {
        needs.all(operation, exactness.causes(date, within).start, place);
    };
    match &value.kind {
        ExprKind::Shift {
            date: moved,
            unit: ShiftUnit::Days,
            ..
        } => date(Operation::Shift, moved, value.span),
        ExprKind::DaysBetween { from, to } => {
            date(Operation::DaysBetween, from, from.span);
            date(Operation::DaysBetween, to, to.span);
        }
        ExprKind::Age { birth, at } => {
            date(Operation::Age, birth, value.span);
            date(Operation::Age, at, at.span);
        }
        ExprKind::Extreme { dates, .. } => {
            for operand in dates {
                date(Operation::Extreme, operand, operand.span);
            }
        }
        ExprKind::Pick { which, events, .. } => {
            if let Pick::Nearest(from) = which {
                date(Operation::Pick, from, from.span);
            }
            needs.all(Operation::Pick, exactness.record(events.record).start, value.span);
        }
        ExprKind::DaysOf(events) => {
            needs.all(
                Operation::DaysOf,
                exactness.record(events.record).start,
                value.span,
            );
        }
        ExprKind::Aggregate {
            function: Aggregate::Min | Aggregate::Max,
            events,
            field,
        } => {
            needs.all(
                Operation::Summary,
                exactness.field(*field, Within::record(Some(events.record))).start,
                value.span,
            );
        }
        _ => {}
    }
}

fn events(bag: &Events, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    let (operation, inner) = match &bag.base {
        EventsBase::Episodes { events, .. } => (Operation::Episodes, events),
        EventsBase::Gaps { events, .. } => (Operation::Gaps, events),
        EventsBase::Lines(lines) => return self::lines(lines, bag.span, exactness, needs),
        EventsBase::Entity(_) | EventsBase::Definition(_) | EventsBase::Nested(_) => return,
    };
    let causes = exactness.record(inner.record);
    needs.all(operation, causes.start, bag.span);
    needs.all(operation, causes.end, bag.span);
}

/// Lines need the first and last days of the records, and the day of every date that bounds or breaks them.
fn lines(lines: &Lines, place: Span, exactness: &Exactness<'_>, needs: &mut dyn Needs) {
    let causes = exactness.record(lines.records.record);
    needs.all(Operation::Lines, causes.start, place);
    needs.all(Operation::Lines, causes.end, place);
    for date in [&lines.starting, &lines.until, &lines.death]
        .into_iter()
        .flatten()
    {
        needs.all(
            Operation::Lines,
            exactness.causes(date, Within::default()).start,
            date.span,
        );
    }
    for events in lines
        .breakers
        .iter()
        .chain(&lines.progression)
        .chain(&lines.without)
    {
        needs.all(
            Operation::Lines,
            exactness.record(events.record).start,
            events.span,
        );
    }
}
