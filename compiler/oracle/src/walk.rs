//! Every expression and every bag of events inside a study.
//!
//! The oracle needs it to know which attributes a study uses; the tests, to know which kinds of expression a set of
//! studies reaches and which literals stand in them.

use kohort_semantics::Study;
use kohort_semantics::source::{Availability, Source};
use kohort_semantics::study::{Events, EventsBase, Expr, ExprKind, Field, Index, Pick, SetItem};

/// Sees an expression or a bag of events.
pub trait Visitor<'a> {
    /// Called for each expression before those inside it.
    fn expr(&mut self, expr: &'a Expr);
    /// Called for each bag of events before what is inside it.
    fn events(&mut self, events: &'a Events);
    /// What of the inside of an expression is seen.
    fn inside(&self, _: &'a Expr) -> Inside<'a> {
        Inside::All
    }
}

/// What of the inside of an expression is seen.
#[derive(Debug, Clone, Copy)]
pub enum Inside<'a> {
    /// Everything.
    All,
    /// One of the expressions in it.
    Only(&'a Expr),
    /// Nothing.
    Nothing,
}

/// Whether a where-clause looks at the whole time of its record.
#[derive(Debug, Default)]
pub(crate) struct PeriodOfRecord {
    pub(crate) found: bool,
}

impl<'a> Visitor<'a> for PeriodOfRecord {
    fn expr(&mut self, expr: &'a Expr) {
        self.found |= matches!(expr.kind, ExprKind::RecordField(Field::Period));
    }

    fn events(&mut self, _: &'a Events) {}
}

/// All expressions of a study: definitions, precision rules, cohorts and tests.
pub fn study<'a>(study: &'a Study, visitor: &mut dyn Visitor<'a>) {
    for definition in &study.definitions {
        expr(&definition.value, visitor);
    }
    for rule in &study.precision {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            expr(bound, visitor);
        }
    }
    for cohort in &study.cohorts {
        match &cohort.index {
            Some(Index::One(date)) => expr(date, visitor),
            Some(Index::Each(bag)) => events(bag, visitor),
            None => {}
        }
        for criterion in &cohort.criteria {
            expr(&criterion.condition, visitor);
        }
    }
    for expectation in study.tests.iter().flat_map(|test| &test.expectations) {
        if let Some(condition) = &expectation.condition {
            expr(condition, visitor);
        }
    }
}

/// All expressions of a source: its derived attributes and the limits of its dates.
pub fn source<'a>(source: &'a Source, visitor: &mut dyn Visitor<'a>) {
    for attribute in source.entities.iter().flat_map(|entity| &entity.attributes) {
        if let Availability::Derived(rule) = &attribute.availability {
            expr(rule, visitor);
        }
    }
    for bound in &source.bounds {
        expr(&bound.limit, visitor);
    }
}

/// An expression and all inside it, except what the definitions it names stand for.
pub fn expr<'a>(expression: &'a Expr, visitor: &mut dyn Visitor<'a>) {
    visitor.expr(expression);
    match visitor.inside(expression) {
        Inside::All => {}
        Inside::Only(inner) => return expr(inner, visitor),
        Inside::Nothing => return,
    }
    match &expression.kind {
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
        | ExprKind::PeriodBound { period: inner, .. } => expr(inner, visitor),
        ExprKind::And(operands)
        | ExprKind::Or(operands)
        | ExprKind::OrElse(operands)
        | ExprKind::Extreme { dates: operands, .. } => {
            for operand in operands {
                expr(operand, visitor);
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
            expr(left, visitor);
            expr(right, visitor);
        }
        ExprKind::InSet { value, items } => {
            expr(value, visitor);
            for item in items {
                match item {
                    SetItem::Value(item) => expr(item, visitor),
                    SetItem::Range(low, high) => {
                        expr(low, visitor);
                        expr(high, visitor);
                    }
                }
            }
        }
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            expr(then, visitor);
            expr(condition, visitor);
            expr(otherwise, visitor);
        }
        ExprKind::Pick {
            which, events: bag, ..
        } => {
            if let Pick::Nearest(date) = which {
                expr(date, visitor);
            }
            events(bag, visitor);
        }
        ExprKind::Events(bag)
        | ExprKind::Any(bag)
        | ExprKind::Count(bag)
        | ExprKind::DaysOf(bag)
        | ExprKind::Aggregate { events: bag, .. } => events(bag, visitor),
    }
}

/// A bag of events and all inside it.
pub fn events<'a>(bag: &'a Events, visitor: &mut dyn Visitor<'a>) {
    visitor.events(bag);
    match &bag.base {
        EventsBase::Entity(_) | EventsBase::Definition(_) => {}
        EventsBase::Nested(inner)
        | EventsBase::Episodes { events: inner, .. }
        | EventsBase::Gaps { events: inner, .. } => events(inner, visitor),
    }
    if let Some(filter) = &bag.filter {
        expr(filter, visitor);
    }
    for bound in bag
        .windows
        .iter()
        .flat_map(|window| [&window.from, &window.to])
        .flatten()
    {
        expr(&bound.date, visitor);
    }
}
