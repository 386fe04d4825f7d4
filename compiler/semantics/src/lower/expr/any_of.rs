//! `any of a, b is missing` and `any of a, b is known`.

use super::super::{Lowering, expr, failed};
use super::logic::negation;
use crate::study::{Expr, ExprKind, Type};
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn any_of(&mut self, written: &ast::AnyOfExpr, span: Span) -> Expr {
        let mut tests = Vec::new();
        for operand in written.operands() {
            let value = self.value(&operand, None);
            let place = value.span;
            if let Type::Events(record) = &value.ty {
                let diagnostic = self.many_records(*record, place);
                self.report(diagnostic);
                return failed(span);
            }
            if value.ty == Type::Error {
                return failed(span);
            }
            let missing = expr(ExprKind::IsMissing(Box::new(value)), Type::Boolean, place);
            tests.push(if written.is_known() {
                negation(missing, place)
            } else {
                missing
            });
        }
        match tests.len() {
            0 => failed(span),
            1 => tests.pop().unwrap_or_else(|| failed(span)),
            _ => expr(ExprKind::Or(tests), Type::Boolean, span),
        }
    }
}
