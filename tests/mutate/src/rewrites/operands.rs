//! Operands exchanged, nested or turned; negations doubled.

use crate::mutations::name_of;
use crate::sites::Sites;
use kohort_semantics::study::{Arithmetic, Compare, Events, Expr, ExprKind, PartMut, Relation, Study, Type};

pub(super) fn visit(study: &mut Study, sites: &mut Sites) {
    let mut names = Vec::new();
    study.roots(&mut |place, _| names.push(name_of(study, place)));
    let mut names = names.into_iter();
    study.roots_mut(&mut |_, part| {
        sites.enter(names.next().unwrap_or_default());
        changed_part(part, sites);
    });
}

fn changed_part(part: PartMut<'_>, sites: &mut Sites) {
    match part {
        PartMut::Operand(expr) | PartMut::Date(expr) | PartMut::Filter(expr) => expression(expr, sites),
        PartMut::Events(events) => bag(events, sites),
    }
}

fn bag(events: &mut Events, sites: &mut Sites) {
    if events.windows.len() > 1 && sites.here("windows in another order") {
        events.windows.reverse();
    }
    events.parts_mut(&mut |part| changed_part(part, sites));
}

fn expression(expr: &mut Expr, sites: &mut Sites) {
    if expr.ty == Type::Boolean && sites.here("negated twice") {
        let again = Expr {
            kind: ExprKind::Not(Box::new(expr.clone())),
            ..expr.clone()
        };
        expr.kind = ExprKind::Not(Box::new(again));
        return;
    }
    own(&mut expr.kind, sites);
    expr.parts_mut(&mut |part| changed_part(part, sites));
}

fn own(kind: &mut ExprKind, sites: &mut Sites) {
    match kind {
        ExprKind::And(operands) => {
            commuted(operands, sites);
            nested(operands, ExprKind::And, sites);
            flattened(
                operands,
                |kind| match kind {
                    ExprKind::And(inner) => Some(inner),
                    _ => None,
                },
                sites,
            );
        }
        ExprKind::Or(operands) => {
            commuted(operands, sites);
            nested(operands, ExprKind::Or, sites);
            flattened(
                operands,
                |kind| match kind {
                    ExprKind::Or(inner) => Some(inner),
                    _ => None,
                },
                sites,
            );
        }
        ExprKind::Extreme { dates, .. } => commuted(dates, sites),
        ExprKind::InSet { items, .. } => {
            if items.len() > 1 && sites.here("items in another order") {
                items.reverse();
            }
        }
        ExprKind::Compare { op, left, right } => {
            if sites.here("comparison written the other way round") {
                std::mem::swap(left, right);
                *op = match op {
                    Compare::Eq => Compare::Eq,
                    Compare::Ne => Compare::Ne,
                    Compare::Lt => Compare::Gt,
                    Compare::Le => Compare::Ge,
                    Compare::Gt => Compare::Lt,
                    Compare::Ge => Compare::Le,
                };
            }
        }
        ExprKind::Arithmetic {
            op: Arithmetic::Add | Arithmetic::Multiply,
            left,
            right,
        }
        | ExprKind::Relation {
            relation: Relation::Overlaps,
            left,
            right,
        } => {
            if left != right && sites.here("operands in another order") {
                std::mem::swap(left, right);
            }
        }
        _ => {}
    }
}

fn commuted(operands: &mut [Expr], sites: &mut Sites) {
    for at in 1..operands.len() {
        if sites.here("operands in another order") {
            operands.swap(at - 1, at);
        }
    }
}

/// The last operands as one: `a and b and c` as `a and (b and c)`.
fn nested(operands: &mut Vec<Expr>, group: fn(Vec<Expr>) -> ExprKind, sites: &mut Sites) {
    for at in 1..operands.len().saturating_sub(1) {
        if sites.here("operands in parentheses") {
            let last = operands.split_off(at);
            if let Some(first) = last.first() {
                let (ty, span) = (first.ty.clone(), first.span);
                operands.push(Expr {
                    kind: group(last),
                    ty,
                    span,
                });
            }
            return;
        }
    }
}

fn flattened(
    operands: &mut Vec<Expr>,
    inner: fn(&mut ExprKind) -> Option<&mut Vec<Expr>>,
    sites: &mut Sites,
) {
    for at in 0..operands.len() {
        let Some(found) = operands.get_mut(at).and_then(|one| inner(&mut one.kind)) else {
            continue;
        };
        if sites.here("parentheses dropped") {
            let found = std::mem::take(found);
            operands.splice(at..=at, found);
            return;
        }
    }
}
