//! Every expression of a study, to be changed in its place.

use kohort_semantics::Study;
use kohort_semantics::study::{Events, Expr, PartMut};

/// Changes all expressions of a study, each before those inside what it becomes.
pub(crate) fn study(study: &mut Study, change: &mut dyn FnMut(&mut Expr)) {
    study.roots_mut(&mut |_, root| part(root, change));
}

/// Changes an expression and all inside what it becomes.
fn expr(expression: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    change(expression);
    expression.parts_mut(&mut |inner| part(inner, change));
}

fn events(bag: &mut Events, change: &mut dyn FnMut(&mut Expr)) {
    bag.parts_mut(&mut |inner| part(inner, change));
}

fn part(part: PartMut<'_>, change: &mut dyn FnMut(&mut Expr)) {
    match part {
        PartMut::Operand(inner) | PartMut::Date(inner) | PartMut::Filter(inner) => expr(inner, change),
        PartMut::Events(bag) => events(bag, change),
    }
}
