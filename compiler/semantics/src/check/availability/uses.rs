//! What a study reads: entities and attributes, with every place that does.
//!
//! Reading includes what is not written: the date of records that are picked or put in windows, the date of birth
//! of an age, the ends of the time that a record lasts.

use crate::model::{AttributeId, Dated, EntityId};
use crate::study::{Events, EventsBase, Expr, ExprKind, Field, Index, Record, RecordKind, Study, TieBreak};
use crate::study_walk::{Part, walk_parts, walk_study};
use kohort_base::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Every attribute that a study reads, and where it first does.
pub fn used_attributes(study: &Study) -> BTreeMap<AttributeId, Span> {
    let uses = Uses::of(study);
    uses.attributes
        .into_iter()
        .filter_map(|(attribute, places)| Some((attribute, *places.first()?)))
        .collect()
}

/// Where a study reads what, in the order of the text as far as one file goes.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Every attribute.
    pub(super) attributes: BTreeMap<AttributeId, Vec<Span>>,
    /// Every entity, also where only the existence of its records counts.
    pub(super) entities: BTreeMap<EntityId, Vec<Span>>,
}

impl Uses {
    /// All that a study reads.
    pub(super) fn of(study: &Study) -> Self {
        let mut uses = Self::default();
        walk_study(study, &mut |part| uses.part(study, part));
        for cohort in &study.cohorts {
            if let Some(Index::Each(events)) = &cohort.index {
                uses.date(study, events.record, events.span);
            }
        }
        uses.bounds(study);
        for places in uses.attributes.values_mut().chain(uses.entities.values_mut()) {
            places.sort();
            *places = apart(places);
        }
        uses
    }

    /// The bounds of precision rules are read where their dates are; they may use dates with rules of their own.
    pub(super) fn bounds(&mut self, study: &Study) {
        let mut done: BTreeSet<AttributeId> = BTreeSet::new();
        loop {
            let next = study.precision.iter().find(|rule| {
                self.attributes.contains_key(&rule.attribute) && !done.contains(&rule.attribute)
            });
            let Some(rule) = next else { return };
            done.insert(rule.attribute);
            for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
                walk_parts(bound, &mut |part| self.part(study, part));
            }
        }
    }

    /// What one part of an expression reads.
    pub(super) fn part(&mut self, study: &Study, part: Part<'_>) {
        match part {
            Part::Expr(expr, record) => self.expr(study, expr, record),
            Part::Events(events) => self.events(study, events),
        }
    }

    fn expr(&mut self, study: &Study, expr: &Expr, record: Option<Record>) {
        match &expr.kind {
            ExprKind::Attribute(attribute) => self.attribute(*attribute, expr.span),
            ExprKind::RecordField(Field::Attribute(attribute)) => self.attribute(*attribute, expr.span),
            ExprKind::RecordField(field) => {
                if let Some(record) = record {
                    self.field(study, record, *field, expr.span);
                }
            }
            ExprKind::FieldOf { event, field } => {
                if let Some(record) = record_of(event) {
                    self.field(study, record, *field, expr.span);
                }
            }
            ExprKind::Aggregate { events, field, .. } => self.field(study, events.record, *field, expr.span),
            ExprKind::DaysOf(events) => self.date(study, events.record, expr.span),
            ExprKind::Pick { events, ties, .. } => {
                self.date(study, events.record, expr.span);
                for tie in ties {
                    let (TieBreak::ValueFirst(attribute, _)
                    | TieBreak::HighestFirst(attribute)
                    | TieBreak::LowestFirst(attribute)) = tie;
                    self.attribute(*attribute, expr.span);
                }
            }
            _ => {}
        }
    }

    fn events(&mut self, study: &Study, events: &Events) {
        match &events.base {
            EventsBase::Entity(entity) => self.entities.entry(*entity).or_default().push(events.span),
            EventsBase::Episodes { events: inner, .. } | EventsBase::Gaps { events: inner, .. } => {
                self.field(study, inner.record, Field::Period, events.span);
                self.date(study, inner.record, events.span);
            }
            EventsBase::Lines(lines) => {
                // Where no end is recorded, the rules say what a record covers.
                self.date(study, lines.records.record, events.span);
                self.attribute(lines.drug, events.span);
                if let Some(supply) = lines.supply {
                    self.attribute(supply, events.span);
                }
                for dated in lines
                    .breakers
                    .iter()
                    .chain(&lines.progression)
                    .chain(&lines.without)
                {
                    self.date(study, dated.record, dated.span);
                }
            }
            EventsBase::Definition(_) | EventsBase::Nested(_) => {}
        }
        if let Some(window) = events.windows.first() {
            self.date(study, events.record, window.span);
        }
    }

    fn attribute(&mut self, attribute: AttributeId, place: Span) {
        self.attributes.entry(attribute).or_default().push(place);
        self.entities.entry(attribute.entity).or_default().push(place);
    }

    fn field(&mut self, study: &Study, record: Record, field: Field, place: Span) {
        match (field, dated(study, record)) {
            (Field::Attribute(attribute), _) => self.attribute(attribute, place),
            (Field::Period, Dated::Span(start, end)) => {
                self.attribute(start, place);
                self.attribute(end, place);
            }
            _ => {}
        }
    }

    fn date(&mut self, study: &Study, record: Record, place: Span) {
        if let Dated::On(date) | Dated::Span(date, _) = dated(study, record) {
            self.attribute(date, place);
        }
    }
}

/// The places without those that overlap one before: a window is part of the events it narrows.
fn apart(sorted: &[Span]) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for place in sorted {
        if kept
            .last()
            .is_none_or(|last| last.file != place.file || last.end <= place.start)
        {
            kept.push(*place);
        }
    }
    kept
}

/// How the records of a bag are dated; episodes and gaps have dates that are computed.
pub(super) fn dated(study: &Study, record: Record) -> Dated {
    match record.kind {
        RecordKind::Entity(entity) => study
            .model
            .entity(entity)
            .map_or(Dated::Never, |entity| entity.dated),
        RecordKind::Periods | RecordKind::Lines => Dated::Never,
    }
}

/// What an event is a record of.
pub(super) fn record_of(event: &Expr) -> Option<Record> {
    match event.ty {
        crate::study::Type::Event(record) | crate::study::Type::Events(record) => Some(record),
        _ => None,
    }
}
