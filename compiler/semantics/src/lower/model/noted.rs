//! The notes about names inside a model: the attributes that date its records, and those that say what a quantity is of.

use crate::facts::{Fact, Symbol};
use crate::lower::attribute_symbol;
use crate::model::{AttributeId, EntityId, Model};
use crate::modules::Module;
use kohort_base::Span;
use kohort_grammar::ast;

/// Notes what the names in a model stand for, unless it is one of the standard library that is only used.
pub(in crate::lower) fn notes(decl: &ast::ModelDecl, model: &Model, module: &Module) -> Vec<(Span, Fact)> {
    let mut notes = Vec::new();
    if module.settled {
        return notes;
    }
    for written in decl.entities() {
        let entity = written.name().and_then(|name| model.entity_named(&name.text()));
        let Some((entity, _)) = entity else { continue };
        let attributes = written.attributes();
        let kinds = attributes.iter().filter_map(|attribute| attribute.ty()?.kind());
        let measured = kinds.filter_map(|kind| match kind {
            ast::TypeKind::QuantityOf(name) => Some(name),
            _ => None,
        });
        let dated = written.dated().into_iter().chain(written.dated_to());
        notes.extend(dated.chain(measured).filter_map(|name| {
            let symbol = own_attribute(model, entity, &name)?;
            Some((module.span(name.range()), Fact::Names(symbol)))
        }));
    }
    notes
}

fn own_attribute(model: &Model, entity: EntityId, name: &ast::Name) -> Option<Symbol> {
    let (index, _) = model.entity(entity)?.attribute_named(&name.text())?;
    attribute_symbol(model, AttributeId { entity, index })
}
