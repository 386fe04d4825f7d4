//! Models: the entities that studies are written against, their attributes and types.
//!
//! Invariant: of two things of one name the first is kept, and whatever another declaration refers to exists: the
//! date of an entity is one of its attributes, and a quantity's analyte too.

mod attribute;
mod dated;
mod nearest;
mod noted;

pub(in crate::lower) use nearest::offer;
pub(in crate::lower) use noted::notes;

use super::codes::{declared_at, is_damaged};
use crate::model::{Cardinality, Entity, EntityId, Model};
use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;

/// Lowers `model NAME version "…" { … }`.
pub fn model(decl: &ast::ModelDecl, file: FileId, module: &str, out: &mut Vec<Diagnostic>) -> Model {
    let place = declared_at(decl.name(), decl.range(), file);
    let mut entities: Vec<Entity> = Vec::new();
    for written in decl.entities() {
        let Some(name) = written.name() else { continue };
        let found = span(file, name.range());
        if let Some(first) = entities.iter().find(|known| known.name == name.text()) {
            out.push(twice("entities", &name.text(), found, first.span));
            continue;
        }
        entities.push(entity(
            &written,
            &name,
            EntityId(entities.len() as u32),
            file,
            out,
        ));
    }
    let model = Model {
        name: decl.name().map(|name| name.text()).unwrap_or_default(),
        module: module.to_owned(),
        version: decl.version().map(|version| version.value()).unwrap_or_default(),
        doc: decl.doc(),
        entities,
        span: place,
    };
    if !is_damaged(decl.syntax()) {
        patient(&model, decl, file, out);
    }
    names_of_two_things(&model, out);
    model
}

fn entity(
    written: &ast::EntityDecl,
    name: &ast::Name,
    id: EntityId,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Entity {
    let attributes = attribute::attributes(written, id, file, out);
    let dated = dated::dated(written, id, &attributes, file, out);
    Entity {
        name: name.text(),
        doc: written.doc(),
        cardinality: match written.cardinality() {
            Some(ast::Cardinality::One) => Cardinality::One,
            Some(ast::Cardinality::Many) | None => Cardinality::Many,
        },
        dated,
        attributes,
        span: span(file, name.range()),
    }
}

/// There is one patient, and a patient is one.
fn patient(model: &Model, decl: &ast::ModelDecl, file: FileId, out: &mut Vec<Diagnostic>) {
    let Some((_, patient)) = model.entity_named("patient") else {
        out.push(
            Diagnostic::error(Code::K0407, format!("The model `{}` has no patient", model.name))
                .at(model.span, "whose records are these?")
                .help("declare `one patient { … }` with what is known once for each patient, such as `birth_date: Date`"),
        );
        return;
    };
    if patient.cardinality == Cardinality::One {
        return;
    }
    let mut finding = Diagnostic::error(Code::K0407, "A patient cannot be many records")
        .at(patient.span, "declared as `many`")
        .help("write `one patient { … }`; what a patient has several of is an entity of its own");
    let is_patient = |entity: &ast::EntityDecl| entity.name().is_some_and(|name| name.text() == "patient");
    if let Some(entity) = decl.entities().iter().find(|entity| is_patient(entity)) {
        let start = span(file, entity.range()).start;
        let keyword = Span::new(file, start, start.saturating_add("many".len() as u32));
        finding = finding.replace(keyword, "one", "Write `one patient`");
    }
    out.push(finding);
}

/// The patient's attributes are used bare, as entities are; one name cannot be both.
fn names_of_two_things(model: &Model, out: &mut Vec<Diagnostic>) {
    let Some((_, patient)) = model.entity_named("patient") else {
        return;
    };
    for attribute in &patient.attributes {
        if let Some((_, entity)) = model.entity_named(&attribute.name) {
            out.push(
                Diagnostic::error(
                    Code::K0202,
                    format!(
                        "`{}` is an entity and an attribute of the patient",
                        attribute.name
                    ),
                )
                .at(
                    attribute.span,
                    "a study names the patient's attributes without `patient.`",
                )
                .and(entity.span, "so it could also mean these records")
                .help("give one of them another name"),
            );
        }
    }
}

/// Two things of one kind have one name.
fn twice(what: &str, name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::K0202, format!("Two {what} are named `{name}`"))
        .at(second, "the second one")
        .and(first, "the first one")
        .help("give each a name of its own")
}
