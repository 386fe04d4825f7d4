//! Which parts of the data a study uses: only those are read, can be wrong, and are counted (2.9).
//!
//! A definition that no cohort reaches is not used.

use super::walk::{self, Visitor};
use kohort_semantics::model::{AttributeId, AttributeType, Dated, EntityId};
use kohort_semantics::source::Availability;
use kohort_semantics::study::{
    DefinitionId, Events, EventsBase, Expr, ExprKind, Field, Index, RecordKind, Type,
};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// What a study uses of a source.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// The entities whose records it looks at, the patients among them.
    pub(super) entities: BTreeSet<EntityId>,
    /// The attributes it looks at, also to order records or to derive others.
    pub(super) attributes: BTreeSet<AttributeId>,
    /// The helper columns that derived attributes look at.
    pub(super) locals: BTreeSet<(EntityId, u32)>,
}

impl Uses {
    /// What the cohorts of a study reach.
    pub(super) fn of(study: &Study, source: &Source) -> Self {
        let mut finder = Finder {
            study,
            source,
            uses: Uses {
                entities: BTreeSet::from([study.model.patient()]),
                ..Uses::default()
            },
            definitions: BTreeSet::new(),
            waiting: Vec::new(),
            deriving: None,
        };
        for cohort in &study.cohorts {
            match &cohort.index {
                Some(Index::One(date)) => walk::expr(date, &mut finder),
                Some(Index::Each(events)) => {
                    finder.date_of(events.record.kind);
                    walk::events(events, &mut finder);
                }
                None => {}
            }
            for criterion in &cohort.criteria {
                walk::expr(&criterion.condition, &mut finder);
            }
        }
        while let Some((deriving, expr)) = finder.waiting.pop() {
            finder.deriving = deriving;
            walk::expr(expr, &mut finder);
        }
        finder.uses
    }
}

/// Collects uses. What is reached by name waits for its turn: definitions, bounds of precision rules, and the rules of
/// derived attributes, which belong to an entity.
struct Finder<'a> {
    study: &'a Study,
    source: &'a Source,
    uses: Uses,
    definitions: BTreeSet<DefinitionId>,
    waiting: Vec<(Option<EntityId>, &'a Expr)>,
    deriving: Option<EntityId>,
}

impl Finder<'_> {
    fn definition(&mut self, id: DefinitionId) {
        if let (true, Some(definition)) = (self.definitions.insert(id), self.study.definition(id)) {
            self.waiting.push((None, &definition.value));
        }
    }

    fn attribute(&mut self, id: AttributeId) {
        if !self.uses.attributes.insert(id) {
            return;
        }
        self.uses.entities.insert(id.entity);
        if let Some(rule) = self.study.precision_rule(id) {
            self.waiting.extend(
                [&rule.not_before, &rule.not_after]
                    .into_iter()
                    .flatten()
                    .map(|date| (None, date)),
            );
        }
        if let Some(Availability::Derived(rule)) =
            self.source.attribute(id).map(|mapping| &mapping.availability)
        {
            self.waiting.push((Some(id.entity), rule));
        }
        // The unit of a value may depend on which analyte it measures.
        if let Some(AttributeType::QuantityOf(analyte)) =
            self.study.model.attribute(id).map(|found| &found.ty)
        {
            self.attribute(*analyte);
        }
    }

    fn field(&mut self, field: Field, of: RecordKind) {
        match field {
            Field::Attribute(attribute) => self.attribute(attribute),
            Field::Period => self.times_of(of),
            Field::Start | Field::End => {}
        }
    }

    /// The first and last day of the records.
    fn times_of(&mut self, kind: RecordKind) {
        self.date_of(kind);
        if let RecordKind::Entity(entity) = kind
            && let Some(Dated::Span(_, end)) = self.study.model.entity(entity).map(|found| found.dated)
        {
            self.attribute(end);
        }
    }

    /// What windows and picks look at.
    fn date_of(&mut self, kind: RecordKind) {
        if let RecordKind::Entity(entity) = kind
            && let Some(date) = self
                .study
                .model
                .entity(entity)
                .and_then(|found| found.date_attribute())
        {
            self.attribute(date);
        }
    }
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::Attribute(attribute) | ExprKind::RecordField(Field::Attribute(attribute)) => {
                self.attribute(*attribute);
            }
            ExprKind::Local(position) => {
                self.uses
                    .locals
                    .extend(self.deriving.map(|entity| (entity, *position)));
            }
            ExprKind::FieldOf { event, field } => {
                if let Type::Event(record) = &event.ty {
                    self.field(*field, record.kind);
                }
            }
            ExprKind::Aggregate { events, field, .. } => self.field(*field, events.record.kind),
            ExprKind::DaysOf(events) => self.date_of(events.record.kind),
            // Ties are broken by all mapped attributes.
            ExprKind::Pick { events, .. } => {
                if let RecordKind::Entity(entity) = events.record.kind {
                    self.study
                        .model
                        .attribute_ids(entity)
                        .for_each(|attribute| self.attribute(attribute));
                }
            }
            _ => {}
        }
    }

    fn events(&mut self, events: &'a Events) {
        if !events.windows.is_empty() {
            self.date_of(events.record.kind);
        }
        if let (Some(filter), RecordKind::Entity(_)) = (&events.filter, events.record.kind) {
            // `period` inside a where-clause stands for the times of the record under test.
            let mut period = PeriodOfRecord { found: false };
            walk::expr(filter, &mut period);
            if period.found {
                self.times_of(events.record.kind);
            }
        }
        match &events.base {
            EventsBase::Entity(entity) => {
                self.uses.entities.insert(*entity);
            }
            EventsBase::Definition(id) => self.definition(*id),
            EventsBase::Episodes { events: inner, .. } | EventsBase::Gaps { events: inner, .. } => {
                self.times_of(inner.record.kind);
            }
            EventsBase::Nested(_) => {}
        }
    }
}

/// Whether a where-clause looks at the whole time of its record.
struct PeriodOfRecord {
    found: bool,
}

impl<'a> Visitor<'a> for PeriodOfRecord {
    fn expr(&mut self, expr: &'a Expr) {
        self.found |= matches!(expr.kind, ExprKind::RecordField(Field::Period));
    }

    fn events(&mut self, _: &'a Events) {}
}
