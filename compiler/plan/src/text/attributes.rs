//! The attributes that a study asks for, and what a source records of each.
//!
//! Invariant: it follows from the study and the source model alone. An attribute counts as asked for where something reads
//! it on which a result depends.

use super::document::Document;
use super::kind::Kind;
use kohort_semantics::capability::{Capability, capability};
use kohort_semantics::meaning::used_definitions;
use kohort_semantics::model::{AttributeId, Dated, EntityId, Model};
use kohort_semantics::source::{Availability, Source};
use kohort_semantics::study::{
    self, Events, EventsBase, Expr, ExprKind, Field, Lines, Place, Record, RecordKind, Study, TieBreak,
};
use kohort_semantics::study_walk::{Part, walk_events, walk_parts};
use std::collections::BTreeSet;

/// The section.
pub(super) fn attributes(study: &Study, source: &Source, document: &mut Document) {
    document.section("attributes that the study asks for");
    let model = &study.model;
    let mut asked: Vec<(String, AttributeId)> = Vec::new();
    for attribute in asked_for(study) {
        asked.push((model.attribute_path(attribute), attribute));
    }
    asked.sort();
    for (path, attribute) in asked {
        let (recorded, tables) = match capability(source, attribute) {
            Capability::Present { columns } => (String::from("recorded"), columns),
            Capability::Derived { columns } => (String::from("derived"), columns),
            Capability::Coarser { precision, columns } => {
                (format!("may be known to the {precision} only"), columns)
            }
            Capability::Absent { reason } => (format!("absent: {reason}"), Vec::new()),
        };
        document.named(1, Kind::Attribute, &path, &format!("{path}: {recorded}"));
        let columns = tables.into_iter().collect::<BTreeSet<String>>();
        document.lines(2, columns.into_iter().map(|column| format!("from {column}")));
        document.lines(2, lacking(source, attribute));
    }
}

/// The tables whose records do not have an attribute that others have.
fn lacking(source: &Source, attribute: AttributeId) -> BTreeSet<String> {
    if !source.records(attribute) {
        return BTreeSet::new();
    }
    let mappings = source.mappings(attribute.entity);
    let lacking = mappings.filter_map(|mapping| {
        match &mapping.attributes.get(attribute.index as usize)?.availability {
            Availability::Absent { reason } => {
                let table = source
                    .table(mapping.table)
                    .map_or("?", |table| table.name.as_str());
                Some(format!("not in {table}: {reason}"))
            }
            _ => None,
        }
    });
    lacking.collect()
}

/// The attributes that results depend on.
fn asked_for(study: &Study) -> BTreeSet<AttributeId> {
    let used = used_definitions(study);
    let mut asked = Asked {
        model: &study.model,
        found: BTreeSet::new(),
    };
    study.roots(&mut |place, part| {
        let counts = match place {
            Place::Definition(id) => used.contains(&id),
            Place::Test(_) => false,
            _ => true,
        };
        match part {
            _ if !counts => {}
            study::Part::Events(events) => walk_events(events, &mut |part| asked.part(part)),
            study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value) => {
                walk_parts(value, &mut |part| asked.part(part));
            }
        }
    });
    asked.found
}

struct Asked<'s> {
    model: &'s Model,
    found: BTreeSet<AttributeId>,
}

impl Asked<'_> {
    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Expr(expr, record) => self.expr(expr, record),
            Part::Events(events) => self.events(events),
        }
    }

    fn expr(&mut self, expr: &Expr, record: Option<Record>) {
        match &expr.kind {
            ExprKind::Attribute(id) => drop(self.found.insert(*id)),
            ExprKind::RecordField(field) => self.field(*field, record.map(|record| record.kind)),
            ExprKind::FieldOf { event, field } => {
                let kind = match &event.ty {
                    study::Type::Event(record) => Some(record.kind),
                    _ => None,
                };
                self.field(*field, kind);
            }
            ExprKind::Aggregate { events, field, .. } => self.field(*field, Some(events.record.kind)),
            ExprKind::Pick { ties, .. } => {
                for tie in ties {
                    let (TieBreak::ValueFirst(id, _)
                    | TieBreak::HighestFirst(id)
                    | TieBreak::LowestFirst(id)) = tie;
                    self.found.insert(*id);
                }
            }
            _ => {}
        }
    }

    /// A field of a record: that of an entity's record, or its time.
    fn field(&mut self, field: Field, record: Option<RecordKind>) {
        match (field, record) {
            (Field::Attribute(id), _) => drop(self.found.insert(id)),
            (Field::Start | Field::End | Field::Period, Some(RecordKind::Entity(id))) => self.dates(id),
            _ => {}
        }
    }

    /// Windows and picks look at the dates of records.
    fn events(&mut self, events: &Events) {
        match &events.base {
            EventsBase::Entity(id) => self.dates(*id),
            EventsBase::Lines(lines) => self.lines(lines),
            _ => {}
        }
    }

    fn lines(&mut self, lines: &Lines) {
        self.found.insert(lines.drug);
        self.found.extend(lines.supply);
    }

    fn dates(&mut self, id: EntityId) {
        match self.model.entity(id).map(|entity| entity.dated) {
            Some(Dated::On(date)) => drop(self.found.insert(date)),
            Some(Dated::Span(first, last)) => self.found.extend([first, last]),
            Some(Dated::Never) | None => {}
        }
    }
}
