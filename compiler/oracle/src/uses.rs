//! Which parts of the data a study uses: only those are read, can be wrong, and are counted (2.9).
//!
//! A definition that no cohort reaches is not used.

use crate::reach;
use crate::walk::{self, Visitor};
use kohort_semantics::model::{AttributeId, AttributeType, Dated, EntityId};
use kohort_semantics::source::Availability;
use kohort_semantics::study::{
    CohortId, DefinitionId, Events, EventsBase, Expr, ExprKind, Field, Index, RecordKind, Type,
};
use kohort_semantics::{Source, Study};
use std::collections::BTreeSet;

/// What a study uses of a source.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// The entities whose records it looks at, the patients among them.
    pub(crate) entities: BTreeSet<EntityId>,
    /// The attributes it looks at, also to order records or to derive others.
    pub(crate) attributes: BTreeSet<AttributeId>,
    /// The helper columns that derived attributes look at: the position of the mapping in the source, and theirs in it.
    pub(crate) locals: BTreeSet<(usize, u32)>,
}

impl Uses {
    /// What the cohorts of a study reach, and some expressions beside them. The study has no choices left that depend on
    /// the source.
    pub(crate) fn of(study: &Study, source: &Source, beside: &[&Expr]) -> Self {
        let mut finder = Finder {
            study,
            source,
            uses: Uses {
                entities: BTreeSet::from([study.model.patient()]),
                ..Uses::default()
            },
            definitions: BTreeSet::new(),
            waiting: beside.iter().map(|expr| (None, *expr)).collect(),
            deriving: None,
        };
        for (id, cohort) in (0u32..).map(CohortId).zip(&study.cohorts) {
            if let Some(Index::Each(events)) = &cohort.index {
                finder.date_of(events.record.kind);
            }
            reach::cohort(study, id, &mut finder);
            for lines in reach::counted_lines(study, id) {
                finder.definition(lines);
            }
        }
        while let Some((deriving, expr)) = finder.waiting.pop() {
            finder.deriving = deriving;
            walk::expr(expr, &mut finder);
        }
        finder.uses
    }
}

/// Collects uses. What is reached by name waits for its turn: definitions, bounds of precision rules and of the source, and
/// the rules of derived attributes, which belong to a mapping.
struct Finder<'a> {
    study: &'a Study,
    source: &'a Source,
    uses: Uses,
    definitions: BTreeSet<DefinitionId>,
    waiting: Vec<(Option<usize>, &'a Expr)>,
    /// The mapping whose rule is walked.
    deriving: Option<usize>,
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
            let bounds = [&rule.not_before, &rule.not_after].into_iter().flatten();
            self.waiting.extend(bounds.map(|date| (None, date)));
        }
        let limits = self.source.bounds.iter().filter(|bound| bound.attribute == id);
        self.waiting.extend(limits.map(|bound| (None, &bound.limit)));
        for (number, mapping) in self.source.entities.iter().enumerate() {
            let said = mapping.attributes.iter().find(|said| said.attribute == id);
            if let Some(Availability::Derived(rule)) = said.map(|said| &said.availability) {
                self.waiting.push((Some(number), rule));
            }
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
            Field::Start | Field::End | Field::Line(_) => {}
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
                let local = self.deriving.map(|mapping| (mapping, *position));
                self.uses.locals.extend(local);
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
            let mut period = walk::PeriodOfRecord::default();
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
}
