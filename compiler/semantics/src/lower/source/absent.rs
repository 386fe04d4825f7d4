//! Entities that a source does not record at all.

use super::{Context, attribute, entity};
use crate::source::{AbsentEntity, EntityMapping};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

/// The entities that are declared absent; reports those that are mapped as well, and those declared twice.
pub(super) fn entities(
    decl: &ast::SourceDecl,
    mapped: &[EntityMapping],
    context: &mut Context<'_>,
) -> Vec<AbsentEntity> {
    let mut absent: Vec<AbsentEntity> = Vec::new();
    for written in decl.absent() {
        let names = written.entities();
        let (Some(first), Some(reason)) = (names.first(), written.reason()) else {
            continue;
        };
        let reason = attribute::reason(&first.text(), &reason, context);
        for name in &names {
            let place = context.span(name.range());
            let Some(entity) = entity::named(name, place, context) else {
                continue;
            };
            let text = name.text();
            if let Some(mapping) = mapped.iter().find(|mapping| mapping.entity == entity) {
                context.report(contradiction(&text, place, mapping.span));
            } else if let Some(first) = absent.iter().find(|known| known.entity == entity) {
                let finding = Diagnostic::error(Code::K0607, format!("`{text}` is absent twice"))
                    .at(place, "the second time")
                    .and(first.span, "the first time")
                    .help("keep one of them");
                context.report(finding);
            } else {
                absent.push(AbsentEntity {
                    entity,
                    reason: reason.clone(),
                    span: place,
                });
            }
        }
    }
    absent
}

fn contradiction(name: &str, place: Span, mapped: Span) -> Diagnostic {
    Diagnostic::error(Code::K0607, format!("`{name}` is mapped and absent"))
        .at(place, "said to be absent here")
        .and(mapped, "mapped here")
        .help("keep one; single attributes that are not recorded are absent inside the mapping")
}
