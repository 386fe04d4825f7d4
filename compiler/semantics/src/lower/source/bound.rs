//! What dates of the data must obey: `bound death.date on or after (last visit).date, otherwise missing`.

use super::Context;
use crate::model::{AttributeId, Dated, EntityId};
use crate::source::{Availability, Contradiction, DateBound, EntityMapping};
use crate::study::{Events, EventsBase, Expr, ExprKind, Field, RecordKind};
use crate::study_walk::{Part, walk_parts};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

/// The bounds in their order; of two alike the first.
pub(super) fn bounds(
    decl: &ast::SourceDecl,
    entities: &[EntityMapping],
    context: &mut Context<'_>,
) -> Vec<DateBound> {
    let mut bounds: Vec<DateBound> = Vec::new();
    for written in decl.bounds() {
        let Some(bound) = bound(&written, entities, context) else {
            continue;
        };
        let again = |known: &&DateBound| known.attribute == bound.attribute && known.after == bound.after;
        if let Some(first) = bounds.iter().find(again) {
            let path = context.model.attribute_path(bound.attribute);
            let side = if bound.after { "earliest" } else { "latest" };
            let finding = Diagnostic::error(Code::K0607, format!("`{path}` has two {side} limits"))
                .at(bound.span, "the second one")
                .and(first.span, "the first one")
                .help("keep one of them; a limit may be the latest or the earliest of several dates");
            context.report(finding);
            continue;
        }
        bounds.push(bound);
    }
    bounds
}

fn bound(
    written: &ast::BoundDecl,
    entities: &[EntityMapping],
    context: &mut Context<'_>,
) -> Option<DateBound> {
    let path = written.path()?;
    let after = written.after()?;
    let limit = written.limit()?;
    let otherwise = match written.otherwise()? {
        ast::BoundOtherwise::Kept => Contradiction::Kept,
        ast::BoundOtherwise::Missing => Contradiction::Missing,
        ast::BoundOtherwise::Moved => Contradiction::Moved,
    };
    let place = context.span(path.range());
    let (attribute, limit) = context.scope.bound(&path, &limit, context.out)?;
    let read: Vec<(Read, Span)> = std::iter::once((Read::Attribute(attribute), place))
        .chain(reads(&limit, context))
        .collect();
    for (read, place) in read {
        if !read.is_recorded(entities) {
            context.report(not_recorded(read, place, context));
            return None;
        }
    }
    Some(DateBound {
        attribute,
        after,
        limit,
        otherwise,
        span: context.span(written.range()),
    })
}

/// What a limit reads.
#[derive(Clone, Copy)]
enum Read {
    Attribute(AttributeId),
    Entity(EntityId),
}

impl Read {
    fn is_recorded(self, entities: &[EntityMapping]) -> bool {
        match self {
            Self::Entity(wanted) => entities.iter().any(|mapping| mapping.entity == wanted),
            // What was reported stands as absent too, but then the source is not used.
            Self::Attribute(wanted) => entities
                .iter()
                .filter(|mapping| mapping.entity == wanted.entity)
                .filter_map(|mapping| mapping.attributes.get(wanted.index as usize))
                .any(|attribute| !matches!(attribute.availability, Availability::Absent { .. })),
        }
    }
}

fn reads(limit: &Expr, context: &Context<'_>) -> Vec<(Read, Span)> {
    let mut found = Vec::new();
    walk_parts(limit, &mut |part| match part {
        Part::Expr(expr, _) => match &expr.kind {
            ExprKind::Attribute(attribute)
            | ExprKind::RecordField(Field::Attribute(attribute))
            | ExprKind::FieldOf {
                field: Field::Attribute(attribute),
                ..
            }
            | ExprKind::Aggregate {
                field: Field::Attribute(attribute),
                ..
            } => found.push((Read::Attribute(*attribute), expr.span)),
            ExprKind::Pick { events, .. } => found.extend(date_of(events, expr.span, context)),
            _ => {}
        },
        Part::Events(events) => {
            if let EventsBase::Entity(entity) = &events.base {
                found.push((Read::Entity(*entity), events.span));
            }
        }
    });
    found
}

/// Records are picked by their date.
fn date_of(events: &Events, place: Span, context: &Context<'_>) -> Option<(Read, Span)> {
    let RecordKind::Entity(entity) = events.record.kind else {
        return None;
    };
    match context.model.entity(entity)?.dated {
        Dated::Never => None,
        Dated::On(date) | Dated::Span(date, _) => Some((Read::Attribute(date), place)),
    }
}

fn not_recorded(read: Read, place: Span, context: &Context<'_>) -> Diagnostic {
    let path = match read {
        Read::Attribute(attribute) => context.model.attribute_path(attribute),
        Read::Entity(entity) => {
            let entity = context.model.entity(entity);
            entity.map_or_else(String::new, |entity| entity.name.clone())
        }
    };
    Diagnostic::error(
        Code::K0602,
        format!("A bound uses `{path}`, which the source does not record"),
    )
    .at(place, "never known here")
    .help("map it, or remove the bound")
}
