//! Periods: ranges of dates, their ends, their relations, and the episodes and gaps that make them.

use super::super::{Lowering, expr, failed};
use crate::study::{Events, EventsBase, Expr, ExprKind, Field, Record, RecordKind, Relation, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    /// `a to b` in the place of a value: a period.
    pub(crate) fn range(&mut self, written: &ast::RangeExpr, span: Span) -> Expr {
        let start = self.optional(written.low().as_ref(), Some(&Type::Date), span);
        let end = self.optional(written.high().as_ref(), Some(&Type::Date), span);
        let start = self.expect_type(start, &Type::Date, "the first day of a period");
        let end = self.expect_type(end, &Type::Date, "the last day of a period");
        let (Some(start), Some(end)) = (start, end) else {
            return failed(span);
        };
        let window = crate::study::Window {
            from: Some(crate::study::Bound {
                date: start.clone(),
                inclusive: true,
            }),
            to: Some(crate::study::Bound {
                date: end.clone(),
                inclusive: true,
            }),
            span,
        };
        let text = |place| self.text(place);
        if let Some(diagnostic) =
            crate::check::window::ends_before_it_starts(&window, &self.definitions, &text)
        {
            return self.fail(diagnostic);
        }
        expr(
            ExprKind::Period {
                start: Box::new(start),
                end: Box::new(end),
            },
            Type::Period,
            span,
        )
    }

    pub(crate) fn period_end(&mut self, written: &ast::PeriodEndExpr, span: Span) -> Expr {
        let operand = self.optional(written.operand().as_ref(), None, span);
        let end = written.is_end();
        let role = if end {
            "what `end of` looks at"
        } else {
            "what `start of` looks at"
        };
        match self.expect_period(operand, role) {
            Some(period) => expr(
                ExprKind::PeriodBound {
                    period: Box::new(period),
                    end,
                },
                Type::Date,
                span,
            ),
            None => failed(span),
        }
    }

    pub(crate) fn relation(&mut self, written: &ast::RelationExpr, span: Span) -> Expr {
        let relation = match written.relation() {
            Some(ast::Relation::Overlaps) => Relation::Overlaps,
            Some(ast::Relation::Contains) => Relation::Contains,
            Some(ast::Relation::StartsIn) => Relation::StartsIn,
            Some(ast::Relation::EndsIn) => Relation::EndsIn,
            None => return failed(span),
        };
        let left = self.optional(written.left().as_ref(), None, span);
        let right = self.optional(written.right().as_ref(), None, span);
        let left = self.expect_period(left, "the left side of a relation of periods");
        let right = self.expect_period(right, "the right side of a relation of periods");
        let (Some(left), Some(right)) = (left, right) else {
            return failed(span);
        };
        let kind = ExprKind::Relation {
            relation,
            left: Box::new(left),
            right: Box::new(right),
        };
        expr(kind, Type::Boolean, span)
    }

    /// A period: a value of that type, or a record that lasts.
    pub(crate) fn expect_period(&mut self, value: Expr, role: &str) -> Option<Expr> {
        if let Type::Event(record) = value.ty
            && let Some((Field::Period, Some(Type::Period))) = self.field_of_record(record, "period")
        {
            let span = value.span;
            return Some(expr(
                ExprKind::FieldOf {
                    event: Box::new(value),
                    field: Field::Period,
                },
                Type::Period,
                span,
            ));
        }
        self.expect_type(value, &Type::Period, role)
    }

    pub(crate) fn episodes(&mut self, written: &ast::EpisodesExpr, span: Span) -> Option<Events> {
        let events = self.dated_events(written.events(), "an episode")?;
        let joined_within = self.whole_days(&written.joined_within()?, "The distance that is joined")?;
        Some(periods(
            EventsBase::Episodes {
                events: Box::new(events),
                joined_within,
            },
            span,
        ))
    }

    pub(crate) fn gaps(&mut self, written: &ast::GapExpr, span: Span) -> Option<Events> {
        let events = self.dated_events(written.events(), "a gap")?;
        let days = self.whole_days(&written.length()?, "The length of a gap")?;
        let or_equal = match written.op()? {
            ast::CompareOp::Gt => false,
            ast::CompareOp::Ge => true,
            _ => {
                self.report(
                    Diagnostic::error(Code::K0301, "A gap is found by its least length")
                        .at(span, "compares with another sign")
                        .help("write `gap > 90 days in …` or `gap >= 90 days in …`"),
                );
                return None;
            }
        };
        Some(periods(
            EventsBase::Gaps {
                events: Box::new(events),
                days,
                or_equal,
            },
            span,
        ))
    }

    fn dated_events(&mut self, written: Option<ast::Expr>, what: &str) -> Option<Events> {
        let found = self.events(&written?)?;
        if let Some((name, place)) = found.field {
            self.report(
                Diagnostic::error(
                    Code::K0306,
                    format!(
                        "{} is made of records, not of one attribute",
                        super::capitalised(what)
                    ),
                )
                .at(place, "an attribute")
                .help(format!("leave out `.{name}`")),
            );
            return None;
        }
        self.demand_dated(found.events.record, what, found.events.span)
            .then_some(found.events)
    }
}

fn periods(base: EventsBase, span: Span) -> Events {
    let record = Record {
        kind: RecordKind::Periods,
        analyte: None,
    };
    Events {
        base,
        filter: None,
        windows: Vec::new(),
        record,
        span,
    }
}
