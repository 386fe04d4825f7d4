//! Which entities of the model a study reads where.

use crate::uses::Root;
use kohort_semantics::Study;
use kohort_semantics::model::EntityId;
use kohort_semantics::study::{
    DefinitionId, EventsBase, Expr, ExprKind, Field, Lines, Output, Part, Place, RecordKind,
};
use kohort_semantics::study_walk::{self, Part as Walked};
use std::collections::{BTreeMap, BTreeSet};

/// What is read by something: entities, by itself or through definitions.
#[derive(Debug, Clone, Default)]
struct Read {
    entities: BTreeSet<EntityId>,
    definitions: BTreeSet<DefinitionId>,
}

/// What each root of a study reads.
#[derive(Debug)]
pub(super) struct Reads<'s> {
    study: &'s Study,
    roots: BTreeMap<Root, Read>,
    definitions: BTreeMap<DefinitionId, Read>,
}

impl<'s> Reads<'s> {
    pub(super) fn of(study: &'s Study) -> Self {
        let mut reads = Self {
            study,
            roots: BTreeMap::new(),
            definitions: BTreeMap::new(),
        };
        study.roots(&mut |place, part| {
            let read = match place {
                Place::Definition(id) => reads.definitions.entry(id).or_default(),
                Place::Index(id) => reads.roots.entry(Root::Index(id)).or_default(),
                Place::Criterion(id, at) => reads.roots.entry(Root::Criterion(id, at)).or_default(),
                Place::Endpoint(id) => reads.roots.entry(Root::Endpoint(id)).or_default(),
                Place::Characteristic(id) => reads.roots.entry(Root::Characteristic(id)).or_default(),
                Place::Precision(_) | Place::Test(_) => return,
            };
            read.part(part);
        });
        for (position, output) in study.outputs.iter().enumerate() {
            if let Output::Treatments { lines, .. } = output {
                let read = reads.roots.entry(Root::Output(position)).or_default();
                read.definitions.insert(*lines);
            }
        }
        reads
    }

    /// The roots that read one of these entities, by name, also through definitions.
    pub(super) fn roots_of(&self, entities: &BTreeSet<String>) -> Vec<Root> {
        let named = |id: &EntityId| {
            let entity = self.study.model.entity(*id);
            entity.is_some_and(|entity| entities.contains(&entity.name))
        };
        let reading = self.roots.iter().filter(|(_, read)| {
            let mut seen = BTreeSet::new();
            let mut waiting: Vec<DefinitionId> = read.definitions.iter().copied().collect();
            let mut found = read.entities.iter().any(named);
            while let Some(id) = waiting.pop() {
                if let Some(read) = self.definitions.get(&id).filter(|_| seen.insert(id)) {
                    found |= read.entities.iter().any(named);
                    waiting.extend(&read.definitions);
                }
            }
            found
        });
        reading.map(|(root, _)| *root).collect()
    }
}

impl Read {
    fn part(&mut self, part: Part<'_>) {
        let mut visit = |walked: Walked<'_>| match walked {
            Walked::Expr(expr, _) => self.expression(expr),
            Walked::Events(events) => {
                if let RecordKind::Entity(entity) = events.record.kind {
                    self.entities.insert(entity);
                }
                match &events.base {
                    EventsBase::Entity(entity) => drop(self.entities.insert(*entity)),
                    EventsBase::Definition(id) => drop(self.definitions.insert(*id)),
                    EventsBase::Lines(lines) => self.lines(lines),
                    _ => {}
                }
            }
        };
        match part {
            Part::Operand(expr) | Part::Date(expr) | Part::Filter(expr) => {
                study_walk::walk_parts(expr, &mut visit);
            }
            Part::Events(events) => study_walk::walk_events(events, &mut visit),
        }
    }

    fn expression(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Definition(id) => drop(self.definitions.insert(*id)),
            ExprKind::Attribute(attribute)
            | ExprKind::RecordField(Field::Attribute(attribute))
            | ExprKind::FieldOf {
                field: Field::Attribute(attribute),
                ..
            } => drop(self.entities.insert(attribute.entity)),
            _ => {}
        }
    }

    fn lines(&mut self, lines: &Lines) {
        self.entities.insert(lines.drug.entity);
    }
}
