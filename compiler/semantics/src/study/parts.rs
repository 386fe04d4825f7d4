//! The direct parts of expressions and of bags of events.
//!
//! Invariant: the one place that knows what stands inside what. A new kind of expression does not compile until its parts
//! are named here; whoever walks through a study, or changes one, asks here.

use super::{Bound, Endpoint, Events, EventsBase, Expr, ExprKind, Lines, Pick, SetItem, Window};

/// A direct part, to be looked at.
#[derive(Debug, Clone, Copy)]
pub enum Part<'s> {
    /// An operand: it has a value wherever what it is a part of has one, for the same record under test.
    Operand(&'s Expr),
    /// A date of the patient, whatever record is under test: a window's bound, or what `nearest` measures from.
    Date(&'s Expr),
    /// The where-clause of a bag of events, which is evaluated for each of its records.
    Filter(&'s Expr),
    /// A bag of events.
    Events(&'s Events),
}

/// A direct part, to be changed.
#[derive(Debug)]
pub enum PartMut<'s> {
    /// See [`Part::Operand`].
    Operand(&'s mut Expr),
    /// See [`Part::Date`].
    Date(&'s mut Expr),
    /// See [`Part::Filter`].
    Filter(&'s mut Expr),
    /// See [`Part::Events`].
    Events(&'s mut Events),
}

/// The parts of what an expression computes; the same to look at and to change.
macro_rules! parts_of_expression {
    ($kind:expr, $part:ident, $each:ident $(, $mutable:tt)?) => {
        match $kind {
            ExprKind::Literal(_)
            | ExprKind::Index
            | ExprKind::Definition(_)
            | ExprKind::Attribute(_)
            | ExprKind::RecordField(_)
            | ExprKind::Local(_) => {}
            ExprKind::FieldOf { event: operand, .. }
            | ExprKind::Not(operand)
            | ExprKind::IsMissing(operand)
            | ExprKind::Negate(operand)
            | ExprKind::InCodes { value: operand, .. }
            | ExprKind::InDrugs { value: operand, .. }
            | ExprKind::OnlyIn { value: operand, .. }
            | ExprKind::Scale { value: operand, .. }
            | ExprKind::Shift { date: operand, .. }
            | ExprKind::PeriodBound { period: operand, .. } => $each($part::Operand(operand)),
            ExprKind::HasDrugs { value, tests } => {
                $each($part::Operand(value));
                for test in tests {
                    for value in &$($mutable)? test.values {
                        $each($part::Operand(value));
                    }
                }
            }
            ExprKind::And(operands)
            | ExprKind::Or(operands)
            | ExprKind::OrElse(operands)
            | ExprKind::Extreme { dates: operands, .. } => {
                for operand in operands {
                    $each($part::Operand(operand));
                }
            }
            ExprKind::Compare { left, right, .. }
            | ExprKind::Relation { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::IfAvailable {
                preferred: left,
                fallback: right,
            }
            | ExprKind::InPeriod {
                date: left,
                period: right,
            }
            | ExprKind::DaysBetween {
                from: left,
                to: right,
            }
            | ExprKind::Age {
                birth: left,
                at: right,
            }
            | ExprKind::Period {
                start: left,
                end: right,
            } => {
                $each($part::Operand(left));
                $each($part::Operand(right));
            }
            ExprKind::InSet { value, items } => {
                $each($part::Operand(value));
                for item in items {
                    match item {
                        SetItem::Value(value) => $each($part::Operand(value)),
                        SetItem::Range(low, high) => {
                            $each($part::Operand(low));
                            $each($part::Operand(high));
                        }
                    }
                }
            }
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => {
                $each($part::Operand(then));
                $each($part::Operand(condition));
                $each($part::Operand(otherwise));
            }
            ExprKind::Events(events)
            | ExprKind::Any(events)
            | ExprKind::Count(events)
            | ExprKind::DaysOf(events)
            | ExprKind::Aggregate { events, .. } => $each($part::Events(events)),
            ExprKind::Pick { which, events, .. } => {
                $each($part::Events(events));
                match which {
                    Pick::First | Pick::Last | Pick::Nth(_) => {}
                    Pick::Nearest(date) => $each($part::Date(date)),
                }
            }
        }
    };
}

/// The parts of lines of therapy; the same to look at and to change.
macro_rules! parts_of_lines {
    ($lines:expr, $part:ident, $each:ident $(, $mutable:tt)?) => {{
        let Lines {
            records, apart, starting, until, death, breakers, progression, without, ..
        } = &$($mutable)? **$lines;
        $each($part::Events(records));
        if let Some(events) = apart {
            $each($part::Events(events));
        }
        for date in [starting, until, death] {
            if let Some(date) = date {
                $each($part::Date(date));
            }
        }
        for events in breakers {
            $each($part::Events(events));
        }
        if let Some(events) = progression {
            $each($part::Events(events));
        }
        for events in without {
            $each($part::Events(events));
        }
    }};
}

/// The parts of an endpoint; the same to look at and to change.
macro_rules! parts_of_endpoint {
    ($endpoint:expr, $part:ident, $each:ident $(, $mutable:tt)?) => {{
        let Endpoint {
            from, events, until, censored, entering, missing, ..
        } = $endpoint;
        $each($part::Operand(from));
        for event in events {
            $each($part::Operand(&$($mutable)? event.date));
        }
        for date in [until, censored, entering] {
            if let Some(date) = date {
                $each($part::Operand(date));
            }
        }
        for condition in missing {
            $each($part::Operand(condition));
        }
    }};
}

/// The parts of a bag of events; the same to look at and to change.
macro_rules! parts_of_events {
    ($base:expr, $filter:expr, $windows:expr, $part:ident, $each:ident $(, $mutable:tt)?) => {
        match $base {
            EventsBase::Entity(_) | EventsBase::Definition(_) => {}
            EventsBase::Lines(lines) => parts_of_lines!(lines, $part, $each $(, $mutable)?),
            EventsBase::Nested(inner)
            | EventsBase::Episodes { events: inner, .. }
            | EventsBase::Gaps { events: inner, .. } => $each($part::Events(inner)),
        }
        if let Some(filter) = $filter {
            $each($part::Filter(filter));
        }
        for window in $windows {
            let Window { from, to, span: _ } = window;
            for bound in [from, to] {
                if let Some(Bound { date, .. }) = bound {
                    $each($part::Date(date));
                }
            }
        }
    };
}

impl Expr {
    /// Hands on each direct part, in the order in which it is written as far as a part has its own place.
    pub fn parts<'s>(&'s self, each: &mut dyn FnMut(Part<'s>)) {
        parts_of_expression!(&self.kind, Part, each);
    }

    /// Hands on each direct part to be changed, in the order of [`Expr::parts`].
    pub fn parts_mut<'s>(&'s mut self, each: &mut dyn FnMut(PartMut<'s>)) {
        parts_of_expression!(&mut self.kind, PartMut, each, mut);
    }
}

impl Events {
    /// Hands on each direct part: what it starts from, the where-clause, the windows' bounds.
    pub fn parts<'s>(&'s self, each: &mut dyn FnMut(Part<'s>)) {
        parts_of_events!(&self.base, &self.filter, &self.windows, Part, each);
    }

    /// Hands on each direct part to be changed, in the order of [`Events::parts`].
    pub fn parts_mut<'s>(&'s mut self, each: &mut dyn FnMut(PartMut<'s>)) {
        parts_of_events!(
            &mut self.base,
            &mut self.filter,
            &mut self.windows,
            PartMut,
            each,
            mut
        );
    }
}

impl Endpoint {
    /// Hands on the expression of each clause.
    pub fn parts<'s>(&'s self, each: &mut dyn FnMut(Part<'s>)) {
        parts_of_endpoint!(self, Part, each);
    }

    /// Hands on the expression of each clause to be changed, in the order of [`Endpoint::parts`].
    pub fn parts_mut<'s>(&'s mut self, each: &mut dyn FnMut(PartMut<'s>)) {
        parts_of_endpoint!(self, PartMut, each, mut);
    }
}
