//! The attributes of an entity and their types.

use super::{offer, twice};
use crate::lower::analyte::unit;
use crate::lower::codes::is_damaged;
use crate::model::{Attribute, AttributeId, AttributeType, Category, EntityId};
use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast::{self, TypeKind};
use std::collections::BTreeMap;

/// The names of the types, as messages offer them.
const TYPES: [&str; 10] = [
    "Boolean", "Integer", "Decimal", "Date", "Text", "Code", "Analyte", "Drug", "Category", "Ordered",
];

/// The attributes in order. A quantity may name an analyte that is declared after it.
pub(super) fn attributes(
    entity: &ast::EntityDecl,
    id: EntityId,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = Vec::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut quantities: Vec<(usize, ast::Name)> = Vec::new();
    for written in entity.attributes() {
        let Some(name) = written.name() else { continue };
        let place = span(file, name.range());
        if let Some(first) = places.get(&name.text()) {
            out.push(twice("attributes", &name.text(), place, *first));
            continue;
        }
        places.insert(name.text(), place);
        let ty = match written.ty().and_then(|ty| ty.kind()) {
            Some(TypeKind::QuantityOf(analyte)) => {
                quantities.push((attributes.len(), analyte));
                // Until all attributes are known.
                AttributeType::Unknown
            }
            Some(kind) => attribute_type(kind, file, out),
            // The parser reported it.
            None => AttributeType::Unknown,
        };
        attributes.push(Attribute {
            name: name.text(),
            doc: written.doc(),
            ty,
            span: place,
        });
    }
    for (position, name) in quantities {
        let found = analyte(&name, &attributes, entity, id, file, out);
        if let (Some(found), Some(attribute)) = (found, attributes.get_mut(position)) {
            attribute.ty = AttributeType::QuantityOf(found);
        }
    }
    attributes
}

fn attribute_type(kind: TypeKind, file: FileId, out: &mut Vec<Diagnostic>) -> AttributeType {
    match kind {
        TypeKind::Boolean => AttributeType::Boolean,
        TypeKind::Integer => AttributeType::Integer,
        TypeKind::Date => AttributeType::Date,
        TypeKind::Text => AttributeType::Text,
        TypeKind::Code => AttributeType::Code,
        TypeKind::Analyte => AttributeType::Analyte,
        TypeKind::Drug => AttributeType::Drug,
        TypeKind::Category(values) => AttributeType::Category(category(&values, false, file, out)),
        TypeKind::Ordered(values) => AttributeType::Category(category(&values, true, file, out)),
        TypeKind::QuantityIn(written) => {
            unit(&written, file, out).map_or(AttributeType::Unknown, AttributeType::QuantityIn)
        }
        TypeKind::Decimal | TypeKind::QuantityOf(_) => AttributeType::Decimal,
        TypeKind::Unknown(name) => {
            let place = span(file, name.range());
            let finding = Diagnostic::error(Code::K0407, format!("`{}` is not a type", name.text()))
                .at(place, "not known");
            out.push(offer(finding, place, &name.text(), TYPES, "the types are"));
            AttributeType::Unknown
        }
    }
}

fn category(values: &[ast::Name], ordered: bool, file: FileId, out: &mut Vec<Diagnostic>) -> Category {
    let mut kept = Vec::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for value in values {
        let place = span(file, value.range());
        match places.get(&value.text()) {
            Some(first) => out.push(twice("values", &value.text(), place, *first)),
            None => {
                places.insert(value.text(), place);
                kept.push(value.text());
            }
        }
    }
    Category {
        values: kept,
        ordered,
    }
}

/// The attribute that says which analyte a quantity is of.
fn analyte(
    name: &ast::Name,
    attributes: &[Attribute],
    entity: &ast::EntityDecl,
    id: EntityId,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<AttributeId> {
    let place = span(file, name.range());
    let text = name.text();
    let Some(index) = attributes.iter().position(|attribute| attribute.name == text) else {
        // It may stand in what the parser could not understand.
        if !is_damaged(entity.syntax()) {
            let names = attributes
                .iter()
                .filter(|attribute| attribute.ty == AttributeType::Analyte)
                .map(|attribute| attribute.name.as_str());
            let finding = Diagnostic::error(
                Code::K0407,
                format!("A quantity of `{text}`, which is no attribute here"),
            )
            .at(place, "not an attribute of this entity");
            out.push(offer(finding, place, &text, names, "analytes of this entity"));
        }
        return None;
    };
    let attribute = attributes.get(index)?;
    if !matches!(attribute.ty, AttributeType::Analyte | AttributeType::Unknown) {
        out.push(
            Diagnostic::error(Code::K0407, format!("A quantity of `{text}`, which is no analyte"))
                .at(place, "says which test a value belongs to")
                .and(attribute.span, "this is not an `Analyte`")
                .help("name the attribute that says what was measured, or write `Quantity in UNIT` if it is always the same"),
        );
        return None;
    }
    Some(AttributeId {
        entity: id,
        index: index as u32,
    })
}
