//! `.name` after a value: a field of a picked record, an end of a period.

use super::super::{Lowering, expr, failed};
use crate::study::{Expr, ExprKind, Field, LineField, Record, RecordKind, Type};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn field_expr(&mut self, written: &ast::FieldExpr, span: Span) -> Expr {
        let base = self.optional(written.base().as_ref(), None, span);
        match written.field() {
            Some(name) => self.field(base, &name),
            None => failed(span),
        }
    }

    pub(crate) fn field(&mut self, base: Expr, name: &ast::Name) -> Expr {
        let name_span = self.span(name.range());
        let span = base.span.cover(name_span);
        self.has_type(base.span, &base.ty);
        match base.ty.clone() {
            Type::Error => failed(span),
            Type::Event(record) => self.field_of(base, record, &name.text(), name_span, span),
            Type::Events(record) => {
                let diagnostic = self.many_records(record, base.span);
                self.fail(diagnostic)
            }
            Type::Period if name.text() == "start" || name.text() == "end" => {
                let kind = ExprKind::PeriodBound {
                    period: Box::new(base),
                    end: name.text() == "end",
                };
                expr(kind, Type::Date, span)
            }
            other => {
                let words = self.describe(&other);
                self.fail(
                    Diagnostic::error(Code::K0209, format!("There is no `{}` here", name.text()))
                        .at(name_span, "not part of this value")
                        .and(base.span, format!("this is {words}")),
                )
            }
        }
    }

    /// A field of one record.
    pub(crate) fn field_of(
        &mut self,
        event: Expr,
        record: Record,
        name: &str,
        name_span: Span,
        span: Span,
    ) -> Expr {
        self.names_field(name_span, record, name);
        match self.field_of_record(record, name) {
            Some((field, Some(ty))) => expr(
                ExprKind::FieldOf {
                    event: Box::new(event),
                    field,
                },
                ty,
                span,
            ),
            Some((Field::Attribute(attribute), None)) => self.analyte_not_fixed(attribute, name_span),
            _ => {
                let (names, declared) = self.field_names(record);
                let words = self.describe_record(record);
                let mut diagnostic =
                    Diagnostic::error(Code::K0209, format!("A record of {words} has no `{name}`"))
                        .at(name_span, "not an attribute of the record");
                if let Some(declared) = declared {
                    diagnostic = diagnostic.and(declared, "declared here");
                }
                diagnostic = match suggest::nearest(name, names.iter().map(String::as_str)) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                        name_span,
                        near,
                        format!("Write `{near}`"),
                    ),
                    None => diagnostic.help(format!("it has: {}", names.join(", "))),
                };
                self.fail(diagnostic)
            }
        }
    }

    fn field_names(&self, record: Record) -> (Vec<String>, Option<Span>) {
        match record.kind {
            RecordKind::Periods => (["start", "end", "period"].map(String::from).to_vec(), None),
            RecordKind::Lines => (LineField::ALL.map(|field| field.word().to_owned()).to_vec(), None),
            RecordKind::Entity(entity) => match self.model.entity(entity) {
                Some(found) => (
                    found.attributes.iter().map(|a| a.name.clone()).collect(),
                    Some(found.span),
                ),
                None => (Vec::new(), None),
            },
        }
    }
}
