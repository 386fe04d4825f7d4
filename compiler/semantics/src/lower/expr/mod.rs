//! Expressions: each kind of syntax in a file of its own.

mod aggregate;
mod any_of;
mod arithmetic;
mod choice;
mod clause;
mod compare;
mod dates;
mod events;
mod field;
mod literal;
mod logic;
mod modifiers;
mod name;
mod name_findings;
mod period;
mod pick;
mod place;
mod set;
mod unify;

pub(crate) use events::EventsWithField;
pub(crate) use literal::{days_of, in_unit, unknown_unit};
pub(crate) use name::seen_from_model;

use super::{Lowering, failed};
use crate::study::{Expr, Type};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

impl Lowering<'_> {
    /// The typed form of an expression. `expected` helps to read bare names of categories and analytes; it is no demand.
    pub(crate) fn value(&mut self, written: &ast::Expr, expected: Option<&Type>) -> Expr {
        let span = self.span(written.range());
        if let Some(expected) = expected {
            self.wants(span, expected);
        }
        let value = self.value_of(written, expected, span);
        self.has_type(span, &value.ty);
        value
    }

    fn value_of(&mut self, written: &ast::Expr, expected: Option<&Type>, span: kohort_base::Span) -> Expr {
        match written {
            ast::Expr::Or(found) => self.logic(&found.operands(), false, span),
            ast::Expr::And(found) => self.logic(&found.operands(), true, span),
            ast::Expr::Not(found) => self.not(found, span),
            ast::Expr::Compare(found) => self.compare(found, span),
            ast::Expr::In(found) => self.in_set(found, span),
            ast::Expr::Is(found) => self.is(found, span),
            ast::Expr::Relation(found) => self.relation(found, span),
            ast::Expr::OrElse(found) => self.or_else(&found.operands(), expected, span),
            ast::Expr::If(found) => self.choice(found, expected, span),
            ast::Expr::Binary(found) => self.binary(found, span),
            ast::Expr::Negate(found) => self.negate(found, span),
            ast::Expr::Field(found) => self.field_expr(found, span),
            ast::Expr::Paren(found) => self.optional(found.operand().as_ref(), expected, span),
            ast::Expr::Path(found) => self.path(found, expected),
            ast::Expr::Literal(found) => self.literal(found, span),
            ast::Expr::AgeAt(found) => self.age_at(found, span),
            ast::Expr::Extreme(found) => self.extreme(found, span),
            ast::Expr::PeriodEnd(found) => self.period_end(found, span),
            ast::Expr::Pick(found) => self.pick(found, span),
            ast::Expr::Aggregate(found) => self.aggregate(found, span),
            ast::Expr::Events(_) | ast::Expr::Episodes(_) | ast::Expr::Gap(_) => {
                self.events_value(written, span)
            }
            ast::Expr::Range(found) => self.range(found, span),
            ast::Expr::OnlyIn(found) => self.only_in(found, expected, span),
            ast::Expr::IfAvailable(found) => self.if_available(found, expected, span),
            ast::Expr::Has(found) => self.has_drugs(found, span),
            ast::Expr::AnyOf(found) => self.any_of(found, span),
            ast::Expr::Subscript(found) => self.subscript(found, span),
        }
    }

    /// An operand that the parser may have found missing; the parser then has said so.
    pub(crate) fn optional(
        &mut self,
        written: Option<&ast::Expr>,
        expected: Option<&Type>,
        span: kohort_base::Span,
    ) -> Expr {
        match written {
            Some(written) => self.value(written, expected),
            None => {
                if let Some(expected) = expected {
                    self.wants(kohort_base::Span::at(span.file, span.end), expected);
                }
                failed(span)
            }
        }
    }

    /// Demands a type; says what is there instead.
    pub(crate) fn expect_type(&mut self, value: Expr, wanted: &Type, role: &str) -> Option<Expr> {
        if value.ty == Type::Error {
            return None;
        }
        if value.ty == *wanted {
            return Some(value);
        }
        let found = self.describe(&value.ty);
        let wanted_words = self.describe(wanted);
        let diagnostic = match (&value.ty, wanted) {
            (Type::Events(record), _) => self.many_records(*record, value.span),
            _ => Diagnostic::error(
                Code::K0301,
                format!("{} must be {wanted_words}", capitalised(role)),
            )
            .at(value.span, format!("this is {found}")),
        };
        self.report(diagnostic);
        None
    }

    /// Demands true or false.
    pub(crate) fn expect_condition(&mut self, value: Expr, role: &str) -> Expr {
        let span = value.span;
        match &value.ty {
            Type::Boolean => value,
            Type::Error => failed(span),
            Type::Event(_) => self.fail(
                Diagnostic::error(
                    Code::K0307,
                    format!("{} must be true or false", capitalised(role)),
                )
                .at(span, "this is a record")
                .help("ask whether there is one: `… is known`, or write `any` instead of the pick"),
            ),
            Type::Events(_) => self.fail(
                Diagnostic::error(
                    Code::K0307,
                    format!("{} must be true or false", capitalised(role)),
                )
                .at(span, "these are records")
                .help("ask whether there is any of them")
                .replace(
                    kohort_base::Span::at(span.file, span.start),
                    "any ",
                    "Write `any …`",
                ),
            ),
            other => {
                let found = self.describe(other);
                self.fail(
                    Diagnostic::error(
                        Code::K0307,
                        format!("{} must be true or false", capitalised(role)),
                    )
                    .at(span, format!("this is {found}"))
                    .help("compare it with something, for example `… >= 18 years`"),
                )
            }
        }
    }
}

/// A phrase with a capital, for the start of a title.
pub(crate) fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
