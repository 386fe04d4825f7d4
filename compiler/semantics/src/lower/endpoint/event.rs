//! The date of an event: the earliest candidate that meets its clauses.

use super::super::expr::EventsWithField;
use super::super::{Lowering, expr, failed};
use crate::model::{Cardinality, Dated};
use crate::study::{
    Aggregate, Bound, Compare, Events, EventsBase, Expr, ExprKind, Field, LineField, Pick, RecordKind, Type,
};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl<'m> Lowering<'m> {
    /// The date of an event. Of records that a patient may have many of, the first of those that meet the clauses; of a
    /// single date, that date if it meets them.
    pub(super) fn event_date(&mut self, entry: &ast::EventEntry) -> Expr {
        let span = self.span(entry.range());
        let Some(written) = entry.date() else {
            return failed(span);
        };
        let clauses = entry.clauses();
        let (base, field) = match &written {
            ast::Expr::Field(found) => (found.base(), found.field()),
            other => (Some(other.clone()), None),
        };
        if let Some(base) = base
            && self.names_records(&base, &clauses)
        {
            let field = field.map(|name| (name.text(), self.span(name.range())));
            return match self.events(&base) {
                Some(found) => {
                    let found = EventsWithField {
                        field: field.or(found.field),
                        ..found
                    };
                    self.first_date(found, &clauses, span)
                }
                None => failed(span),
            };
        }
        let date = self.value(&written, Some(&Type::Date));
        if let Type::Event(_) = date.ty {
            return self.fail(
                Diagnostic::error(Code::K0301, "An event of an endpoint must be a date")
                    .at(date.span, "this is a record")
                    .help("name its date, for example `.date`"),
            );
        }
        let Some(date) = self.expect_type(date, &Type::Date, "an event of an endpoint") else {
            return failed(span);
        };
        self.date_where(date, &clauses, span)
    }

    /// Whether an event is the first of some records: those of an entity that a patient may have many of, those that a
    /// name stands for, or the one of an entity whose attributes a where-clause asks for.
    fn names_records(&mut self, written: &ast::Expr, clauses: &[ast::Clause]) -> bool {
        match written {
            ast::Expr::Events(_) | ast::Expr::Episodes(_) | ast::Expr::Gap(_) => true,
            ast::Expr::Paren(paren) => paren
                .operand()
                .is_some_and(|operand| self.names_records(&operand, clauses)),
            ast::Expr::Path(path) => {
                let segments = path.path().segments();
                let Some(head) = segments.first().map(ast::Name::text) else {
                    return false;
                };
                if self.is_local(&head) || self.definition_named(&head).is_some() {
                    return segments.len() <= 2 && self.stands_for_records(&head);
                }
                let Some((entity, found)) = self.model.entity_named(&head) else {
                    return false;
                };
                let asked = clauses
                    .iter()
                    .any(|clause| matches!(clause.kind(), ast::ClauseKind::Where(_)));
                let several = found.cardinality == Cardinality::Many;
                (several || (asked && segments.len() == 2)) && entity != self.model.patient()
            }
            _ => false,
        }
    }

    fn stands_for_records(&mut self, name: &str) -> bool {
        let nowhere = Span::at(self.module.file, 0);
        let value = match self.local(name, nowhere) {
            Some(value) => value,
            None => match self.definition_named(name) {
                Some(found) => self.definition(found.module, found.item, nowhere),
                None => return false,
            },
        };
        matches!(value.ty, Type::Events(_))
    }

    /// The earliest of the named dates of records.
    fn first_date(&mut self, found: EventsWithField, clauses: &[ast::Clause], span: Span) -> Expr {
        let EventsWithField { events, field } = found;
        let Some(own) = self.own_date(&events) else {
            self.demand_dated(events.record, "an event of an endpoint", events.span);
            return failed(span);
        };
        let field = match field {
            None => own,
            Some((name, place)) => match self.events_field(events.record, &name, place) {
                Some((field, Type::Date)) => field,
                Some((_, ty)) => {
                    let words = self.describe(&ty);
                    return self.fail(
                        Diagnostic::error(Code::K0301, "An event of an endpoint must be a date")
                            .at(place, format!("this is {words}")),
                    );
                }
                None => return failed(span),
            },
        };
        if field == own {
            let Some(events) = self.narrow(events, clauses, span) else {
                return failed(span);
            };
            return first_of(events, field, span);
        }
        // The clauses are about the date that is named, not about the one by which the records are dated.
        let (conditions, windows): (Vec<_>, Vec<_>) = clauses
            .iter()
            .cloned()
            .partition(|clause| matches!(clause.kind(), ast::ClauseKind::Where(_)));
        let Some(events) = self.narrow(events, &conditions, span) else {
            return failed(span);
        };
        let dated = expr(ExprKind::RecordField(field), Type::Date, span);
        let Some(tests) = self.window_tests(&dated, &windows, span) else {
            return failed(span);
        };
        let record = events.record;
        let events = match all(tests, span) {
            None => events,
            Some(filter) => Events {
                base: EventsBase::Nested(Box::new(events)),
                filter: Some(filter),
                windows: Vec::new(),
                record,
                span,
            },
        };
        let kind = ExprKind::Aggregate {
            function: Aggregate::Min,
            events: Box::new(events),
            field,
        };
        expr(kind, Type::Date, span)
    }

    /// The field by which records are dated.
    fn own_date(&self, events: &Events) -> Option<Field> {
        match events.record.kind {
            RecordKind::Periods => Some(Field::Start),
            RecordKind::Lines => Some(Field::Line(LineField::Start)),
            RecordKind::Entity(entity) => match self.model.entity(entity)?.dated {
                Dated::On(date) | Dated::Span(date, _) => Some(Field::Attribute(date)),
                Dated::Never => None,
            },
        }
    }

    /// A single date if it meets the clauses, otherwise missing.
    fn date_where(&mut self, date: Expr, clauses: &[ast::Clause], span: Span) -> Expr {
        let mut tests = Vec::new();
        let mut wrong = false;
        for clause in clauses {
            let place = self.span(clause.range());
            match clause.kind() {
                ast::ClauseKind::Where(condition) => {
                    let condition = self.optional(condition.as_ref(), None, place);
                    let condition = self.expect_condition(condition, "a where-clause");
                    wrong |= condition.ty == Type::Error;
                    tests.push(condition);
                }
                _ => match self.window_tests(&date, std::slice::from_ref(clause), place) {
                    Some(found) => tests.extend(found),
                    None => wrong = true,
                },
            }
        }
        if wrong {
            return failed(span);
        }
        let Some(condition) = all(tests, span) else {
            return date;
        };
        let missing = expr(ExprKind::Literal(Value::Missing), Type::Date, span);
        let kind = ExprKind::If {
            then: Box::new(date),
            condition: Box::new(condition),
            otherwise: Box::new(missing),
        };
        expr(kind, Type::Date, span)
    }

    /// Windows as comparisons of a date; nothing if one is wrong.
    fn window_tests(&mut self, date: &Expr, windows: &[ast::Clause], span: Span) -> Option<Vec<Expr>> {
        let mut tests = Vec::new();
        let mut wrong = false;
        for clause in windows {
            let place = self.span(clause.range());
            let Some((from, to)) = self.bounds(clause.kind(), span) else {
                wrong = true;
                continue;
            };
            let mut test = |bound: Bound, inclusive: Compare, exclusive: Compare| {
                let kind = ExprKind::Compare {
                    op: if bound.inclusive { inclusive } else { exclusive },
                    left: Box::new(date.clone()),
                    right: Box::new(bound.date),
                };
                tests.push(expr(kind, Type::Boolean, place));
            };
            if let Some(bound) = from {
                test(bound, Compare::Ge, Compare::Gt);
            }
            if let Some(bound) = to {
                test(bound, Compare::Le, Compare::Lt);
            }
        }
        (!wrong).then_some(tests)
    }
}

/// The date of the first of some records.
fn first_of(events: Events, field: Field, span: Span) -> Expr {
    let record = events.record;
    let pick = ExprKind::Pick {
        which: Pick::First,
        events: Box::new(events),
        ties: Vec::new(),
    };
    let kind = ExprKind::FieldOf {
        event: Box::new(expr(pick, Type::Event(record), span)),
        field,
    };
    expr(kind, Type::Date, span)
}

/// The conjunction of tests, if there are any.
fn all(mut tests: Vec<Expr>, span: Span) -> Option<Expr> {
    match tests.len() {
        0 | 1 => tests.pop(),
        _ => Some(expr(ExprKind::And(tests), Type::Boolean, span)),
    }
}
