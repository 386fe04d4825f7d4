//! Comparisons: both sides in one type, with an order where the operator needs one.

use super::super::{Lowering, expr, failed};
use crate::model::AttributeType;
use crate::study::{Compare, Expr, ExprKind, FixedCategory, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn compare(&mut self, written: &ast::CompareExpr, span: Span) -> Expr {
        let (Some(left), Some(right), Some(op)) = (written.left(), written.right(), written.op()) else {
            // What is written may still be wrong, and says what is wanted beside it.
            if let Some(left) = written.left()
                && !self.needs_context(&left)
            {
                let left = self.value(&left, None);
                self.wants(Span::at(span.file, span.end), &left.ty);
            }
            return failed(span);
        };
        let op = match op {
            ast::CompareOp::Eq => Compare::Eq,
            ast::CompareOp::Ne => Compare::Ne,
            ast::CompareOp::Lt => Compare::Lt,
            ast::CompareOp::Le => Compare::Le,
            ast::CompareOp::Gt => Compare::Gt,
            ast::CompareOp::Ge => Compare::Ge,
        };
        let (left, right) = self.both_sides(&left, &right);
        self.comparison(op, left, right, span)
    }

    /// Both sides; a bare name that means nothing by itself (a category, an analyte) is read in the light of the other.
    fn both_sides(&mut self, left: &ast::Expr, right: &ast::Expr) -> (Expr, Expr) {
        if self.needs_context(left) && !self.needs_context(right) {
            let right = self.value(right, None);
            let left = self.explained_by(left, &right);
            (left, right)
        } else {
            let left = self.value(left, None);
            let right = self.explained_by(right, &left);
            (left, right)
        }
    }

    /// A value read in the light of another. Where that one was reported, a bare name cannot be explained and stays
    /// unreported.
    pub(crate) fn explained_by(&mut self, written: &ast::Expr, other: &Expr) -> Expr {
        if other.ty == Type::Error && self.needs_context(written) {
            return failed(other.span);
        }
        self.value(written, Some(&other.ty))
    }

    pub(crate) fn comparison(&mut self, op: Compare, left: Expr, right: Expr, span: Span) -> Expr {
        let Some((left, right)) = self.unify(left, right, "compared") else {
            return failed(span);
        };
        let ordering = !matches!(op, Compare::Eq | Compare::Ne);
        if ordering && let Some(reason) = self.unordered(&left.ty) {
            return self.fail(
                Diagnostic::error(Code::K0308, format!("{} cannot be ordered", super::capitalised(&self.describe(&left.ty))))
                    .at(span, "asks which is smaller")
                    .and(left.span, reason)
                    .help("ask for equality (`=`, `in { … }`), or declare the category as `Ordered` in the model if its values have an order"),
            );
        }
        if left.ty == Type::Period {
            return self.fail(
                Diagnostic::error(Code::K0308, "Periods are not compared with `=` or `<`")
                    .at(span, "compares two periods")
                    .help("write `overlaps`, `contains`, `starts in` or `ends in`, or compare their `.start` and `.end`"),
            );
        }
        let kind = ExprKind::Compare {
            op,
            left: Box::new(left),
            right: Box::new(right),
        };
        expr(kind, Type::Boolean, span)
    }

    /// Why values of a type have no order, if they have none.
    fn unordered(&self, ty: &Type) -> Option<&'static str> {
        match ty {
            Type::Boolean => Some("true and false have no order"),
            Type::Code => Some("codes have no order"),
            Type::Analyte => Some("analytes have no order"),
            Type::Drug | Type::Drugs => Some("drugs have no order"),
            Type::Fixed(FixedCategory::EndReason) => Some("reasons have no order"),
            Type::Fixed(FixedCategory::LineSetting) => Some("settings have no order"),
            Type::Text => Some("text has no order that means anything"),
            Type::Category(attribute) => match self.model.attribute(*attribute).map(|found| &found.ty) {
                Some(AttributeType::Category(category)) if category.ordered => None,
                _ => Some("the model declares this category without an order"),
            },
            _ => None,
        }
    }
}
