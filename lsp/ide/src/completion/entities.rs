//! Entities of the model, and records that have names.

use super::asked::Asked;
use super::fields::joined;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::values::own_type;
use crate::declared::What;
use kohort_grammar::SyntaxKind;
use kohort_semantics::Sort;
use kohort_semantics::model::Cardinality;

/// The entities of the model.
pub(super) fn entities(asked: &Asked<'_>, fit: Fit, drafts: &mut Vec<Draft>) {
    let Some(model) = &asked.model else { return };
    for (order, entity) in model.entities.iter().enumerate() {
        let Some((id, _)) = model.entity_named(&entity.name) else {
            continue;
        };
        if id == model.patient() {
            continue;
        }
        let existence = asked.countries.entity(id);
        let number = match entity.cardinality {
            Cardinality::One => "at most one record",
            Cardinality::Many => "records",
        };
        drafts.push(
            Draft::new(entity.name.clone(), CompletionKind::Entity, fit, Near::Model)
                .order(order)
                .detail(joined(number, &existence.marks))
                .doc(entity.doc.clone())
                .absent(existence.absent),
        );
    }
}

/// What a pick can choose from.
pub(super) fn events(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    entities(asked, Fit::Exact, drafts);
    let one: Vec<String> = asked
        .model
        .iter()
        .flat_map(|model| &model.entities)
        .filter(|entity| entity.cardinality == Cardinality::One)
        .map(|entity| entity.name.clone())
        .collect();
    for draft in drafts.iter_mut() {
        if draft.kind == CompletionKind::Entity && one.contains(&draft.label) {
            draft.fit = Fit::Open;
        }
    }
    for (name, module, declared) in asked.visible() {
        let is_lines = matches!(declared.what, What::Lines);
        let shape = own_type(asked, name).filter(|_| asked.is_own(module));
        let is_events = shape.is_some_and(|shape| matches!(shape.sort, Sort::Events(_)));
        if (is_lines || is_events) && !asked.inside_declaration_of(name) {
            let near = if asked.is_own(module) {
                Near::Own
            } else {
                Near::Imported
            };
            drafts.push(
                Draft::new(name, super::values::kind(&declared.what), Fit::Exact, near)
                    .detail(shape.map_or("lines of therapy", |shape| shape.words.as_str()))
                    .doc(declared.doc.clone()),
            );
        }
    }
}

/// What can stand before the dot in the path of a date: entities, and dates of the patient.
pub(super) fn dates(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let from = drafts.len();
    if let Some(model) = &asked.model {
        for id in model.attribute_ids(model.patient()) {
            drafts.extend(super::fields::attribute(asked, id, Near::Model));
        }
    }
    super::fields::keep_dates(asked, "patient", from, drafts);
    entities(asked, Fit::Open, drafts);
}

/// What a source can map.
pub(super) fn mapped(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(model) = &asked.model else { return };
    let written: Vec<String> = asked
        .inside(SyntaxKind::SourceDecl)
        .into_iter()
        .flat_map(|source| source.children())
        .filter(|child| {
            matches!(
                child.kind(),
                SyntaxKind::EntityMappingDecl | SyntaxKind::AbsentEntityDecl
            )
        })
        .map(|child| super::place::first_word(&child))
        .collect();
    for (order, entity) in model.entities.iter().enumerate() {
        let fit = if written.contains(&entity.name) {
            Fit::Other
        } else {
            Fit::Exact
        };
        drafts.push(
            Draft::new(entity.name.clone(), CompletionKind::Entity, fit, Near::Model)
                .order(order)
                .detail(if fit == Fit::Exact { "not mapped yet" } else { "" })
                .plain(format!("{}{}", entity.name, asked.follows))
                .doc(entity.doc.clone()),
        );
    }
}
