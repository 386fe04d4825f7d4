//! Which tables an entity is read from, and the order in which its attributes are understood.
//!
//! First the local columns, then the attributes; quantities after the analytes that say what they measure. Several
//! mappings of one entity add up.

use super::{Context, attribute, condition, derived, lines, local, unmentioned};
use crate::lower::entity_symbol;
use crate::lower::model::offer;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::source::{AttributeMapping, Availability, EntityMapping, Repeats, TableId};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, MappingKind, RepeatsKind};
use std::collections::BTreeMap;

/// The mappings in their order.
pub(super) fn entities(decl: &ast::SourceDecl, context: &mut Context<'_>) -> Vec<EntityMapping> {
    let mut mapped: Vec<EntityMapping> = Vec::new();
    for written in decl.mappings() {
        let Some(name) = written.entity() else { continue };
        let place = context.span(name.range());
        let table = written.table().and_then(|table| context.table(&table));
        let Some(entity) = named(&name, place, context) else {
            continue;
        };
        context.table = table;
        let mapping = mapping(&written, entity, table, place, context);
        context.table = None;
        if let Some(first) = mapped.iter().find(|known| same_records(known, &mapping)) {
            let finding = Diagnostic::error(Code::K0607, format!("`{}` is mapped twice alike", name.text()))
                .at(place, "reads the same records again")
                .and(first.span, "the first mapping")
                .help("keep one; mappings of one entity add up, so every record would count twice");
            context.report(finding);
            continue;
        }
        mapped.push(mapping);
    }
    mapped
}

/// Whether two mappings read the same rows in the same way.
fn same_records(first: &EntityMapping, second: &EntityMapping) -> bool {
    let values = |mapping: &EntityMapping| -> Vec<Availability> {
        let each = mapping.attributes.iter();
        each.map(|attribute| attribute.availability.clone()).collect()
    };
    first.entity == second.entity
        && first.table == second.table
        && first.key == second.key
        && first.condition == second.condition
        && first.locals == second.locals
        && values(first) == values(second)
}

/// The entity of a name; reports one that the model does not have.
pub(super) fn named(name: &ast::Name, place: Span, context: &mut Context<'_>) -> Option<EntityId> {
    let text = name.text();
    if let Some((entity, _)) = context.model.entity_named(&text) {
        context.names(place, entity_symbol(context.model, entity));
        return Some(entity);
    }
    let model = context.model;
    let finding = Diagnostic::error(Code::K0602, format!("The model `{}` has no `{text}`", model.name))
        .at(place, "not an entity of the model")
        .and(model.span, "the model of this source");
    let names = model.entities.iter().map(|entity| entity.name.as_str());
    context.report(offer(finding, place, &text, names, "it has"));
    None
}

fn mapping(
    written: &ast::EntityMappingDecl,
    entity: EntityId,
    table: Option<TableId>,
    place: Span,
    context: &mut Context<'_>,
) -> EntityMapping {
    let key = written
        .key()
        .map(|key| context.column(&key, false))
        .unwrap_or_default();
    let condition = written
        .condition()
        .and_then(|written| condition::condition(&written, context));
    let repeats = repeats(written, context);
    let locals = local::locals(written, entity, context);
    let lines = lines::lines(written, entity, context);
    let mut found: BTreeMap<AttributeId, Availability> = BTreeMap::new();
    for measured in [false, true] {
        for (id, line) in &lines.chosen {
            if measured == needs_analyte(*id, context) {
                let availability = match line.decl.kind() {
                    MappingKind::Derived(rule) => derived::rule(rule, *id, &locals, context),
                    _ => attribute::availability(line, *id, &key, &found, context),
                };
                found.extend(availability.map(|availability| (*id, availability)));
            }
        }
    }
    derived::check(&found, &lines.chosen, context);
    let mentioned = |id: &AttributeId| lines.chosen.contains_key(id) || lines.misspelt.contains(id);
    unmentioned::report(written, entity, &mentioned, context);
    let said = |id: &AttributeId| lines.chosen.get(id).map(|line| line.decl.range());
    let attributes = context.model.attribute_ids(entity).map(|id| AttributeMapping {
        attribute: id,
        availability: found.remove(&id).unwrap_or_else(not_understood),
        span: said(&id).map_or(place, |range| context.span(range)),
    });
    let attributes = attributes.collect();
    EntityMapping {
        entity,
        table: table.unwrap_or(TableId(0)),
        key,
        condition,
        repeats,
        locals: locals.into_iter().map(|(local, ..)| local).collect(),
        attributes,
        span: place,
    }
}

fn repeats(written: &ast::EntityMappingDecl, context: &mut Context<'_>) -> Repeats {
    match written.repeats().map(|option| option.kind()) {
        Some(RepeatsKind::Distinct) => Repeats::Distinct,
        Some(RepeatsKind::LastBy(Some(column))) => Repeats::LastBy(context.column(&column, false)),
        // Without a column the parser reported it.
        Some(RepeatsKind::LastBy(None)) | None => Repeats::Kept,
    }
}

/// Stands in for what was reported.
fn not_understood() -> Availability {
    Availability::Absent {
        reason: String::from("its declaration has an error"),
    }
}

fn needs_analyte(id: AttributeId, context: &Context<'_>) -> bool {
    let attribute = context.model.attribute(id);
    attribute.is_some_and(|attribute| matches!(attribute.ty, AttributeType::QuantityOf(_)))
}
