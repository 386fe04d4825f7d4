//! Making two values comparable: the same type, and quantities in the same unit.

use super::super::noted::units_of;
use super::super::{Lowering, expr};
use crate::study::{Expr, ExprKind, Measure, Type};
use crate::units::{Conversion, Unit, between};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

impl Lowering<'_> {
    /// Both values in one type and unit; nothing if they cannot be, which is then reported. `role` says what is done
    /// with them: "compared", "added".
    pub(crate) fn unify(&mut self, left: Expr, right: Expr, role: &str) -> Option<(Expr, Expr)> {
        match (&left.ty, &right.ty) {
            (Type::Error, _) | (_, Type::Error) => None,
            (Type::Events(record), _) => {
                let diagnostic = self.many_records(*record, left.span);
                self.report(diagnostic);
                None
            }
            (_, Type::Events(record)) => {
                let diagnostic = self.many_records(*record, right.span);
                self.report(diagnostic);
                None
            }
            (Type::Event(_), _) | (_, Type::Event(_)) => {
                self.mismatch(&left, &right, role);
                None
            }
            (Type::Quantity(a), Type::Quantity(b)) if a == b => Some((left, right)),
            (Type::Quantity(a), Type::Quantity(b)) => {
                let (a, b) = (a.clone(), b.clone());
                self.unify_quantities(left, &a, right, &b, role)
            }
            (Type::Category(a), Type::Category(b)) if self.same_category(*a, *b) => Some((left, right)),
            (Type::Integer | Type::Decimal, Type::Integer | Type::Decimal) => Some((left, right)),
            (a, b) if a == b => Some((left, right)),
            (Type::Quantity(_) | Type::Years | Type::Months | Type::Days, Type::Integer | Type::Decimal) => {
                self.bare_number(&left, &right, role);
                None
            }
            (Type::Integer | Type::Decimal, Type::Quantity(_) | Type::Years | Type::Months | Type::Days) => {
                self.bare_number(&right, &left, role);
                None
            }
            (Type::Years | Type::Months | Type::Days, Type::Years | Type::Months | Type::Days) => {
                self.duration_mismatch(&left, &right, role);
                None
            }
            _ => {
                self.mismatch(&left, &right, role);
                None
            }
        }
    }

    fn same_category(&self, left: crate::model::AttributeId, right: crate::model::AttributeId) -> bool {
        left == right
            || match (self.model.attribute(left), self.model.attribute(right)) {
                (Some(left), Some(right)) => left.ty == right.ty,
                _ => false,
            }
    }

    fn unify_quantities(
        &mut self,
        left: Expr,
        left_measure: &Measure,
        right: Expr,
        right_measure: &Measure,
        role: &str,
    ) -> Option<(Expr, Expr)> {
        // The side that is only a unit takes the unit of the side that is an analyte.
        let left_is_literal_unit =
            matches!(left_measure, Measure::Unit(_)) && matches!(left.kind, ExprKind::Literal(_));
        let converted = if left_is_literal_unit {
            self.conversion(left_measure, right_measure)
                .and_then(|found| convert(&left, &found, &right.ty))
                .map(|l| (l, right.clone()))
        } else {
            self.conversion(right_measure, left_measure)
                .and_then(|found| convert(&right, &found, &left.ty))
                .map(|r| (left.clone(), r))
        };
        if converted.is_none() {
            self.unit_mismatch(&left, &right, role);
        }
        converted
    }

    /// The conversion between the units of two measures; through the analyte's own rules if one side is an analyte.
    fn conversion(&self, from: &Measure, to: &Measure) -> Option<Conversion> {
        match (from, to) {
            (Measure::Unit(from), Measure::Analyte(to)) => self.analyte(*to)?.conversion_from(from),
            (Measure::Analyte(from), Measure::Unit(to)) => {
                let analyte = self.analyte(*from)?;
                analyte.conversion_from(to)?.inverse()
            }
            (from, to) => between(self.measure_unit(from)?, self.measure_unit(to)?),
        }
    }

    /// The unit in which values of a measure are kept.
    pub(crate) fn measure_unit<'a>(&'a self, measure: &'a Measure) -> Option<&'a Unit> {
        match measure {
            Measure::Analyte(id) => Some(&self.analyte(*id)?.unit),
            Measure::Unit(unit) => Some(unit),
        }
    }

    /// The units beside its own in which a value of this type can be written.
    fn other_units(&self, ty: &Type) -> Vec<String> {
        let Type::Quantity(Measure::Analyte(id)) = ty else {
            return Vec::new();
        };
        let units = self.analyte(*id).map(units_of);
        units.into_iter().flatten().skip(1).collect()
    }

    fn unit_mismatch(&mut self, left: &Expr, right: &Expr, role: &str) {
        let (left_words, right_words) = (self.describe(&left.ty), self.describe(&right.ty));
        let mut diagnostic = Diagnostic::error(Code::K0302, format!("These units cannot be {role}"))
            .at(right.span, format!("this is {right_words}"))
            .and(left.span, format!("this is {left_words}"));
        let analyte = [&left.ty, &right.ty].into_iter().find_map(|ty| match ty {
            Type::Quantity(Measure::Analyte(id)) => self.analyte(*id),
            _ => None,
        });
        if let Some(analyte) = analyte {
            let mut units: Vec<&str> = vec![analyte.unit.text()];
            units.extend(analyte.conversions.iter().map(|(unit, _)| unit.text()));
            diagnostic = diagnostic
                .and(analyte.span, format!("`{}` is declared here", analyte.name))
                .help(format!(
                    "write the value in a unit of `{}`: {}",
                    analyte.name,
                    units.join(", ")
                ));
        } else {
            diagnostic =
                diagnostic.help("convert one of them, or compare values that measure the same thing");
        }
        self.report(diagnostic);
    }

    fn bare_number(&mut self, quantity: &Expr, number: &Expr, role: &str) {
        let words = self.describe(&quantity.ty);
        let unit = match &quantity.ty {
            Type::Quantity(measure) => self.measure_unit(measure).map(|unit| unit.text().to_owned()),
            Type::Years => Some(String::from("years")),
            Type::Months => Some(String::from("months")),
            Type::Days => Some(String::from("days")),
            _ => None,
        };
        let mut diagnostic = Diagnostic::error(
            Code::K0303,
            format!("A number without a unit cannot be {role} with {words}"),
        )
        .at(number.span, "which unit?")
        .and(quantity.span, format!("this is {words}"));
        if let Some(unit) = unit {
            let example = match &number.kind {
                ExprKind::Literal(Value::Number(written)) => format!("{written} {unit}"),
                _ => format!("1 {unit}"),
            };
            diagnostic = diagnostic.help(format!("say the unit, for example `{example}`"));
            if matches!(number.kind, ExprKind::Literal(Value::Number(_))) {
                let end = Span::at(number.span.file, number.span.end);
                diagnostic = diagnostic.replace(end, format!(" {unit}"), format!("Add `{unit}`"));
                for other in self.other_units(&quantity.ty) {
                    diagnostic = diagnostic.alternatively(end, format!(" {other}"), format!("Add `{other}`"));
                }
            }
        }
        self.report(diagnostic);
    }

    fn duration_mismatch(&mut self, left: &Expr, right: &Expr, role: &str) {
        let (left_words, right_words) = (self.describe(&left.ty), self.describe(&right.ty));
        self.report(
            Diagnostic::error(Code::K0315, format!("These durations cannot be {role}"))
                .at(right.span, format!("this is {right_words}"))
                .and(left.span, format!("this is {left_words}"))
                .note("a month or a year is not a fixed number of days, so one does not become the other by itself")
                .help("use the same kind on both sides, or compare dates: `index >= birth_date + 18 months`"),
        );
    }

    fn mismatch(&mut self, left: &Expr, right: &Expr, role: &str) {
        let (left_words, right_words) = (self.describe(&left.ty), self.describe(&right.ty));
        let mut diagnostic = Diagnostic::error(
            Code::K0301,
            format!(
                "{} and {} cannot be {role}",
                super::capitalised(&left_words),
                right_words
            ),
        )
        .at(right.span, format!("this is {right_words}"))
        .and(left.span, format!("this is {left_words}"));
        diagnostic = match (&left.ty, &right.ty) {
            (Type::Code, Type::Text) | (Type::Text, Type::Code) => {
                diagnostic.help("a code belongs to a system: declare a list (`codes my_list { ICD10CM C34.* }`) and write `code in my_list`")
            }
            (Type::Event(_), _) | (_, Type::Event(_)) => diagnostic.help("name the attribute of the record, for example `.date` or `.value`"),
            _ => diagnostic,
        };
        self.report(diagnostic);
    }
}

/// A value in another unit: a literal is computed, anything else multiplied. An affine conversion of something that is
/// not a literal has no expression, and is refused.
fn convert(value: &Expr, conversion: &Conversion, ty: &Type) -> Option<Expr> {
    if let ExprKind::Literal(Value::Number(number)) = &value.kind {
        return Some(expr(
            ExprKind::Literal(Value::Number(conversion.apply(number))),
            ty.clone(),
            value.span,
        ));
    }
    if conversion.is_identity() {
        return Some(Expr {
            kind: value.kind.clone(),
            ty: ty.clone(),
            span: value.span,
        });
    }
    if !conversion.offset.is_zero() {
        return None;
    }
    let kind = ExprKind::Scale {
        value: Box::new(value.clone()),
        factor: conversion.factor.clone(),
    };
    Some(expr(kind, ty.clone(), value.span))
}
