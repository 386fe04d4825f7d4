//! Constants: which expressions are known without any data.
//!
//! Invariant: only literals and exact steps on literals are computed here. A definition is never looked through, so that
//! the plan still says where the study uses it. Nothing is rounded.

use kohort_semantics::study::{Arithmetic, Expr, ExprKind, ShiftUnit};
use kohort_semantics::value::{Date, Number, Value};

/// The value of an expression that is made of literals only.
pub(super) fn value(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Literal(value) => Some(value.clone()),
        ExprKind::Negate(operand) => Some(Value::Number(number(operand)?.neg())),
        ExprKind::Scale { value, factor } => Some(Value::Number(number(value)?.mul(factor))),
        ExprKind::Arithmetic { op, left, right } => arithmetic(*op, &number(left)?, &number(right)?),
        ExprKind::Period { start, end } => Some(Value::Period(date(start)?, date(end)?)),
        ExprKind::Shift {
            date: moved,
            amount,
            unit,
        } => {
            let moved = date(moved)?;
            let shifted = match unit {
                ShiftUnit::Days => moved.shift_days(*amount),
                ShiftUnit::Months => moved.shift_months(*amount),
            };
            Some(shifted.map_or(Value::Missing, Value::Date))
        }
        _ => None,
    }
}

fn arithmetic(op: Arithmetic, left: &Number, right: &Number) -> Option<Value> {
    Some(Value::Number(match op {
        Arithmetic::Add => left.add(right),
        Arithmetic::Subtract => left.sub(right),
        Arithmetic::Multiply => left.mul(right),
        Arithmetic::Divide => match left.div(right) {
            Some(quotient) => quotient,
            None => return Some(Value::Missing),
        },
    }))
}

fn number(expr: &Expr) -> Option<Number> {
    match value(expr)? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn date(expr: &Expr) -> Option<Date> {
    match value(expr)? {
        Value::Date(date) => Some(date),
        _ => None,
    }
}
