//! `and`, `or`, `not`, and `is`.

use super::super::{Lowering, expr, failed};
use crate::study::{Compare, Expr, ExprKind, Type};
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn logic(&mut self, operands: &[ast::Expr], conjunction: bool, span: Span) -> Expr {
        let role = if conjunction {
            "what `and` joins"
        } else {
            "what `or` joins"
        };
        let lowered: Vec<Expr> = operands
            .iter()
            .map(|operand| {
                let value = self.value(operand, Some(&Type::Boolean));
                self.expect_condition(value, role)
            })
            .collect();
        if lowered.iter().any(|operand| operand.ty == Type::Error) {
            return failed(span);
        }
        let kind = if conjunction {
            ExprKind::And(lowered)
        } else {
            ExprKind::Or(lowered)
        };
        expr(kind, Type::Boolean, span)
    }

    pub(crate) fn not(&mut self, written: &ast::NotExpr, span: Span) -> Expr {
        let operand = self.optional(written.operand().as_ref(), Some(&Type::Boolean), span);
        let operand = self.expect_condition(operand, "what `not` negates");
        negation(operand, span)
    }

    pub(crate) fn is(&mut self, written: &ast::IsExpr, span: Span) -> Expr {
        let value = self.optional(written.value().as_ref(), None, span);
        let negated = match written.kind() {
            Some(ast::IsKind::Missing) => written.negated(),
            Some(ast::IsKind::Known) => !written.negated(),
            Some(ast::IsKind::Value(other)) => {
                let op = if written.negated() {
                    Compare::Ne
                } else {
                    Compare::Eq
                };
                let other = self.explained_by(&other, &value);
                return self.comparison(op, value, other, span);
            }
            None => return failed(span),
        };
        if value.ty == Type::Error {
            return failed(span);
        }
        if let Type::Events(record) = &value.ty {
            let diagnostic = self.many_records(*record, value.span);
            return self.fail(diagnostic);
        }
        let missing = expr(ExprKind::IsMissing(Box::new(value)), Type::Boolean, span);
        if negated { negation(missing, span) } else { missing }
    }
}

/// The Kleene negation of a condition.
pub(crate) fn negation(operand: Expr, span: Span) -> Expr {
    if operand.ty == Type::Error {
        return failed(span);
    }
    expr(ExprKind::Not(Box::new(operand)), Type::Boolean, span)
}
