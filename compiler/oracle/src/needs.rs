//! What a value needs of a source, and whether the source records it: what `if available` asks.
//!
//! Only the source model is asked, never data.

use crate::choose::Available;
use crate::coverage::can_hold;
use crate::walk::{self, Inside, Visitor};
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::study::{
    DefinitionId, Events, EventsBase, Expr, ExprKind, Field, RecordKind, TieBreak, Type,
};
use std::collections::BTreeSet;

/// Whether a source records all that an expression needs.
pub(crate) fn are_recorded(available: &Available<'_>, expr: &Expr) -> bool {
    let mut needs = Needs {
        available,
        entities: BTreeSet::new(),
        attributes: BTreeSet::new(),
        comparisons: Vec::new(),
        asked_elsewhere: false,
        definitions: BTreeSet::new(),
        waiting: vec![expr],
    };
    while let Some(next) = needs.waiting.pop() {
        walk::expr(next, &mut needs);
    }
    let source = available.source;
    needs
        .entities
        .iter()
        .all(|entity| source.mappings(*entity).next().is_some())
        && needs
            .attributes
            .iter()
            .all(|attribute| source.records(*attribute))
        && needs
            .comparisons
            .iter()
            .all(|comparison| can_hold(available.study, source, comparison))
        && !needs.asked_elsewhere
}

struct Needs<'a> {
    available: &'a Available<'a>,
    entities: BTreeSet<EntityId>,
    attributes: BTreeSet<AttributeId>,
    /// Comparisons with code lists and drugs.
    comparisons: Vec<&'a Expr>,
    /// Whether something in it is asked for in other sources only.
    asked_elsewhere: bool,
    definitions: BTreeSet<DefinitionId>,
    waiting: Vec<&'a Expr>,
}

impl<'a> Needs<'a> {
    fn definition(&mut self, id: DefinitionId) {
        if let (true, Some(definition)) = (self.definitions.insert(id), self.available.study.definition(id)) {
            self.waiting.push(&definition.value);
        }
    }

    fn attribute(&mut self, id: AttributeId) {
        self.entities.insert(id.entity);
        if !self.attributes.insert(id) {
            return;
        }
        if let Some(rule) = self.available.study.precision_rule(id) {
            let bounds = [&rule.not_before, &rule.not_after].into_iter().flatten();
            self.waiting.extend(bounds);
        }
    }

    fn field(&mut self, field: Field, of: RecordKind) {
        match field {
            Field::Attribute(attribute) => self.attribute(attribute),
            Field::Period => self.times_of(of),
            Field::Start | Field::End | Field::Line(_) => {}
        }
    }

    fn times_of(&mut self, kind: RecordKind) {
        for attribute in self.dates(kind) {
            self.attribute(attribute);
        }
    }

    fn date_of(&mut self, kind: RecordKind) {
        if let Some(date) = self.dates(kind).first() {
            self.attribute(*date);
        }
    }

    fn dates(&self, kind: RecordKind) -> Vec<AttributeId> {
        let RecordKind::Entity(entity) = kind else {
            return Vec::new();
        };
        match self
            .available
            .study
            .model
            .entity(entity)
            .map(|entity| entity.dated)
        {
            Some(Dated::On(date)) => vec![date],
            Some(Dated::Span(start, end)) => vec![start, end],
            Some(Dated::Never) | None => Vec::new(),
        }
    }
}

impl<'a> Visitor<'a> for Needs<'a> {
    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::Attribute(attribute) | ExprKind::RecordField(Field::Attribute(attribute)) => {
                self.attribute(*attribute);
            }
            ExprKind::FieldOf { event, field } => {
                if let Type::Event(record) = &event.ty {
                    self.field(*field, record.kind);
                }
            }
            ExprKind::Aggregate { events, field, .. } => self.field(*field, events.record.kind),
            ExprKind::DaysOf(events) => self.date_of(events.record.kind),
            ExprKind::Pick { events, ties, .. } => {
                self.date_of(events.record.kind);
                for tie in ties {
                    let (TieBreak::ValueFirst(attribute, _)
                    | TieBreak::HighestFirst(attribute)
                    | TieBreak::LowestFirst(attribute)) = tie;
                    self.attribute(*attribute);
                }
            }
            ExprKind::InCodes { .. }
            | ExprKind::InDrugs { .. }
            | ExprKind::InSet { .. }
            | ExprKind::Compare { .. } => self.comparisons.push(expr),
            ExprKind::OnlyIn { sources, .. } => {
                self.asked_elsewhere |= !self.available.is_asked(sources);
            }
            _ => {}
        }
    }

    fn events(&mut self, events: &'a Events) {
        if !events.windows.is_empty() {
            self.date_of(events.record.kind);
        }
        if let Some(filter) = &events.filter {
            // `period` inside a where-clause stands for the times of the record under test.
            let mut period = walk::PeriodOfRecord::default();
            walk::expr(filter, &mut period);
            if period.found {
                self.times_of(events.record.kind);
            }
        }
        match &events.base {
            EventsBase::Entity(entity) => {
                self.entities.insert(*entity);
            }
            EventsBase::Definition(id) => self.definition(*id),
            EventsBase::Episodes { events: inner, .. } | EventsBase::Gaps { events: inner, .. } => {
                self.times_of(inner.record.kind);
            }
            EventsBase::Lines(lines) => {
                self.times_of(lines.records.record.kind);
                self.attribute(lines.drug);
                lines.supply.into_iter().for_each(|supply| self.attribute(supply));
                let dated = lines
                    .breakers
                    .iter()
                    .chain(&lines.progression)
                    .chain(&lines.without);
                dated.for_each(|events| self.date_of(events.record.kind));
            }
            EventsBase::Nested(_) => {}
        }
    }

    /// Of a choice inside, only what is chosen is needed.
    fn inside(&self, expr: &'a Expr) -> Inside<'a> {
        match &expr.kind {
            ExprKind::IfAvailable { preferred, fallback } => {
                Inside::Only(if self.available.is_available(preferred) {
                    preferred
                } else {
                    fallback
                })
            }
            _ => Inside::All,
        }
    }
}
