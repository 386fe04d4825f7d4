//! The attributes that a compared value can come from.

use crate::model::AttributeId;
use crate::study::{Expr, ExprKind, Field, Study};

/// A derived rule that leads through more rules than this is a circle, which was reported where it is declared.
pub(super) const MOST_RULES: usize = 32;

/// The attributes that a value of the study can come from.
pub(super) fn attributes(study: &Study, value: &Expr) -> Vec<AttributeId> {
    within(study, value, 0)
}

fn within(study: &Study, value: &Expr, depth: usize) -> Vec<AttributeId> {
    let of_all = |operands: &[&Expr]| {
        let each = operands.iter().flat_map(|operand| within(study, operand, depth));
        each.collect::<Vec<_>>()
    };
    match &value.kind {
        ExprKind::Attribute(attribute)
        | ExprKind::RecordField(Field::Attribute(attribute))
        | ExprKind::FieldOf {
            field: Field::Attribute(attribute),
            ..
        } => vec![*attribute],
        ExprKind::OrElse(operands) => of_all(&operands.iter().collect::<Vec<_>>()),
        ExprKind::If { then, otherwise, .. } => of_all(&[then, otherwise]),
        ExprKind::IfAvailable { preferred, fallback } => of_all(&[preferred, fallback]),
        ExprKind::OnlyIn { value, .. } => of_all(&[value]),
        ExprKind::Definition(id) if depth < MOST_RULES => match study.definition(*id) {
            Some(definition) => within(study, &definition.value, depth + 1),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}
