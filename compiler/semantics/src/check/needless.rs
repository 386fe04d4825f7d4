//! Criteria that are true or false for everybody, as far as the text alone shows it.

use crate::study::{Compare, Expr, ExprKind, Study};
use crate::value::Value;
use kohort_base::{Code, Diagnostic};

/// Warns of each criterion that decides nothing.
pub(crate) fn check(study: &Study, out: &mut Vec<Diagnostic>) {
    for criterion in study.cohorts.iter().flat_map(|cohort| &cohort.criteria) {
        let Some(truth) = constant(&criterion.condition) else {
            continue;
        };
        let effect = match (criterion.exclude, truth) {
            (false, true) | (true, false) => "it removes nobody",
            (false, false) | (true, true) => "it removes everybody",
        };
        out.push(
            Diagnostic::warning(Code::K0509, format!("`{}` is always {truth}", criterion.name))
                .at(criterion.condition.span, effect)
                .help("leave it out, or compare what differs between patients"),
        );
    }
}

/// The one value of a condition, if it has only one.
fn constant(condition: &Expr) -> Option<bool> {
    match &condition.kind {
        ExprKind::Literal(Value::Boolean(truth)) => Some(*truth),
        ExprKind::IsMissing(operand) => match &operand.kind {
            ExprKind::Index | ExprKind::Count(_) | ExprKind::DaysOf(_) | ExprKind::IsMissing(_) => {
                Some(false)
            }
            ExprKind::Literal(value) => Some(value.is_missing()),
            _ => None,
        },
        ExprKind::Not(operand) => Some(!constant(operand)?),
        ExprKind::And(operands) => {
            let found: Vec<Option<bool>> = operands.iter().map(constant).collect();
            if found.contains(&Some(false)) {
                Some(false)
            } else {
                found.iter().all(|truth| *truth == Some(true)).then_some(true)
            }
        }
        ExprKind::Or(operands) => {
            let found: Vec<Option<bool>> = operands.iter().map(constant).collect();
            if found.contains(&Some(true)) {
                Some(true)
            } else {
                found.iter().all(|truth| *truth == Some(false)).then_some(false)
            }
        }
        ExprKind::Compare { op, left, right } => match (&left.kind, &right.kind) {
            (ExprKind::Literal(Value::Number(left)), ExprKind::Literal(Value::Number(right))) => {
                Some(match op {
                    Compare::Eq => left == right,
                    Compare::Ne => left != right,
                    Compare::Lt => left < right,
                    Compare::Le => left <= right,
                    Compare::Gt => left > right,
                    Compare::Ge => left >= right,
                })
            }
            (ExprKind::Index, ExprKind::Index) => Some(matches!(op, Compare::Eq | Compare::Le | Compare::Ge)),
            _ => None,
        },
        _ => None,
    }
}
