//! Attributes and entities that a study reads and a source does not record.

use super::uses::Uses;
use crate::model::{AttributeId, EntityId};
use crate::source::{Availability, Source};
use crate::study::Study;
use kohort_base::{Code, Diagnostic, Span};

/// How many further places a message shows; more would hide the first.
const MOST_PLACES: usize = 4;

/// One finding for each entity that the source does not map, and for each attribute it declares absent.
pub(super) fn check(study: &Study, source: &Source, uses: &Uses, out: &mut Vec<Diagnostic>) {
    for (entity, places) in &uses.entities {
        if source.entity(*entity).is_none() {
            out.extend(entity_absent(study, source, *entity, places));
        }
    }
    for (attribute, places) in &uses.attributes {
        let Some(mapping) = source.attribute(*attribute) else {
            continue;
        };
        if let Availability::Absent { reason } = &mapping.availability {
            out.extend(attribute_absent(
                study,
                source,
                *attribute,
                reason,
                mapping.span,
                places,
            ));
        }
    }
}

fn attribute_absent(
    study: &Study,
    source: &Source,
    attribute: AttributeId,
    reason: &str,
    declared: Span,
    places: &[Span],
) -> Option<Diagnostic> {
    let path = study.model.attribute_path(attribute);
    let name = &source.name;
    let mut finding = Diagnostic::error(Code::K0701, format!("`{name}` does not record `{path}`"));
    finding = at_places(finding, places, "this study needs it")?
        .and(declared, "declared absent")
        .note(format!("the source's reason: {reason}"));
    if let Some(recorded) = recorded(study, source, attribute.entity) {
        finding = finding.note(recorded);
    }
    Some(finding.help(instead(name)).for_source(name.as_str()))
}

fn entity_absent(study: &Study, source: &Source, entity: EntityId, places: &[Span]) -> Option<Diagnostic> {
    let entity = &study.model.entity(entity)?.name;
    let name = &source.name;
    let finding = Diagnostic::error(Code::K0701, format!("`{name}` does not record `{entity}`"));
    let finding = at_places(finding, places, "this study needs these records")?
        .and(source.span, format!("does not map `{entity}`"))
        .help(instead(name))
        .for_source(name.as_str());
    Some(finding)
}

fn at_places(finding: Diagnostic, places: &[Span], label: &str) -> Option<Diagnostic> {
    let (first, others) = places.split_first()?;
    let mut finding = finding.at(*first, label);
    for place in others.iter().take(MOST_PLACES) {
        finding = finding.and(*place, "and here");
    }
    if others.len() > MOST_PLACES {
        finding = finding.note(format!(
            "it is used in {} more places",
            others.len() - MOST_PLACES
        ));
    }
    Some(finding)
}

fn instead(source: &str) -> String {
    format!(
        "leave the rule out, use an attribute that every source records, or run the study without `{source}`"
    )
}

/// What the source records of the same entity, as a place to look for another attribute.
fn recorded(study: &Study, source: &Source, entity: EntityId) -> Option<String> {
    let mapping = source.entity(entity)?;
    let names: Vec<String> = mapping
        .attributes
        .iter()
        .filter(|attribute| attribute.availability.is_available())
        .map(|attribute| format!("`{}`", study.model.attribute_path(attribute.attribute)))
        .collect();
    (!names.is_empty()).then(|| format!("it records {}", names.join(", ")))
}
