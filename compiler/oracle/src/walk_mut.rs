//! Every expression of a study, to be changed in its place.

use kohort_semantics::Study;
use kohort_semantics::study::{Events, EventsBase, Expr, ExprKind, Index, Pick, SetItem};

/// Changes all expressions of a study, each before those inside what it becomes.
pub(crate) fn study(study: &mut Study, change: &mut dyn FnMut(&mut Expr)) {
    for definition in &mut study.definitions {
        expr(&mut definition.value, change);
    }
    for rule in &mut study.precision {
        for bound in [&mut rule.not_before, &mut rule.not_after].into_iter().flatten() {
            expr(bound, change);
        }
    }
    for cohort in &mut study.cohorts {
        match &mut cohort.index {
            Some(Index::One(date)) => expr(date, change),
            Some(Index::Each(bag)) => events(bag, change),
            None => {}
        }
        for criterion in &mut cohort.criteria {
            expr(&mut criterion.condition, change);
        }
    }
    for expectation in study.tests.iter_mut().flat_map(|test| &mut test.expectations) {
        if let Some(condition) = &mut expectation.condition {
            expr(condition, change);
        }
    }
}

/// Changes an expression and all inside what it becomes.
fn expr(expression: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    change(expression);
    match &mut expression.kind {
        ExprKind::Literal(_)
        | ExprKind::Index
        | ExprKind::Definition(_)
        | ExprKind::Attribute(_)
        | ExprKind::RecordField(_)
        | ExprKind::Local(_) => {}
        ExprKind::FieldOf { event: inner, .. }
        | ExprKind::Not(inner)
        | ExprKind::InCodes { value: inner, .. }
        | ExprKind::InDrugs { value: inner, .. }
        | ExprKind::OnlyIn { value: inner, .. }
        | ExprKind::IsMissing(inner)
        | ExprKind::Negate(inner)
        | ExprKind::Scale { value: inner, .. }
        | ExprKind::Shift { date: inner, .. }
        | ExprKind::PeriodBound { period: inner, .. } => expr(inner, change),
        ExprKind::And(operands)
        | ExprKind::Or(operands)
        | ExprKind::OrElse(operands)
        | ExprKind::Extreme { dates: operands, .. } => {
            for operand in operands {
                expr(operand, change);
            }
        }
        ExprKind::IfAvailable {
            preferred: left,
            fallback: right,
        }
        | ExprKind::Compare { left, right, .. }
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
        } => {
            expr(left, change);
            expr(right, change);
        }
        ExprKind::InSet { value, items } => {
            expr(value, change);
            for item in items {
                match item {
                    SetItem::Value(item) => expr(item, change),
                    SetItem::Range(low, high) => {
                        expr(low, change);
                        expr(high, change);
                    }
                }
            }
        }
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            expr(then, change);
            expr(condition, change);
            expr(otherwise, change);
        }
        ExprKind::Pick {
            which, events: bag, ..
        } => {
            if let Pick::Nearest(date) = which {
                expr(date, change);
            }
            events(bag, change);
        }
        ExprKind::Events(bag)
        | ExprKind::Any(bag)
        | ExprKind::Count(bag)
        | ExprKind::DaysOf(bag)
        | ExprKind::Aggregate { events: bag, .. } => events(bag, change),
    }
}

fn events(bag: &mut Events, change: &mut dyn FnMut(&mut Expr)) {
    match &mut bag.base {
        EventsBase::Entity(_) | EventsBase::Definition(_) => {}
        EventsBase::Nested(inner)
        | EventsBase::Episodes { events: inner, .. }
        | EventsBase::Gaps { events: inner, .. } => events(inner, change),
    }
    if let Some(filter) = &mut bag.filter {
        expr(filter, change);
    }
    let bounds = bag.windows.iter_mut();
    for bound in bounds
        .flat_map(|window| [&mut window.from, &mut window.to])
        .flatten()
    {
        expr(&mut bound.date, change);
    }
}
