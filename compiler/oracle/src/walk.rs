//! Every expression and every bag of events inside a study.
//!
//! The oracle needs it to know which attributes a study uses; the tests, to know which kinds of expression a set of
//! studies reaches and which literals stand in them.

use kohort_semantics::Study;
use kohort_semantics::source::{Availability, Source};
use kohort_semantics::study::{Events, Expr, ExprKind, Field, Part};

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

/// All expressions of a study: definitions, precision rules, cohorts, endpoints, characteristics and tests.
pub fn study<'a>(study: &'a Study, visitor: &mut dyn Visitor<'a>) {
    study.roots(&mut |_, root| part(root, visitor));
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
    expression.parts(&mut |inner| part(inner, visitor));
}

/// A bag of events and all inside it.
pub fn events<'a>(bag: &'a Events, visitor: &mut dyn Visitor<'a>) {
    visitor.events(bag);
    bag.parts(&mut |inner| part(inner, visitor));
}

fn part<'a>(part: Part<'a>, visitor: &mut dyn Visitor<'a>) {
    match part {
        Part::Operand(inner) | Part::Date(inner) | Part::Filter(inner) => expr(inner, visitor),
        Part::Events(bag) => events(bag, visitor),
    }
}
