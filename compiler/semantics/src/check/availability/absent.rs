//! Attributes and entities that a study reads and some of its sources do not record.
//!
//! Invariant: one finding for each attribute or entity, whatever the number of sources; each is named with its place and
//! its reason.

use super::Asked;
use super::instead::{Instead, listed};
use crate::model::{AttributeId, EntityId};
use crate::source::{Availability, Source};
use crate::study::Study;
use kohort_base::{Code, Diagnostic, Files, Span};
use std::collections::{BTreeMap, BTreeSet};

/// How many further places a message shows; more would hide the first.
const MOST_PLACES: usize = 4;

/// One finding for each entity that a source does not map, and for each attribute that it says is absent.
pub(super) fn check(study: &Study, asked: &[Asked<'_>], files: &Files, out: &mut Vec<Diagnostic>) {
    let mut entities: BTreeMap<EntityId, Missing<'_>> = BTreeMap::new();
    let mut attributes: BTreeMap<AttributeId, Missing<'_>> = BTreeMap::new();
    for one in asked {
        for (entity, places) in &one.uses.entities {
            if !is_mapped(one.source, *entity) {
                entities.entry(*entity).or_default().add(one.source, places);
            }
        }
        for (attribute, places) in &one.uses.attributes {
            if is_mapped(one.source, attribute.entity) && !one.source.records(*attribute) {
                attributes.entry(*attribute).or_default().add(one.source, places);
            }
        }
    }
    for (entity, missing) in &entities {
        let Some(name) = study.model.entity(*entity).map(|found| found.name.as_str()) else {
            continue;
        };
        let recorded = |source: &Source| is_mapped(source, *entity);
        let labels = |source: &Source| entity_labels(source, *entity, name);
        let instead = Instead::new(study, asked, missing, &recorded, files);
        out.extend(missing.finding(name, "this study needs these records", &labels, None, &instead));
    }
    for (attribute, missing) in &attributes {
        let path = study.model.attribute_path(*attribute);
        let recorded = |source: &Source| source.records(*attribute);
        let labels = |source: &Source| attribute_labels(source, *attribute);
        let instead = Instead::new(study, asked, missing, &recorded, files);
        let also = missing
            .only()
            .and_then(|source| also_recorded(study, source, attribute.entity));
        out.extend(missing.finding(&path, "this study needs it", &labels, also, &instead));
    }
}

fn is_mapped(source: &Source, entity: EntityId) -> bool {
    source.mappings(entity).next().is_some()
}

/// The sources that lack something, and where the study needs it of them.
#[derive(Default)]
pub(super) struct Missing<'s> {
    pub(super) sources: Vec<&'s Source>,
    pub(super) places: BTreeSet<Span>,
}

/// Why a source lacks something.
struct Lack {
    place: Span,
    label: String,
    reason: Option<String>,
}

impl<'s> Missing<'s> {
    fn add(&mut self, source: &'s Source, places: &[Span]) {
        self.sources.push(source);
        self.places.extend(places);
    }

    fn only(&self) -> Option<&'s Source> {
        match self.sources.as_slice() {
            [source] => Some(source),
            _ => None,
        }
    }

    fn finding(
        &self,
        what: &str,
        label: &str,
        lacks: &dyn Fn(&Source) -> Vec<Lack>,
        also_recorded: Option<String>,
        instead: &Instead,
    ) -> Option<Diagnostic> {
        let names: Vec<&str> = self.sources.iter().map(|source| source.name.as_str()).collect();
        let verb = if names.len() == 1 { "does" } else { "do" };
        let mut finding = Diagnostic::error(
            Code::K0701,
            format!("{} {verb} not record `{what}`", listed(&names, "and")),
        );
        finding = at_places(finding, &self.places, label)?;
        let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
        for source in &self.sources {
            finding = finding.for_source(source.name.as_str());
            for lack in lacks(source) {
                let label = match self.sources.len() {
                    1 => lack.label,
                    _ => format!("`{}`: {}", source.name, lack.label),
                };
                finding = finding.and(lack.place, label);
                let Some(reason) = lack.reason else { continue };
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, of)) if of.last() == Some(&source.name.as_str()) => {}
                    Some((_, of)) => of.push(&source.name),
                    None => reasons.push((reason, vec![&source.name])),
                }
            }
        }
        for (reason, of) in reasons {
            finding = match self.sources.len() {
                1 => finding.note(format!("the source's reason: {reason}")),
                _ => finding.note(format!("the reason of {}: {reason}", listed(&of, "and"))),
            };
        }
        if let Some(also) = also_recorded {
            finding = finding.note(also);
        }
        Some(instead.add_to(finding))
    }
}

/// Every mapping of the entity says why.
fn attribute_labels(source: &Source, attribute: AttributeId) -> Vec<Lack> {
    source
        .attribute(attribute)
        .filter_map(|mapping| match &mapping.availability {
            Availability::Absent { reason } => Some(Lack {
                place: mapping.span,
                label: String::from("declared absent"),
                reason: Some(reason.clone()),
            }),
            Availability::Present(_) | Availability::Derived(_) => None,
        })
        .collect()
}

fn entity_labels(source: &Source, entity: EntityId, name: &str) -> Vec<Lack> {
    let declared = source.absent.iter().find(|absent| absent.entity == entity);
    vec![match declared {
        Some(absent) => Lack {
            place: absent.span,
            label: String::from("declared absent"),
            reason: Some(absent.reason.clone()),
        },
        None => Lack {
            place: source.span,
            label: format!("does not map `{name}`"),
            reason: None,
        },
    }]
}

fn at_places(finding: Diagnostic, places: &BTreeSet<Span>, label: &str) -> Option<Diagnostic> {
    let mut places = places.iter();
    let mut finding = finding.at(*places.next()?, label);
    for place in places.by_ref().take(MOST_PLACES) {
        finding = finding.and(*place, "and here");
    }
    match places.count() {
        0 => Some(finding),
        more => Some(finding.note(format!("it is used in {more} more places"))),
    }
}

/// What the source records of the same entity, as a place to look for another attribute.
fn also_recorded(study: &Study, source: &Source, entity: EntityId) -> Option<String> {
    let names: Vec<String> = study
        .model
        .attribute_ids(entity)
        .filter(|attribute| source.records(*attribute))
        .map(|attribute| format!("`{}`", study.model.attribute_path(attribute)))
        .collect();
    (!names.is_empty()).then(|| format!("it records {}", names.join(", ")))
}
