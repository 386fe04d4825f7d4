//! Constants: which expressions are known without any data, and how they are shown.
//!
//! Invariant: only literals and exact steps on literals are computed here. A definition is never looked through, so that
//! the plan still says where the study uses it. Nothing is rounded.

use super::display::Vocabulary;
use crate::algebra::ConstantDisplay;
use kohort_semantics::model::AttributeType;
use kohort_semantics::study::{Arithmetic, Expr, ExprKind, Measure, ShiftUnit, Study, Type};
use kohort_semantics::value::{Date, Number, Precision, Value};

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

/// How a constant of a type is written in Kohort.
pub(super) fn display(study: &Study, value: &Value, ty: &Type, name: Option<String>) -> ConstantDisplay {
    let text = match (value, ty) {
        (Value::Missing, _) => String::from("missing"),
        (Value::Boolean(truth), _) => truth.to_string(),
        (Value::Number(number), ty) => quantity(study, number, ty),
        (Value::Date(date), _) => literal_date(date),
        (Value::Period(start, end), _) => format!("{} to {}", literal_date(start), literal_date(end)),
        (Value::Category(position), Type::Category(attribute)) => category(study, *attribute, *position),
        (Value::Category(position), Type::Fixed(category)) => {
            let words = category.words();
            words
                .get(*position as usize)
                .map_or_else(|| format!("value {position}"), |word| (*word).to_owned())
        }
        (Value::Category(position), _) => format!("value {position}"),
        (Value::Analyte(qualified), _) => Vocabulary::of(study).analyte(qualified),
        (Value::Code { system, code }, _) => format!("{} {}", system.name(), code),
        (Value::Text(qualified), Type::Drug) => Vocabulary::of(study).drug(qualified),
        (Value::Text(text), _) => crate::text::quoted(text),
    };
    ConstantDisplay { text, name }
}

fn category(study: &Study, attribute: kohort_semantics::model::AttributeId, position: u32) -> String {
    match study.model.attribute(attribute).map(|found| &found.ty) {
        Some(AttributeType::Category(category)) => category.values.get(position as usize).cloned(),
        _ => None,
    }
    .unwrap_or_else(|| format!("value {position}"))
}

fn literal_date(date: &Date) -> String {
    match date.precision() {
        Some(Precision::Year) => format!("year {date}"),
        _ => date.to_string(),
    }
}

fn quantity(study: &Study, number: &Number, ty: &Type) -> String {
    let unit = match ty {
        Type::Quantity(Measure::Unit(unit)) => unit.text(),
        Type::Quantity(Measure::Analyte(id)) => study
            .analytes
            .get(id.0 as usize)
            .map_or("", |found| found.unit.text()),
        Type::Years => return crate::text::length(number, "year"),
        Type::Months => return crate::text::length(number, "month"),
        Type::Days => return crate::text::length(number, "day"),
        _ => "",
    };
    let number = crate::text::exact(number);
    if unit.is_empty() {
        number
    } else {
        format!("{number} {}", crate::text::unit(unit))
    }
}
