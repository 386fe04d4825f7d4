//! Walking through the typed study: every expression and every bag of events, each before its parts.
//!
//! Invariant: nothing is left out: what stands inside what is known to [`Expr::parts`] and [`Events::parts`] alone.

use crate::study::{self, Events, Expr, Record, Study};

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
    expr.parts(&mut |part| match part {
        study::Part::Operand(operand) => walk_in(operand, record, visit),
        // No record is under test in a date that a pick measures from.
        study::Part::Date(date) | study::Part::Filter(date) => walk_in(date, None, visit),
        study::Part::Events(events) => walk_events(events, visit),
    });
}

/// Visits a bag of events, and every expression and bag in it.
pub fn walk_events<'s>(events: &'s Events, visit: &mut dyn FnMut(Part<'s>)) {
    visit(Part::Events(events));
    events.parts(&mut |part| match part {
        study::Part::Filter(filter) => walk_in(filter, Some(events.record), visit),
        study::Part::Operand(date) | study::Part::Date(date) => walk_in(date, None, visit),
        study::Part::Events(inner) => walk_events(inner, visit),
    });
}

/// Visits all that a study computes for people: definitions, cohorts, endpoints and characteristics. The bounds of
/// precision rules are not among them, since they count only where their date is used, and tests are of invented people.
pub fn walk_study<'s>(study: &'s Study, visit: &mut dyn FnMut(Part<'s>)) {
    study.roots(&mut |place, part| match (place, part) {
        (study::Place::Precision(_) | study::Place::Test(_), _) => {}
        (_, study::Part::Events(events)) => walk_events(events, visit),
        (_, study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value)) => {
            walk_parts(value, visit);
        }
    });
}
