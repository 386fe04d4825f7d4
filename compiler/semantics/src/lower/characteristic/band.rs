//! Bands: groups of the values of one expression.

use super::super::{Lowering, expr, failed};
use super::coverage;
use super::{Group, Test};
use crate::study::{Compare, Expr, ExprKind, SetItem, Type};
use crate::value::Value;
use kohort_base::Span;
use kohort_grammar::ast;

impl<'m> Lowering<'m> {
    /// The value that is divided, and its groups unless one of them is wrong.
    pub(super) fn bands(
        &mut self,
        name: &str,
        span: Span,
        value: Option<&ast::Expr>,
        bands: &[ast::Band],
    ) -> (Expr, Option<Vec<Group>>) {
        let value = self.optional(value, None, span);
        if let Type::Events(record) = &value.ty {
            let diagnostic = self.many_records(*record, value.span);
            self.report(diagnostic);
            return (failed(span), None);
        }
        if value.ty == Type::Error {
            return (value, None);
        }
        let place = value.span;
        let shared = Expr {
            span: place,
            ..self.banded(name, span, value)
        };
        let mut groups = Vec::new();
        let mut wrong = false;
        for band in bands {
            let place = self.span(band.range());
            let (Some(label), Some(kind)) = (band.label(), band.kind()) else {
                wrong = true;
                continue;
            };
            let test = match kind {
                ast::BandKind::Otherwise => Test::Otherwise,
                ast::BandKind::Missing => {
                    let missing = ExprKind::IsMissing(Box::new(shared.clone()));
                    Test::Missing(expr(missing, Type::Boolean, place))
                }
                kind => {
                    let condition = self.band(&shared, kind, place);
                    wrong |= condition.ty == Type::Error;
                    Test::Condition(condition)
                }
            };
            groups.push(Group {
                label: label.value(),
                test,
                span: place,
            });
        }
        if wrong {
            return (shared, None);
        }
        let found = coverage::check(&self.model, &shared.ty, &groups);
        for diagnostic in found {
            self.report(diagnostic);
        }
        (shared, Some(groups))
    }

    /// The condition of a band.
    fn band(&mut self, value: &Expr, kind: ast::BandKind, span: Span) -> Expr {
        match kind {
            ast::BandKind::Compare(op, operand) => {
                let op = match op {
                    ast::CompareOp::Eq => Compare::Eq,
                    ast::CompareOp::Ne => Compare::Ne,
                    ast::CompareOp::Lt => Compare::Lt,
                    ast::CompareOp::Le => Compare::Le,
                    ast::CompareOp::Gt => Compare::Gt,
                    ast::CompareOp::Ge => Compare::Ge,
                };
                let operand = self.bound_of(operand.as_ref(), &value.ty, span);
                self.comparison(op, value.clone(), operand, span)
            }
            ast::BandKind::Items(items) => self.band_items(value, &items, span),
            ast::BandKind::Value(ast::Expr::Path(path)) if self.is_named_set(&path) => {
                self.in_named(value.clone(), &path, span)
            }
            ast::BandKind::Value(item) => self.band_items(value, std::slice::from_ref(&item), span),
            ast::BandKind::Missing | ast::BandKind::Otherwise => failed(span),
        }
    }

    /// Whether a path names a list, a set or a range rather than a value.
    fn is_named_set(&self, path: &ast::PathExpr) -> bool {
        let name = path.path().text();
        let Some(found) = self.library.modules.find(self.module, &name) else {
            return false;
        };
        self.names_item(self.span(path.range()), found);
        matches!(
            found.item,
            ast::Item::Codes(_) | ast::Item::Drugs(_) | ast::Item::Parameter(_) | ast::Item::Let(_)
        )
    }

    fn band_items(&mut self, value: &Expr, items: &[ast::Expr], span: Span) -> Expr {
        let mut lowered = Vec::new();
        for item in items {
            let found = match item {
                ast::Expr::Range(range) => {
                    let low = self.bound_of(range.low().as_ref(), &value.ty, span);
                    let high = self.bound_of(range.high().as_ref(), &value.ty, span);
                    let low = self.unify(value.clone(), low, "compared").map(|(_, low)| low);
                    let high = self.unify(value.clone(), high, "compared").map(|(_, high)| high);
                    low.zip(high).map(|(low, high)| SetItem::Range(low, high))
                }
                single => {
                    let single = self.bound_of(Some(single), &value.ty, span);
                    self.unify(value.clone(), single, "compared")
                        .map(|(_, single)| SetItem::Value(single))
                }
            };
            lowered.extend(found);
        }
        if lowered.len() != items.len() || lowered.is_empty() {
            return failed(span);
        }
        let kind = ExprKind::InSet {
            value: Box::new(value.clone()),
            items: lowered,
        };
        expr(kind, Type::Boolean, span)
    }

    /// A written bound. Of an age, a bare number is years.
    fn bound_of(&mut self, written: Option<&ast::Expr>, ty: &Type, span: Span) -> Expr {
        let bound = self.optional(written, Some(ty), span);
        let is_number = matches!(bound.ty, Type::Integer | Type::Decimal)
            && matches!(bound.kind, ExprKind::Literal(Value::Number(_)));
        if is_number && *ty == Type::Years {
            return Expr {
                ty: Type::Years,
                ..bound
            };
        }
        bound
    }
}
