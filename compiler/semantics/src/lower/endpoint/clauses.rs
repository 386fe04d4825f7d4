//! The clauses of endpoints beside the events.

use super::super::Lowering;
use super::draft::{Clause, ClauseKind, Content};
use crate::study::{Endpoint, Expr, Landmark, Negative, TimeUnit, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl<'m> Lowering<'m> {
    /// Puts what a clause says into the endpoint.
    pub(super) fn clause(&mut self, kind: ClauseKind, clause: &Clause<'m>, endpoint: &mut Endpoint) {
        match &clause.content {
            Content::Date(date) => {
                let date = self.clause_date(kind, date.as_ref());
                match kind {
                    ClauseKind::Until => endpoint.until = date,
                    ClauseKind::Entering => endpoint.entering = date,
                    _ => endpoint.censored = date,
                }
            }
            Content::Conditions(conditions) => {
                for condition in conditions {
                    let condition = self.value(condition, Some(&Type::Boolean));
                    let condition = self.expect_condition(condition, "what follows `missing when`");
                    if condition.ty != Type::Error {
                        endpoint.missing.push(condition);
                    }
                }
            }
            Content::Negative(kind) => {
                endpoint.negative = kind.map(|kind| match kind {
                    ast::NegativeKind::Missing => Negative::Missing,
                    ast::NegativeKind::AsZero => Negative::AsZero,
                });
            }
            Content::Landmark(at) => {
                endpoint.landmark = at.as_ref().and_then(|at| self.landmark(at));
            }
            Content::Unit(unit) => {
                if let Some(unit) = unit
                    && let Some(unit) = self.time_unit(*unit, clause.span)
                {
                    endpoint.unit = unit;
                }
            }
        }
    }

    fn clause_date(&mut self, kind: ClauseKind, written: Option<&ast::Expr>) -> Option<Expr> {
        let date = self.value(written?, Some(&Type::Date));
        if let Type::Event(_) = date.ty {
            self.report(
                Diagnostic::error(
                    Code::K0301,
                    format!("What follows `{}` must be a date", kind.words()),
                )
                .at(date.span, "this is a record")
                .help("name its date, for example `.date`"),
            );
            return None;
        }
        self.expect_type(date, &Type::Date, &format!("what follows `{}`", kind.words()))
    }

    fn landmark(&mut self, written: &ast::DurationLit) -> Option<Landmark> {
        let span = self.span(written.range());
        let (number, ty) = self.duration(written)?;
        let whole = number.to_i64().filter(|number| (1..=100_000).contains(number));
        let Some(whole) = whole else {
            self.report(
                Diagnostic::error(
                    Code::K1101,
                    "A landmark is a whole number of days, months or years",
                )
                .at(span, "not a whole number, or too long")
                .help("write for example `landmark at 6 months`"),
            );
            return None;
        };
        Some(match ty {
            Type::Months => Landmark::Months(whole),
            Type::Years => Landmark::Months(whole.saturating_mul(12)),
            _ => Landmark::Days(whole),
        })
    }

    /// A unit of survival times; reports weeks.
    pub(crate) fn time_unit(&mut self, unit: ast::TimeUnit, span: Span) -> Option<TimeUnit> {
        match unit {
            ast::TimeUnit::Day => Some(TimeUnit::Days),
            ast::TimeUnit::Month => Some(TimeUnit::Months),
            ast::TimeUnit::Year => Some(TimeUnit::Years),
            ast::TimeUnit::Week => {
                self.report(
                    Diagnostic::error(Code::K0315, "Survival times are not counted in weeks")
                        .at(span, "weeks")
                        .help("write `days`, `months` or `years`"),
                );
                None
            }
        }
    }
}
