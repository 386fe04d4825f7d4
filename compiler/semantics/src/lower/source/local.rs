//! Local columns: `let NAME = COLUMN …`, which only derived attributes use.

use super::{Context, reading};
use crate::model::EntityId;
use crate::source::{Decode, Local, Reading};
use crate::study::Type;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, MappingKind};
use std::collections::BTreeMap;

/// The local columns of a mapping, the types of their values, and where they are declared. One that was reported stays, so that the rules which
/// use it cause no second message.
pub(super) fn locals(
    written: &ast::EntityMappingDecl,
    entity: EntityId,
    context: &mut Context<'_>,
) -> Vec<(Local, Type, Span)> {
    let mut locals = Vec::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for decl in written.attributes() {
        let MappingKind::Column {
            column,
            conversion,
            local: true,
        } = decl.kind()
        else {
            continue;
        };
        let Some(name) = decl.name() else { continue };
        let place = context.span(name.range());
        if is_taken(&name.text(), entity, place, &places, context) {
            continue;
        }
        places.insert(name.text(), place);
        let read = reading::local(conversion, context);
        let (reading, ty) = match (column, read) {
            (Some(column), Some((decoded, ty))) => {
                let column = context.column(&column, decl.optional());
                (reading::reading(&decl, column, decoded, context), ty)
            }
            _ => (nothing(), Type::Error),
        };
        locals.push((
            Local {
                name: name.text(),
                reading,
            },
            ty,
            place,
        ));
    }
    locals
}

fn nothing() -> Reading {
    Reading {
        column: String::new(),
        decode: Decode::Text,
        unknown: Vec::new(),
        otherwise_missing: false,
        optional: false,
    }
}

fn is_taken(
    name: &str,
    entity: EntityId,
    place: Span,
    places: &BTreeMap<String, Span>,
    context: &mut Context<'_>,
) -> bool {
    let attribute = context
        .model
        .entity(entity)
        .and_then(|entity| entity.attribute_named(name));
    let (first, what) = match (places.get(name), attribute) {
        (Some(first), _) => (*first, "the first one"),
        (None, Some((_, attribute))) => (attribute.span, "the attribute"),
        (None, None) => return false,
    };
    context.report(
        Diagnostic::error(
            Code::K0202,
            format!("`{name}` would have two meanings in this mapping"),
        )
        .at(place, "a local column of that name")
        .and(first, what)
        .help("give the local column another name"),
    );
    true
}
