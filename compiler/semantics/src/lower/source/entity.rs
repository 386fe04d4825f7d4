//! Which table an entity is read from, and the order in which its attributes are understood.
//!
//! First the local columns, then the attributes; quantities after the analytes that say what they measure.

use super::{Context, attribute, derived, local, table, unmentioned};
use crate::lower::model::offer;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::source::{AttributeMapping, Availability, EntityMapping, TableId};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast::{self, MappingKind};
use std::collections::{BTreeMap, BTreeSet};

/// The mapped entities; of two mappings of one entity the first.
pub(super) fn entities(decl: &ast::SourceDecl, context: &mut Context<'_>) -> Vec<EntityMapping> {
    let mut mapped: Vec<EntityMapping> = Vec::new();
    for written in decl.mappings() {
        let Some(name) = written.entity() else { continue };
        let place = context.span(name.range());
        let table = written.table().and_then(|table| context.table(&table));
        let Some(entity) = entity_named(&name, place, context) else {
            continue;
        };
        if let Some(first) = mapped.iter().find(|known| known.entity == entity) {
            let finding = Diagnostic::error(Code::K0607, format!("`{}` is mapped twice", name.text()))
                .at(place, "the second mapping")
                .and(first.span, "the first mapping")
                .help("keep one; rows of several tables have to be brought into one table first");
            context.report(finding);
            continue;
        }
        mapped.push(mapping(&written, entity, table, place, context));
    }
    mapped
}

fn entity_named(name: &ast::Name, place: Span, context: &mut Context<'_>) -> Option<EntityId> {
    let text = name.text();
    if let Some((entity, _)) = context.model.entity_named(&text) {
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
    let locals = local::locals(written, entity, context);
    let Chosen {
        lines: chosen,
        misspelt,
    } = chosen(written, entity, context);
    let mut found: BTreeMap<AttributeId, Availability> = BTreeMap::new();
    for measured in [false, true] {
        for (id, decl) in &chosen {
            if measured == needs_analyte(*id, context) {
                let availability = match decl.kind() {
                    MappingKind::Derived(rule) => derived::rule(rule, *id, &locals, context),
                    _ => attribute::availability(decl, *id, &found, context),
                };
                found.extend(availability.map(|availability| (*id, availability)));
            }
        }
    }
    derived::check(&found, &chosen, context);
    let mentioned = |id: &AttributeId| chosen.contains_key(id) || misspelt.contains(id);
    unmentioned::report(written, entity, &mentioned, context);
    let attributes = context.model.attribute_ids(entity).map(|id| AttributeMapping {
        attribute: id,
        availability: found.remove(&id).unwrap_or_else(not_understood),
        span: chosen.get(&id).map_or(place, |decl| context.span(decl.range())),
    });
    let attributes = attributes.collect();
    EntityMapping {
        entity,
        table: table.unwrap_or(TableId(0)),
        key: written.key().map(|key| key.text()).unwrap_or_default(),
        condition: written.condition().as_ref().and_then(table::condition),
        locals: locals.into_iter().map(|(local, _)| local).collect(),
        attributes,
        span: place,
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

/// The lines of a mapping, by attribute.
struct Chosen {
    /// The line for each attribute that has one.
    lines: BTreeMap<AttributeId, ast::MappingDecl>,
    /// The attributes that unknown ones are probably meant to be; nobody forgot them.
    misspelt: BTreeSet<AttributeId>,
}

/// Finds the attribute of each line; reports unknown attributes and second lines.
fn chosen(written: &ast::EntityMappingDecl, entity: EntityId, context: &mut Context<'_>) -> Chosen {
    let mut chosen: BTreeMap<AttributeId, ast::MappingDecl> = BTreeMap::new();
    let mut misspelt = BTreeSet::new();
    for decl in written.attributes() {
        if matches!(decl.kind(), MappingKind::Column { local: true, .. }) {
            continue;
        }
        let Some(name) = decl.name() else { continue };
        let place = context.span(name.range());
        let id = match attribute_named(&name, entity, place, context) {
            Ok(id) => id,
            Err(meant) => {
                misspelt.extend(meant);
                continue;
            }
        };
        match chosen.get(&id).and_then(ast::MappingDecl::name) {
            Some(first) => {
                let first = context.span(first.range());
                let finding = Diagnostic::error(Code::K0607, format!("`{}` is mapped twice", name.text()))
                    .at(place, "the second time")
                    .and(first, "the first time")
                    .help("keep one of them");
                context.report(finding);
            }
            None => {
                chosen.insert(id, decl);
            }
        }
    }
    Chosen {
        lines: chosen,
        misspelt,
    }
}

/// The attribute of a name; for one that is not known, which is reported, the attribute that was probably meant.
fn attribute_named(
    name: &ast::Name,
    entity: EntityId,
    place: Span,
    context: &mut Context<'_>,
) -> Result<AttributeId, Option<AttributeId>> {
    let model = context.model;
    let declared = model.entity(entity).ok_or(None)?;
    let text = name.text();
    if let Some((index, _)) = declared.attribute_named(&text) {
        return Ok(AttributeId { entity, index });
    }
    let names = || {
        declared
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
    };
    let meant = suggest::nearest(&text, names()).and_then(|near| declared.attribute_named(near));
    let finding = Diagnostic::error(
        Code::K0209,
        format!("`{}` has no attribute `{text}`", declared.name),
    )
    .at(place, "not an attribute of the model")
    .and(declared.span, format!("`{}` is declared here", declared.name));
    let finding = offer(finding, place, &text, names(), "it has");
    context.report(match meant {
        Some(_) => finding,
        None => finding.note(format!(
            "a column that only derived attributes use is read with `let {text} = …`"
        )),
    });
    Err(meant.map(|(index, _)| AttributeId { entity, index }))
}
