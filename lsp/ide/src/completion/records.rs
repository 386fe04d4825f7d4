//! Records of a test's person, and values in the mappings of a source.

use super::asked::Asked;
use super::drugs::{Which, drugs};
use super::item::{CompletionKind, Draft, Fit, Near};
use super::{analytes, entities, fields, lists};
use kohort_grammar::SyntaxKind;
use kohort_semantics::model::{Attribute, AttributeId, AttributeType, EntityId};

/// What a record begins with.
pub(super) fn head(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    entities::entities(asked, Fit::Exact, drafts);
    if let Some(model) = &asked.model {
        for id in model.attribute_ids(model.patient()) {
            drafts.extend(fields::attribute(asked, id, Near::Model));
        }
    }
    // Whether a source has it does not matter to an invented person.
    for draft in drafts.iter_mut() {
        draft.absent = false;
        draft.fit = Fit::Exact;
    }
}

/// Attributes of the record's entity, and values of theirs.
pub(super) fn value(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(record) = asked.inside(SyntaxKind::TestRecord) else {
        return;
    };
    let head = super::place::first_word(&record);
    let Some(model) = &asked.model else { return };
    // What belongs to the patient may stand on one line.
    let entity = asked.entity(&head).map_or(model.patient(), |(id, _)| id);
    // Behind the name of an attribute stands its value.
    let named = asked.before.text().split_whitespace().last().unwrap_or_default();
    let named = model
        .entity(entity)
        .and_then(|entity| entity.attribute_named(named));
    if let Some((_, attribute)) = named {
        match attribute.ty {
            AttributeType::Code => lists::systems(asked, drafts),
            _ => values_of(asked, attribute, drafts),
        }
        return;
    }
    let from = drafts.len();
    let of_patient = entity == model.patient();
    for id in model.attribute_ids(entity) {
        let Some(attribute) = model.attribute(id) else {
            continue;
        };
        if !of_patient {
            values_of(asked, attribute, drafts);
        }
        let fit = if of_patient { Fit::Exact } else { Fit::Open };
        drafts.extend(fields::attribute(asked, id, Near::Model).map(|draft| Draft { fit, ..draft }));
    }
    for draft in drafts.iter_mut().skip(from) {
        draft.absent = false;
    }
    if !of_patient {
        lists::systems(asked, drafts);
    }
}

fn values_of(asked: &Asked<'_>, attribute: &Attribute, drafts: &mut Vec<Draft>) {
    match &attribute.ty {
        AttributeType::Category(category) => {
            for (order, value) in category.values.iter().enumerate() {
                drafts.push(
                    Draft::new(value.clone(), CompletionKind::Value, Fit::Exact, Near::Local)
                        .order(order)
                        .detail(attribute.name.clone()),
                );
            }
        }
        AttributeType::Analyte => analytes::analytes(asked, drafts),
        AttributeType::Drug => drugs(asked, Which::Single, drafts),
        _ => {}
    }
}

/// The entity that a mapping around is of.
fn mapped_entity(asked: &Asked<'_>) -> Option<EntityId> {
    let mapping = asked.inside(SyntaxKind::EntityMappingDecl)?;
    let name = mapping
        .children()
        .find(|child| child.kind() == SyntaxKind::Name)?;
    let (id, _) = asked.entity(&super::place::significant(&name))?;
    Some(id)
}

/// The attributes of the entity that is mapped, those without a mapping first.
pub(super) fn mapped_attribute(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(entity) = mapped_entity(asked) else {
        return;
    };
    let written: Vec<String> = asked
        .inside(SyntaxKind::EntityMappingDecl)
        .into_iter()
        .flat_map(|mapping| mapping.children())
        .filter(|child| child.kind() == SyntaxKind::MappingDecl)
        .flat_map(|mapping| mapping.children())
        .filter(|child| child.kind() == SyntaxKind::Name)
        .map(|name| super::place::significant(&name))
        .collect();
    let Some(model) = &asked.model else { return };
    for id in model.attribute_ids(entity) {
        if let Some(draft) = fields::attribute(asked, id, Near::Model) {
            let fit = if written.contains(&draft.label) {
                Fit::Other
            } else {
                Fit::Exact
            };
            let text = format!("{}{}", draft.label, asked.follows);
            drafts.push(Draft {
                fit,
                absent: false,
                ..draft.plain(text)
            });
        }
    }
}

/// What a text of the mapped attribute can stand for.
pub(super) fn mapped_value(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(entity) = mapped_entity(asked) else {
        return;
    };
    let Some(mapping) = asked.inside(SyntaxKind::MappingDecl) else {
        return;
    };
    let name = super::place::first_word(&mapping);
    let Some(model) = &asked.model else { return };
    let attribute = model
        .entity(entity)
        .and_then(|entity| entity.attribute_named(&name));
    let Some((index, _)) = attribute else { return };
    if let Some(attribute) = model.attribute(AttributeId { entity, index }) {
        values_of(asked, attribute, drafts);
    }
}

/// The tables of the source.
pub(super) fn tables(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(source) = asked.inside(SyntaxKind::SourceDecl) else {
        return;
    };
    let tables = source
        .children()
        .filter(|child| child.kind() == SyntaxKind::TableDecl);
    for (order, table) in tables.enumerate() {
        let name = table
            .children()
            .find(|child| child.kind() == SyntaxKind::NameOrString);
        if let Some(name) = name {
            drafts.push(
                Draft::new(
                    super::place::significant(&name),
                    CompletionKind::Table,
                    Fit::Exact,
                    Near::Local,
                )
                .order(order)
                .detail("table"),
            );
        }
    }
}
