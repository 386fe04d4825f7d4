//! The lines of a mapping, by the attribute that each is about.

use super::Context;
use crate::lower::attribute_symbol;
use crate::lower::model::offer;
use crate::model::{AttributeId, EntityId};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast::{self, MappingKind};
use std::collections::{BTreeMap, BTreeSet};

/// One line, for one of the attributes that it names.
pub(super) struct Line {
    /// The line.
    pub(super) decl: ast::MappingDecl,
    /// The attribute's name in it.
    pub(super) name: ast::Name,
}

impl Line {
    /// Whether it is for the first of the attributes that the line names.
    pub(super) fn is_first(&self) -> bool {
        self.decl
            .name()
            .is_none_or(|first| first.range() == self.name.range())
    }
}

/// The lines of a mapping.
pub(super) struct Lines {
    /// The line for each attribute that has one.
    pub(super) chosen: BTreeMap<AttributeId, Line>,
    /// The attributes that unknown ones are probably meant to be; nobody forgot them.
    pub(super) misspelt: BTreeSet<AttributeId>,
}

/// Finds the attribute of each line; reports unknown attributes and second lines.
pub(super) fn lines(written: &ast::EntityMappingDecl, entity: EntityId, context: &mut Context<'_>) -> Lines {
    let mut chosen: BTreeMap<AttributeId, Line> = BTreeMap::new();
    let mut misspelt = BTreeSet::new();
    for decl in written.attributes() {
        if matches!(decl.kind(), MappingKind::Column { local: true, .. }) {
            continue;
        }
        for name in decl.names() {
            let place = context.span(name.range());
            let id = match attribute_named(&name, entity, place, context) {
                Ok(id) => id,
                Err(meant) => {
                    misspelt.extend(meant);
                    continue;
                }
            };
            match chosen.get(&id) {
                Some(first) => {
                    let first = context.span(first.name.range());
                    let finding =
                        Diagnostic::error(Code::K0607, format!("`{}` is mapped twice", name.text()))
                            .at(place, "the second time")
                            .and(first, "the first time")
                            .help("keep one of them");
                    context.report(finding);
                }
                None => {
                    let decl = decl.clone();
                    chosen.insert(id, Line { decl, name });
                }
            }
        }
    }
    Lines { chosen, misspelt }
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
        let attribute = AttributeId { entity, index };
        context.names(place, attribute_symbol(model, attribute));
        return Ok(attribute);
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
