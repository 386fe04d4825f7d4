//! Every expression of a study, to be changed in its place.

use kohort_semantics::Study;
use kohort_semantics::study::{Events, Expr, Index, PartMut};

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
