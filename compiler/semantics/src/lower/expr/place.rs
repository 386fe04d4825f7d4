//! What depends on the source: `only in us, uk { … }` and `… if available, else …`.
//!
//! Which sources there are is not known here; `check::only_in` holds the names against the project's sources.

use super::super::{Lowering, expr, failed};
use super::choice::widest;
use crate::study::{Expr, ExprKind, Type};
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    /// `only in us, uk { value }`.
    pub(crate) fn only_in(&mut self, written: &ast::OnlyInExpr, expected: Option<&Type>, span: Span) -> Expr {
        let value = self.optional(written.value().as_ref(), expected, span);
        let mut sources: Vec<String> = written.sources().iter().map(|name| name.text()).collect();
        sources.sort();
        sources.dedup();
        match &value.ty {
            Type::Error => return failed(span),
            Type::Events(record) => {
                let diagnostic = self.many_records(*record, value.span);
                return self.fail(diagnostic);
            }
            _ if sources.is_empty() => return failed(span),
            _ => {}
        }
        let ty = value.ty.clone();
        let value = Box::new(value);
        expr(ExprKind::OnlyIn { sources, value }, ty, span)
    }

    /// `preferred if available, else fallback`.
    pub(crate) fn if_available(
        &mut self,
        written: &ast::IfAvailableExpr,
        expected: Option<&Type>,
        span: Span,
    ) -> Expr {
        let preferred = self.optional(written.preferred().as_ref(), expected, span);
        let wanted = if preferred.ty == Type::Error {
            expected.cloned()
        } else {
            Some(preferred.ty.clone())
        };
        let fallback = self.optional(written.fallback().as_ref(), wanted.as_ref(), span);
        let Some((preferred, fallback)) = self.unify(preferred, fallback, "alternatives") else {
            return failed(span);
        };
        let ty = widest([&preferred, &fallback]);
        let kind = ExprKind::IfAvailable {
            preferred: Box::new(preferred),
            fallback: Box::new(fallback),
        };
        expr(kind, ty, span)
    }
}
