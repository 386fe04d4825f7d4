//! Picks: `first`, `last`, `2nd`, `nearest … to …`, with an attribute named at once (`first diagnosis.date`) or not.

use super::super::{Lowering, expr, failed};
use super::events::EventsWithField;
use crate::study::{Expr, ExprKind, Pick, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn pick(&mut self, written: &ast::PickExpr, span: Span) -> Expr {
        let Some(bag) = written.events() else {
            return failed(span);
        };
        let Some(EventsWithField { events, field }) = self.events(&bag) else {
            return failed(span);
        };
        let clauses = written.clauses();
        let events = if clauses.is_empty() {
            Some(events)
        } else {
            self.narrow(events, &clauses, span)
        };
        let which = match written.pick() {
            Some(ast::PickKind::First) => Some(Pick::First),
            Some(ast::PickKind::Last) => Some(Pick::Last),
            Some(ast::PickKind::Nth(0)) => {
                self.report(
                    Diagnostic::error(Code::K0313, "There is no 0th record")
                        .at(span, "counted from 1")
                        .help("write `first`, `2nd`, `3rd` …"),
                );
                None
            }
            Some(ast::PickKind::Nth(n)) => Some(Pick::Nth(n)),
            Some(ast::PickKind::Nearest) => self.nearest_to(written, span),
            None => None,
        };
        let (Some(events), Some(which)) = (events, which) else {
            return failed(span);
        };
        if !self.demand_dated(events.record, "a pick by date", span) {
            return failed(span);
        }
        let record = events.record;
        let event = expr(
            ExprKind::Pick {
                which,
                events: Box::new(events),
                ties: Vec::new(),
            },
            Type::Event(record),
            span,
        );
        match field {
            Some((name, place)) => self.field_of(event, record, &name, place, span),
            None => event,
        }
    }

    fn nearest_to(&mut self, written: &ast::PickExpr, span: Span) -> Option<Pick> {
        // As in a window, the date is the patient's and not a field of some record under test.
        let outer = self.record.take();
        let date = self.optional(written.nearest_to().as_ref(), Some(&Type::Date), span);
        self.record = outer;
        let date = self.expect_type(date, &Type::Date, "what `nearest … to` is measured from")?;
        Some(Pick::Nearest(Box::new(date)))
    }
}
