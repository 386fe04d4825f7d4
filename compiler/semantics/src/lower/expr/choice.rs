//! `or else` and `if … else`.

use super::super::{Lowering, expr, failed};
use crate::study::{Expr, ExprKind, Type};
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn or_else(&mut self, operands: &[ast::Expr], expected: Option<&Type>, span: Span) -> Expr {
        let mut lowered: Vec<Expr> = Vec::new();
        for operand in operands {
            let wanted = lowered.first().map(|first| first.ty.clone());
            let value = self.value(operand, wanted.as_ref().or(expected));
            let value = match lowered.first() {
                Some(first) => self
                    .unify(first.clone(), value, "alternatives")
                    .map(|(_, value)| value),
                None => Some(value),
            };
            match value {
                Some(value) if value.ty != Type::Error => lowered.push(value),
                _ => return failed(span),
            }
        }
        let ty = widest(&lowered);
        expr(ExprKind::OrElse(lowered), ty, span)
    }

    pub(crate) fn choice(&mut self, written: &ast::IfExpr, expected: Option<&Type>, span: Span) -> Expr {
        let condition = self.optional(written.condition().as_ref(), None, span);
        let condition = self.expect_condition(condition, "the condition of a choice");
        let then = self.optional(written.then().as_ref(), expected, span);
        let wanted = if then.ty == Type::Error {
            expected.cloned()
        } else {
            Some(then.ty.clone())
        };
        let otherwise = self.optional(written.otherwise().as_ref(), wanted.as_ref(), span);
        let Some((then, otherwise)) = self.unify(then, otherwise, "alternatives") else {
            return failed(span);
        };
        if condition.ty == Type::Error {
            return failed(span);
        }
        let ty = widest([&then, &otherwise]);
        let kind = ExprKind::If {
            then: Box::new(then),
            condition: Box::new(condition),
            otherwise: Box::new(otherwise),
        };
        expr(kind, ty, span)
    }
}

/// The type of alternatives: a decimal as soon as one of them is.
pub(super) fn widest<'a>(values: impl IntoIterator<Item = &'a Expr>) -> Type {
    let mut types = values.into_iter().map(|value| value.ty.clone());
    let first = types.next().unwrap_or(Type::Error);
    types.fold(
        first,
        |widest, next| if next == Type::Decimal { next } else { widest },
    )
}
