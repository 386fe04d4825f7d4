//! When the records of an entity happen.

use super::offer;
use crate::lower::codes::is_damaged;
use crate::model::{Attribute, AttributeId, AttributeType, Dated, EntityId};
use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId};
use kohort_grammar::ast;

/// The attributes after `dated`; what is wrong with them is reported, and then there are none.
pub(super) fn dated(
    entity: &ast::EntityDecl,
    id: EntityId,
    attributes: &[Attribute],
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Dated {
    let Some(first) = entity.dated() else {
        return Dated::Never;
    };
    let start = date(&first, entity, id, attributes, file, out);
    let Some(last) = entity.dated_to() else {
        return start.map_or(Dated::Never, Dated::On);
    };
    let end = date(&last, entity, id, attributes, file, out);
    let (Some(start), Some(end)) = (start, end) else {
        return start.map_or(Dated::Never, Dated::On);
    };
    if start == end {
        out.push(
            Diagnostic::error(Code::K0407, "Records that end on the date they start with")
                .at(span(file, last.range()), "the same attribute as the start")
                .help("name the attribute of the last day, or leave out `to` if records have one date"),
        );
        return Dated::On(start);
    }
    Dated::Span(start, end)
}

fn date(
    name: &ast::Name,
    entity: &ast::EntityDecl,
    id: EntityId,
    attributes: &[Attribute],
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<AttributeId> {
    let place = span(file, name.range());
    let text = name.text();
    let Some(index) = attributes.iter().position(|attribute| attribute.name == text) else {
        if !is_damaged(entity.syntax()) {
            let dates = attributes
                .iter()
                .filter(|attribute| attribute.ty == AttributeType::Date)
                .map(|attribute| attribute.name.as_str());
            let finding = Diagnostic::error(
                Code::K0407,
                format!("Records dated by `{text}`, which they do not have"),
            )
            .at(place, "not an attribute of this entity");
            out.push(offer(finding, place, &text, dates, "dates of this entity"));
        }
        return None;
    };
    let attribute = attributes.get(index)?;
    if !matches!(attribute.ty, AttributeType::Date | AttributeType::Unknown) {
        out.push(
            Diagnostic::error(
                Code::K0407,
                format!("Records dated by `{text}`, which is not a date"),
            )
            .at(place, "places a record in time")
            .and(attribute.span, "this is not a `Date`")
            .help("name an attribute of type `Date`"),
        );
        return None;
    }
    Some(AttributeId {
        entity: id,
        index: index as u32,
    })
}
