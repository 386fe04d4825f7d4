//! Ages, and the earliest and latest of several dates.

use super::super::{Lowering, expr, failed};
use crate::model::{AttributeId, AttributeType};
use crate::study::{Expr, ExprKind, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn age_at(&mut self, written: &ast::AgeAtExpr, span: Span) -> Expr {
        let at = self.optional(written.date().as_ref(), Some(&Type::Date), span);
        let Some(at) = self.expect_type(at, &Type::Date, "the day of an age") else {
            return failed(span);
        };
        self.age_on(at, span)
    }

    /// The age of the patient on a day.
    pub(crate) fn age_on(&mut self, at: Expr, span: Span) -> Expr {
        let patient = self.model.patient();
        let birth = self.model.entity(patient).and_then(|entity| {
            let (index, attribute) = entity.attribute_named("birth_date")?;
            matches!(attribute.ty, AttributeType::Date | AttributeType::Unknown).then_some(AttributeId {
                entity: patient,
                index,
            })
        });
        let Some(birth) = birth else {
            let model = self.model.span;
            let name = self.model.name.clone();
            return self.fail(
                Diagnostic::error(Code::K0209, "An age needs the date of birth")
                    .at(span, "the patient has no `birth_date`")
                    .and(model, format!("the model `{name}` does not declare it"))
                    .help("add `birth_date: Date` to the patient of the model"),
            );
        };
        let birth = expr(ExprKind::Attribute(birth), Type::Date, span);
        expr(
            ExprKind::Age {
                birth: Box::new(birth),
                at: Box::new(at),
            },
            Type::Years,
            span,
        )
    }

    pub(crate) fn extreme(&mut self, written: &ast::ExtremeExpr, span: Span) -> Expr {
        let role = if written.is_latest() {
            "what `latest` compares"
        } else {
            "what `earliest` compares"
        };
        let operands = written.operands();
        let mut dates = Vec::new();
        for operand in &operands {
            let date = self.value(operand, Some(&Type::Date));
            dates.extend(self.expect_type(date, &Type::Date, role));
        }
        if dates.is_empty() || dates.len() != operands.len() {
            return failed(span);
        }
        expr(
            ExprKind::Extreme {
                latest: written.is_latest(),
                dates,
            },
            Type::Date,
            span,
        )
    }
}
