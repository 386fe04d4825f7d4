//! Arithmetic on numbers, quantities, dates and durations.

use super::super::{Lowering, expr, failed};
use crate::study::{Arithmetic, Expr, ExprKind, Measure, ShiftUnit, Type};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn negate(&mut self, written: &ast::NegateExpr, span: Span) -> Expr {
        let operand = self.optional(written.operand().as_ref(), None, span);
        match &operand.ty {
            Type::Error => failed(span),
            Type::Integer | Type::Decimal | Type::Quantity(_) | Type::Days | Type::Months | Type::Years => {
                let ty = operand.ty.clone();
                if let ExprKind::Literal(Value::Number(number)) = &operand.kind {
                    return expr(ExprKind::Literal(Value::Number(number.neg())), ty, span);
                }
                expr(ExprKind::Negate(Box::new(operand)), ty, span)
            }
            _ => self.not_a_number(&operand),
        }
    }

    pub(crate) fn binary(&mut self, written: &ast::BinaryExpr, span: Span) -> Expr {
        let left = self.optional(written.left().as_ref(), None, span);
        let right = self.optional(written.right().as_ref(), None, span);
        if left.ty == Type::Error || right.ty == Type::Error {
            return failed(span);
        }
        match written.op() {
            Some(ast::ArithmeticOp::Add) => self.sum(left, right, false, span),
            Some(ast::ArithmeticOp::Sub) => self.sum(left, right, true, span),
            Some(ast::ArithmeticOp::Mul) => self.product(left, right, span),
            Some(ast::ArithmeticOp::Div) => self.quotient(left, right, span),
            None => failed(span),
        }
    }

    fn sum(&mut self, left: Expr, right: Expr, minus: bool, span: Span) -> Expr {
        match (&left.ty, &right.ty) {
            (Type::Date, Type::Days | Type::Months | Type::Years) => self.shift(left, right, minus, span),
            (Type::Days | Type::Months | Type::Years, Type::Date) if !minus => {
                self.shift(right, left, false, span)
            }
            (Type::Date, Type::Date) if minus => {
                let kind = ExprKind::DaysBetween {
                    from: Box::new(right),
                    to: Box::new(left),
                };
                expr(kind, Type::Days, span)
            }
            (Type::Date, Type::Date) => self.fail(
                Diagnostic::error(Code::K0310, "Two dates cannot be added")
                    .at(span, "what would the sum be?")
                    .help("subtract them to get the days between, or add a duration: `index + 30 days`"),
            ),
            (Type::Date, Type::Integer | Type::Decimal) => {
                let end = Span::at(right.span.file, right.span.end);
                self.fail(
                    Diagnostic::error(Code::K0303, "A number without a unit cannot be added to a date")
                        .at(right.span, "days, months or years?")
                        .and(left.span, "this is a date")
                        .help("say the unit, for example `30 days`")
                        .replace(end, " days", "Add `days`"),
                )
            }
            _ => {
                if let Some(diagnostic) = self.not_arithmetic(&left).or_else(|| self.not_arithmetic(&right)) {
                    return self.fail(diagnostic);
                }
                let Some((left, right)) = self.unify(left, right, if minus { "subtracted" } else { "added" })
                else {
                    return failed(span);
                };
                let op = if minus {
                    Arithmetic::Subtract
                } else {
                    Arithmetic::Add
                };
                let ty = if right.ty == Type::Decimal {
                    Type::Decimal
                } else {
                    left.ty.clone()
                };
                arithmetic(op, left, right, ty, span)
            }
        }
    }

    /// A date moved by a written duration.
    fn shift(&mut self, date: Expr, duration: Expr, minus: bool, span: Span) -> Expr {
        let ExprKind::Literal(Value::Number(number)) = &duration.kind else {
            return self.fail(
                Diagnostic::error(Code::K0315, "A date is moved by a written duration")
                    .at(duration.span, "this length differs between patients")
                    .help("write a fixed length, for example `index + 30 days`"),
            );
        };
        let (factor, unit) = match duration.ty {
            Type::Months => (1, ShiftUnit::Months),
            Type::Years => (12, ShiftUnit::Months),
            _ => (1, ShiftUnit::Days),
        };
        let sign = if minus { -1 } else { 1 };
        let amount = number
            .to_i64()
            .filter(|amount| amount.unsigned_abs() <= 4_000_000)
            .map(|amount| amount * factor * sign);
        let Some(amount) = amount else {
            return self.fail(
                Diagnostic::error(
                    Code::K0313,
                    "A date is moved by a whole number of days, months or years",
                )
                .at(duration.span, "not a whole number, or too long")
                .help("write for example `index + 30 days`"),
            );
        };
        if let ExprKind::Literal(Value::Date(found)) = &date.kind {
            let moved = match unit {
                ShiftUnit::Days if found.is_day() => found.shift_days(amount),
                ShiftUnit::Days => None,
                ShiftUnit::Months => found.shift_months(amount),
            };
            return match moved {
                Some(moved) => expr(ExprKind::Literal(Value::Date(moved)), Type::Date, span),
                None if !found.is_day() => self.fail(
                    Diagnostic::error(Code::K0311, "Days can be added to a day only")
                        .at(date.span, "this date is coarser than a day")
                        .help("write the day, for example `2024-06-15`, or add months"),
                ),
                None => self.fail(
                    Diagnostic::error(Code::K0311, "This date is outside the calendar")
                        .at(span, "years run from 1 to 9999"),
                ),
            };
        }
        expr(
            ExprKind::Shift {
                date: Box::new(date),
                amount,
                unit,
            },
            Type::Date,
            span,
        )
    }

    fn product(&mut self, left: Expr, right: Expr, span: Span) -> Expr {
        if let Some(diagnostic) = self.not_arithmetic(&left).or_else(|| self.not_arithmetic(&right)) {
            return self.fail(diagnostic);
        }
        let ty = match (&left.ty, &right.ty) {
            (Type::Integer, Type::Integer) => Type::Integer,
            (Type::Integer | Type::Decimal, Type::Integer | Type::Decimal) => Type::Decimal,
            (Type::Integer | Type::Decimal, other) | (other, Type::Integer | Type::Decimal) => other.clone(),
            _ => {
                return self.fail(
                    Diagnostic::error(Code::K0310, "Two quantities cannot be multiplied")
                        .at(span, "the product has a unit that nothing here is measured in")
                        .help("multiply a quantity by a plain number"),
                );
            }
        };
        arithmetic(Arithmetic::Multiply, left, right, ty, span)
    }

    fn quotient(&mut self, left: Expr, right: Expr, span: Span) -> Expr {
        if let Some(diagnostic) = self.not_arithmetic(&left).or_else(|| self.not_arithmetic(&right)) {
            return self.fail(diagnostic);
        }
        if let ExprKind::Literal(Value::Number(number)) = &right.kind
            && number.is_zero()
        {
            return self.fail(Diagnostic::error(Code::K0316, "A division by zero").at(right.span, "zero"));
        }
        match (&left.ty, &right.ty) {
            (_, Type::Integer | Type::Decimal) => {
                let ty = if left.ty == Type::Integer {
                    Type::Decimal
                } else {
                    left.ty.clone()
                };
                arithmetic(Arithmetic::Divide, left, right, ty, span)
            }
            (Type::Quantity(Measure::Analyte(_) | Measure::Unit(_)), Type::Quantity(_))
            | (Type::Days, Type::Days) => match self.unify(left, right, "divided") {
                Some((left, right)) => arithmetic(Arithmetic::Divide, left, right, Type::Decimal, span),
                None => failed(span),
            },
            _ => {
                let (left_words, right_words) = (self.describe(&left.ty), self.describe(&right.ty));
                self.fail(
                    Diagnostic::error(Code::K0310, "These cannot be divided")
                        .at(right.span, format!("this is {right_words}"))
                        .and(left.span, format!("this is {left_words}"))
                        .help("divide by a plain number, or by a quantity in a unit of the same kind"),
                )
            }
        }
    }

    fn not_arithmetic(&self, value: &Expr) -> Option<Diagnostic> {
        match &value.ty {
            Type::Integer
            | Type::Decimal
            | Type::Quantity(_)
            | Type::Days
            | Type::Months
            | Type::Years
            | Type::Error => None,
            Type::Events(record) => Some(self.many_records(*record, value.span)),
            other => Some(
                Diagnostic::error(Code::K0310, "Arithmetic needs numbers, quantities or dates")
                    .at(value.span, format!("this is {}", self.describe(other))),
            ),
        }
    }

    fn not_a_number(&mut self, value: &Expr) -> Expr {
        match self.not_arithmetic(value) {
            Some(diagnostic) => self.fail(diagnostic),
            None => failed(value.span),
        }
    }
}

fn arithmetic(op: Arithmetic, left: Expr, right: Expr, ty: Type, span: Span) -> Expr {
    expr(
        ExprKind::Arithmetic {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        ty,
        span,
    )
}
