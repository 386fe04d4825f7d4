//! Bags of events: what they start from, and how clauses narrow them.

use super::super::{Lowering, expr, failed};
use crate::model::{Dated, EntityId};
use crate::study::{Events, EventsBase, Expr, ExprKind, Field, Record, RecordKind, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

/// A bag of events, and the field that was named with it (`lab.value`).
pub(crate) struct EventsWithField {
    /// The bag.
    pub(crate) events: Events,
    /// The field's name and place.
    pub(crate) field: Option<(String, Span)>,
}

impl Lowering<'_> {
    /// Events in the place of a value.
    pub(crate) fn events_value(&mut self, written: &ast::Expr, span: Span) -> Expr {
        match self.events(written) {
            Some(EventsWithField { events, field: None }) => {
                let record = events.record;
                expr(ExprKind::Events(Box::new(events)), Type::Events(record), span)
            }
            Some(EventsWithField {
                events,
                field: Some((_, place)),
            }) => {
                let diagnostic = self.many_records(events.record, place);
                self.fail(diagnostic)
            }
            None => failed(span),
        }
    }

    /// Events that something is picked from or counted in. Nothing if they are wrong, which was then reported.
    pub(crate) fn events(&mut self, written: &ast::Expr) -> Option<EventsWithField> {
        let span = self.span(written.range());
        let found = self.events_of(written, span)?;
        if found.field.is_none() {
            self.has_type(span, &Type::Events(found.events.record));
        }
        Some(found)
    }

    fn events_of(&mut self, written: &ast::Expr, span: Span) -> Option<EventsWithField> {
        match written {
            ast::Expr::Path(path) => self.events_path(path),
            ast::Expr::Events(found) => {
                let base = self.events(&found.base()?)?;
                let events = self.narrow(base.events, &found.clauses(), span)?;
                Some(EventsWithField {
                    events,
                    field: base.field,
                })
            }
            ast::Expr::Paren(found) => {
                let inner = self.events(&found.operand()?)?;
                let record = inner.events.record;
                let base = EventsBase::Nested(Box::new(inner.events));
                let events = Events {
                    base,
                    filter: None,
                    windows: Vec::new(),
                    record,
                    span,
                };
                Some(EventsWithField {
                    events,
                    field: inner.field,
                })
            }
            ast::Expr::Episodes(found) => self.episodes(found, span).map(without_field),
            ast::Expr::Gap(found) => self.gaps(found, span).map(without_field),
            other => {
                let value = self.value(other, None);
                self.not_events(&value);
                None
            }
        }
    }

    /// All records of an entity.
    pub(crate) fn all_records(&self, entity: EntityId, span: Span) -> Events {
        let record = Record {
            kind: RecordKind::Entity(entity),
            analyte: None,
        };
        Events {
            base: EventsBase::Entity(entity),
            filter: None,
            windows: Vec::new(),
            record,
            span,
        }
    }

    fn events_path(&mut self, written: &ast::PathExpr) -> Option<EventsWithField> {
        let path = written.path();
        let segments = path.segments();
        let (head, rest) = segments.split_first()?;
        let span = self.span(head.range());
        if let Some(value) = self.local(&head.text(), span) {
            return self.events_of_local(value, rest);
        }
        let base = match self.definition_named(&head.text()) {
            Some(found) => {
                self.names_item(span, found);
                self.definition(found.module, found.item, span)
            }
            None => match self.model.entity_named(&head.text()) {
                Some((entity, _)) => {
                    self.names_entity(span, entity);
                    let events = self.all_records(entity, span);
                    return self.with_field(events, rest);
                }
                None => self.path(written, None),
            },
        };
        match (&base.kind, &base.ty) {
            (ExprKind::Definition(id), Type::Events(record)) => {
                let base = EventsBase::Definition(*id);
                let events = Events {
                    base,
                    filter: None,
                    windows: Vec::new(),
                    record: *record,
                    span,
                };
                self.with_field(events, rest)
            }
            _ => {
                self.not_events(&base);
                None
            }
        }
    }

    /// A name of an endpoint that stands for records.
    fn events_of_local(&mut self, value: Expr, rest: &[ast::Name]) -> Option<EventsWithField> {
        match (value.kind, value.ty) {
            (ExprKind::Definition(id), Type::Events(record)) => {
                let base = EventsBase::Definition(id);
                let events = Events {
                    base,
                    filter: None,
                    windows: Vec::new(),
                    record,
                    span: value.span,
                };
                self.with_field(events, rest)
            }
            (ExprKind::Events(events), _) => self.with_field(*events, rest),
            (kind, ty) => {
                self.not_events(&expr(kind, ty, value.span));
                None
            }
        }
    }

    fn with_field(&mut self, events: Events, rest: &[ast::Name]) -> Option<EventsWithField> {
        match rest {
            [] => Some(EventsWithField { events, field: None }),
            [name] => {
                let place = self.span(name.range());
                self.names_field(place, events.record, &name.text());
                Some(EventsWithField {
                    events,
                    field: Some((name.text(), place)),
                })
            }
            [_, extra, ..] => {
                let place = self.span(extra.range());
                self.report(
                    Diagnostic::error(Code::K0209, format!("There is no `{}` here", extra.text()))
                        .at(place, "an attribute has no attributes of its own"),
                );
                None
            }
        }
    }

    fn not_events(&mut self, value: &Expr) {
        if value.ty == Type::Error {
            return;
        }
        let words = self.describe(&value.ty);
        let mut diagnostic = Diagnostic::error(Code::K0306, "Records are needed here")
            .at(value.span, format!("this is {words}"));
        if let ExprKind::Definition(id) = &value.kind
            && let Some(definition) = self.definitions.get(id.0 as usize)
        {
            diagnostic = diagnostic.and(definition.span, "defined here");
        }
        diagnostic = match value.ty {
            Type::Event(_) => diagnostic.help("it is already one record: name its attribute, or ask `… is known`"),
            _ => diagnostic.help("name an entity of the model, or a `let` that stands for records, such as `let labs = lab where …`"),
        };
        self.report(diagnostic);
    }

    /// A field of a bag's records and its type; reports a name that is none.
    pub(crate) fn events_field(&mut self, record: Record, name: &str, place: Span) -> Option<(Field, Type)> {
        match self.field_of_record(record, name) {
            Some((field, Some(ty))) => Some((field, ty)),
            Some((Field::Attribute(attribute), None)) => {
                self.analyte_not_fixed(attribute, place);
                None
            }
            _ => {
                // The words are those for a field of one record.
                let stand_in = Expr {
                    kind: ExprKind::Literal(crate::value::Value::Missing),
                    ty: Type::Event(record),
                    span: place,
                };
                self.field_of(stand_in, record, name, place, place);
                None
            }
        }
    }

    /// Whether records have a date; reports where one is needed and there is none.
    pub(crate) fn demand_dated(&mut self, record: Record, what: &str, span: Span) -> bool {
        let RecordKind::Entity(entity) = record.kind else {
            return true;
        };
        let Some(found) = self.model.entity(entity) else {
            return false;
        };
        if found.dated != Dated::Never {
            return true;
        }
        let (name, declared) = (found.name.clone(), found.span);
        self.report(
            Diagnostic::error(Code::K0306, format!("Records of `{name}` have no date"))
                .at(span, format!("{what} needs one"))
                .and(declared, "the model declares it without `dated`")
                .help("leave out what needs a date, or choose another entity"),
        );
        false
    }
}

fn without_field(events: Events) -> EventsWithField {
    EventsWithField { events, field: None }
}
