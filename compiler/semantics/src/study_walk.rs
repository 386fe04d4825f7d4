//! Walking through the typed study: every expression and every bag of events, each before its parts.
//!
//! Invariant: nothing is left out. A new kind of expression does not compile until it is walked here.

use crate::study::{Events, EventsBase, Expr, ExprKind, Index, Pick, Record, SetItem, Study, Window};

/// A part of an expression.
#[derive(Debug, Clone, Copy)]
pub enum Part<'s> {
    /// An expression, and what the record under test is where it stands in a where-clause.
    Expr(&'s Expr, Option<Record>),
    /// A bag of events.
    Events(&'s Events),
}

/// Visits an expression and every expression in it: in nested events, their windows, and what picks measure from.
pub fn walk(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    walk_parts(expr, &mut |part| {
        if let Part::Expr(expr, _) = part {
            visit(expr);
        }
    });
}

/// Visits an expression, and every expression and bag of events in it.
pub fn walk_parts<'s>(expr: &'s Expr, visit: &mut dyn FnMut(Part<'s>)) {
    walk_in(expr, None, visit);
}

fn walk_in<'s>(expr: &'s Expr, record: Option<Record>, visit: &mut dyn FnMut(Part<'s>)) {
    visit(Part::Expr(expr, record));
    match &expr.kind {
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
        | ExprKind::PeriodBound { period: operand, .. } => walk_in(operand, record, visit),
        ExprKind::And(operands)
        | ExprKind::Or(operands)
        | ExprKind::OrElse(operands)
        | ExprKind::Extreme { dates: operands, .. } => {
            operands
                .iter()
                .for_each(|operand| walk_in(operand, record, visit));
        }
        ExprKind::Compare { left, right, .. }
        | ExprKind::Relation { left, right, .. }
        | ExprKind::Arithmetic { left, right, .. }
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
        }
        | ExprKind::IfAvailable {
            preferred: left,
            fallback: right,
        } => {
            walk_in(left, record, visit);
            walk_in(right, record, visit);
        }
        ExprKind::InSet { value, items } => {
            walk_in(value, record, visit);
            items.iter().for_each(|item| walk_item(item, record, visit));
        }
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            walk_in(then, record, visit);
            walk_in(condition, record, visit);
            walk_in(otherwise, record, visit);
        }
        ExprKind::Events(events)
        | ExprKind::Any(events)
        | ExprKind::Count(events)
        | ExprKind::DaysOf(events)
        | ExprKind::Aggregate { events, .. } => walk_events(events, visit),
        ExprKind::Pick { which, events, .. } => {
            walk_events(events, visit);
            match which {
                Pick::First | Pick::Last | Pick::Nth(_) => {}
                Pick::Nearest(date) => walk_in(date, None, visit),
            }
        }
    }
}

/// Visits a bag of events, and every expression and bag in it.
pub fn walk_events<'s>(events: &'s Events, visit: &mut dyn FnMut(Part<'s>)) {
    visit(Part::Events(events));
    match &events.base {
        EventsBase::Entity(_) | EventsBase::Definition(_) => {}
        EventsBase::Nested(inner)
        | EventsBase::Episodes { events: inner, .. }
        | EventsBase::Gaps { events: inner, .. } => walk_events(inner, visit),
    }
    if let Some(filter) = &events.filter {
        walk_in(filter, Some(events.record), visit);
    }
    events
        .windows
        .iter()
        .for_each(|window| walk_window(window, visit));
}

/// Bounds and what a pick measures from are dates of the patient, not of a record under test.
fn walk_window<'s>(window: &'s Window, visit: &mut dyn FnMut(Part<'s>)) {
    for bound in [&window.from, &window.to].into_iter().flatten() {
        walk_parts(&bound.date, visit);
    }
}

fn walk_item<'s>(item: &'s SetItem, record: Option<Record>, visit: &mut dyn FnMut(Part<'s>)) {
    match item {
        SetItem::Value(value) => walk_in(value, record, visit),
        SetItem::Range(low, high) => {
            walk_in(low, record, visit);
            walk_in(high, record, visit);
        }
    }
}

/// Visits the definitions and cohorts of a study. The bounds of precision rules are not among them: they count only
/// where their date is used.
pub fn walk_study<'s>(study: &'s Study, visit: &mut dyn FnMut(Part<'s>)) {
    for definition in &study.definitions {
        walk_parts(&definition.value, visit);
    }
    for cohort in &study.cohorts {
        match &cohort.index {
            Some(Index::One(date)) => walk_parts(date, visit),
            Some(Index::Each(events)) => walk_events(events, visit),
            None => {}
        }
        for criterion in &cohort.criteria {
            walk_parts(&criterion.condition, visit);
        }
    }
}
