//! The places where a study says something else for some sources, and what holds for this one.
//!
//! Invariant: what was decided is the checker's decision; here it only gets the words that every plan and result repeats.
//! Nothing is said of a definition that no cohort uses.

use super::uses;
use crate::algebra::{Adaptation, Chosen};
use kohort_semantics::check::availability::{Chosen as Decision, Decided};
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::source::Source;
use kohort_semantics::study::{
    self, CohortId, DefinitionId, Events, EventsBase, Expr, ExprKind, Field, Place, Study,
};
use kohort_semantics::study_walk::{Part, walk_events, walk_parts};
use std::collections::BTreeSet;

/// What was decided for a source, in the order of the study.
pub(super) fn adaptations(study: &Study, decided: &Decided, source: &Source) -> Vec<Adaptation> {
    let mut finder = Finder {
        study,
        decided,
        source,
        found: Vec::new(),
    };
    let mentioned = uses::of_definitions(&decided.study);
    let cohorts = (0..study.cohorts.len() as u32).map(CohortId);
    let used: BTreeSet<DefinitionId> = cohorts
        .flat_map(|cohort| uses::of_cohort(&decided.study, cohort, &mentioned))
        .collect();
    for (position, definition) in study.definitions.iter().enumerate() {
        if used.contains(&DefinitionId(position as u32)) {
            walk_parts(&definition.value, &mut |part| finder.part(&definition.name, part));
        }
    }
    study.roots(&mut |place, part| {
        let Some(place) = words(study, place) else { return };
        let each = &mut |part: Part<'_>| finder.part(&place, part);
        match part {
            study::Part::Events(events) => walk_events(events, each),
            study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value) => {
                walk_parts(value, each);
            }
        }
    });
    finder.found
}

/// A place of the study as results name it; nothing for those that are told elsewhere or concern no result.
fn words(study: &Study, place: Place) -> Option<String> {
    let cohort = |id: CohortId| study.cohort(id).map(|cohort| cohort.name.as_str());
    match place {
        Place::Index(id) => Some(format!("{}.index", cohort(id)?)),
        Place::Criterion(id, at) => {
            let criterion = study.cohort(id)?.criteria.get(at)?;
            Some(format!("{}.{}", cohort(id)?, criterion.name))
        }
        Place::Endpoint(id) => Some(study.endpoint(id)?.name.clone()),
        Place::Characteristic(id) => Some(study.characteristic(id)?.name.clone()),
        Place::Definition(_) | Place::Precision(_) | Place::Test(_) => None,
    }
}

struct Finder<'a> {
    study: &'a Study,
    decided: &'a Decided,
    source: &'a Source,
    found: Vec<Adaptation>,
}

impl Finder<'_> {
    fn part(&mut self, place: &str, part: Part<'_>) {
        let Part::Expr(expr, _) = part else { return };
        let mut choices = self.decided.choices.iter();
        let Some(choice) = choices.find(|choice| choice.span == expr.span) else {
            return;
        };
        let name = &self.source.name;
        let (chosen, text) = match (&expr.kind, choice.chosen) {
            (ExprKind::OnlyIn { sources, .. }, Decision::Asked) => {
                (Chosen::Asked, format!("only in {}", sources.join(", ")))
            }
            (ExprKind::OnlyIn { sources, .. }, Decision::NotAsked) => (
                Chosen::NotAsked,
                format!("only in {}, so missing in {name}", sources.join(", ")),
            ),
            (ExprKind::IfAvailable { .. }, Decision::Preferred) => (
                Chosen::Preferred,
                format!("preferred, since {name} records all that it needs"),
            ),
            (ExprKind::IfAvailable { preferred, .. }, Decision::Fallback) => (
                Chosen::Fallback,
                format!("fallback, since {name} {}", self.lack(preferred)),
            ),
            _ => return,
        };
        let adaptation = Adaptation {
            place: place.to_owned(),
            text,
            chosen,
        };
        if !self.found.contains(&adaptation) {
            self.found.push(adaptation);
        }
    }

    /// What a value needs that the source does not have, as a predicate of the source.
    fn lack(&self, value: &Expr) -> String {
        let mut lack = None;
        let mut seen = BTreeSet::new();
        self.search(value, &mut seen, &mut lack);
        lack.unwrap_or_else(|| String::from("does not record all that it needs"))
    }

    fn search(&self, value: &Expr, seen: &mut BTreeSet<DefinitionId>, lack: &mut Option<String>) {
        let mut definitions = Vec::new();
        walk_parts(value, &mut |part| {
            let found = match part {
                Part::Expr(expr, _) => self.of_expr(expr, &mut definitions),
                Part::Events(events) => self.of_events(events, &mut definitions),
            };
            if lack.is_none() {
                *lack = found;
            }
        });
        for id in definitions {
            if lack.is_none()
                && seen.insert(id)
                && let Some(definition) = self.study.definition(id)
            {
                self.search(&definition.value, seen, lack);
            }
        }
    }

    fn of_expr(&self, expr: &Expr, definitions: &mut Vec<DefinitionId>) -> Option<String> {
        match &expr.kind {
            ExprKind::Definition(id) => {
                definitions.push(*id);
                None
            }
            ExprKind::Attribute(id)
            | ExprKind::RecordField(Field::Attribute(id))
            | ExprKind::FieldOf {
                field: Field::Attribute(id),
                ..
            }
            | ExprKind::Aggregate {
                field: Field::Attribute(id),
                ..
            } => self.of_attribute(*id),
            ExprKind::OnlyIn { sources, .. } if !sources.contains(&self.source.name) => {
                Some(format!("is not one of {}", sources.join(", ")))
            }
            _ => None,
        }
    }

    fn of_events(&self, events: &Events, definitions: &mut Vec<DefinitionId>) -> Option<String> {
        match &events.base {
            EventsBase::Entity(entity) => self.of_entity(*entity),
            EventsBase::Definition(id) => {
                definitions.push(*id);
                None
            }
            EventsBase::Nested(_)
            | EventsBase::Episodes { .. }
            | EventsBase::Gaps { .. }
            | EventsBase::Lines(_) => None,
        }
    }

    fn of_attribute(&self, id: AttributeId) -> Option<String> {
        let path = self.study.model.attribute_path(id);
        self.of_entity(id.entity)
            .or_else(|| (!self.source.records(id)).then(|| format!("does not record {path}")))
    }

    fn of_entity(&self, id: EntityId) -> Option<String> {
        let name = self
            .study
            .model
            .entity(id)
            .map_or("?", |entity| entity.name.as_str());
        let recorded = self.source.mappings(id).next().is_some();
        (!recorded).then(|| format!("does not record {name}"))
    }
}
