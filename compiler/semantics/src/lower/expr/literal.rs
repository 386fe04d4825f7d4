//! Numbers, quantities, durations, dates, texts, truth values.

use super::super::{Lowering, expr};
use crate::study::{Expr, ExprKind, Measure, Type};
use crate::units::Unit;
use crate::value::{Date, Number, Value};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

impl Lowering<'_> {
    pub(crate) fn literal(&mut self, written: &ast::LiteralExpr, span: Span) -> Expr {
        let constant = |value: Value, ty: Type| expr(ExprKind::Literal(value), ty, span);
        match written.kind() {
            ast::LiteralKind::Number(text) => match self.number(&text, span) {
                Some(number) if number.is_integer() => constant(Value::Number(number), Type::Integer),
                Some(number) => constant(Value::Number(number), Type::Decimal),
                None => super::failed(span),
            },
            ast::LiteralKind::Quantity { number, unit } => {
                let number = self.number(&number, span);
                let unit = self.unit(&unit);
                match (number, unit) {
                    (Some(number), Some(unit)) => constant(Value::Number(number), Type::Quantity(Measure::Unit(unit))),
                    _ => super::failed(span),
                }
            }
            ast::LiteralKind::Duration(duration) => match self.duration(&duration) {
                Some((number, ty)) => constant(Value::Number(number), ty),
                None => super::failed(span),
            },
            ast::LiteralKind::Date(date) => match Date::parse(&date.text()) {
                Some(found) => constant(Value::Date(found), Type::Date),
                None => self.fail(
                    Diagnostic::error(Code::K0311, format!("There is no date `{}`", date.text()))
                        .at(span, "not in the calendar")
                        .help("dates are written year-month-day, for example `2024-02-29`; years run from 1 to 9999"),
                ),
            },
            ast::LiteralKind::Text(text) => constant(Value::Text(Arc::from(text.nfc().collect::<String>())), Type::Text),
            ast::LiteralKind::Boolean(truth) => constant(Value::Boolean(truth), Type::Boolean),
        }
    }

    /// A written number; reports one that is out of range.
    pub(crate) fn number(&mut self, text: &str, span: Span) -> Option<Number> {
        let number = Number::parse_decimal(text);
        if number.is_none() {
            self.report(
                Diagnostic::error(Code::K0313, "This number is too long")
                    .at(span, "cannot be read")
                    .help("numbers may have up to 400 digits in all"),
            );
        }
        number
    }

    /// A written unit; reports one that UCUM does not have.
    pub(crate) fn unit(&mut self, unit: &ast::UnitLit) -> Option<Unit> {
        let text = unit.text();
        match Unit::parse(&text) {
            Ok(unit) => Some(unit),
            Err(error) => {
                let span = self.span(unit.range());
                self.report(unknown_unit(&text, &error, span));
                None
            }
        }
    }

    /// A written duration as a number of days, months or years.
    pub(crate) fn duration(&mut self, written: &ast::DurationLit) -> Option<(Number, Type)> {
        let span = self.span(written.range());
        let number = self.number(&written.number(), span)?;
        Some(in_unit(number, written.unit()?))
    }

    /// A written duration that must be a whole number of days.
    pub(crate) fn whole_days(&mut self, written: &ast::DurationLit, role: &str) -> Option<i64> {
        let span = self.span(written.range());
        let (number, ty) = self.duration(written)?;
        match days_of(&number, &ty, role, span) {
            Ok(days) => Some(days),
            Err(finding) => {
                self.report(*finding);
                None
            }
        }
    }
}

/// A number of a unit of time as one of days, months or years.
pub(crate) fn in_unit(number: Number, unit: ast::TimeUnit) -> (Number, Type) {
    match unit {
        ast::TimeUnit::Day => (number, Type::Days),
        ast::TimeUnit::Week => (number.mul(&Number::from_integer(7)), Type::Days),
        ast::TimeUnit::Month => (number, Type::Months),
        ast::TimeUnit::Year => (number, Type::Years),
    }
}

/// A duration in whole days, or what is wrong with it.
pub(crate) fn days_of(number: &Number, ty: &Type, role: &str, span: Span) -> Result<i64, Box<Diagnostic>> {
    if *ty != Type::Days {
        return Err(Box::new(
            Diagnostic::error(Code::K0315, format!("{role} is counted in days"))
                .at(span, "months and years differ in length")
                .help("write the number of days or weeks, for example `90 days`"),
        ));
    }
    let days = number.to_i64().filter(|days| (0..=4_000_000).contains(days));
    days.ok_or_else(|| {
        let finding = Diagnostic::error(Code::K0313, format!("{role} must be a whole number of days"))
            .at(span, "not a whole number of days, or too long")
            .help("write for example `28 days`");
        Box::new(finding)
    })
}

/// The finding about a unit that is not known.
pub(crate) fn unknown_unit(text: &str, error: &crate::units::UnitError, span: Span) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error(Code::K0304, format!("`{text}` is not a unit")).at(span, error.what.clone());
    diagnostic = match &error.suggestion {
        Some(near) => diagnostic
            .help(format!("units are written in UCUM; did you mean `{near}`?"))
            .replace(span, near.clone(), format!("Write `{near}`")),
        None => diagnostic.help("units are written in UCUM, for example `g/dL`, `10*9/L`, `mm[Hg]`, `%`"),
    };
    diagnostic
}
