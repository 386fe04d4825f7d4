//! In which of the sources something exists that the study is checked against.
//!
//! Invariant: what a source says of an attribute is what `kohort describe` shows; of a drug, what its ways of looking drugs
//! up can find.

use kohort_semantics::capability::{Capability, capability};
use kohort_semantics::check::availability::recorded_systems;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::{AttributeId, AttributeType, EntityId, Model};
use kohort_semantics::source::{Availability, Decode, DrugLookup, Source};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The sources of a model.
#[derive(Default)]
pub(super) struct Countries {
    sources: Vec<Arc<Source>>,
    /// For each source that tells drugs apart, those that it can.
    drugs: Vec<Option<BTreeSet<String>>>,
}

/// Where something exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Existence {
    /// Each source with a mark: `de ✓ jp – uk ~ us ✓`.
    pub(super) marks: String,
    /// Whether one of them does not have it.
    pub(super) absent: bool,
}

impl Countries {
    /// The sources among some that map a model.
    pub(super) fn new(sources: &[Arc<Source>], model: Option<&Model>) -> Self {
        let Some(model) = model else {
            return Self::default();
        };
        let path = format!("{}.{}", model.module, model.name);
        let sources: Vec<Arc<Source>> = sources
            .iter()
            .filter(|source| source.model == path)
            .cloned()
            .collect();
        let drugs = sources.iter().map(|source| drugs_of(source, model)).collect();
        Self { sources, drugs }
    }

    fn existence(&self, mark: impl Fn(&Source) -> &'static str) -> Existence {
        let marks = self
            .sources
            .iter()
            .map(|source| (source.name.as_str(), mark(source)));
        let absent = marks.clone().any(|(_, mark)| mark == "–");
        let marks: Vec<String> = marks.map(|(name, mark)| format!("{name} {mark}")).collect();
        Existence {
            marks: marks.join(" "),
            absent,
        }
    }

    /// Where an attribute is recorded: `✓` present or derived, `~` known to a month, quarter or year, `–` absent.
    pub(super) fn attribute(&self, attribute: AttributeId) -> Existence {
        self.existence(|source| match capability(source, attribute) {
            Capability::Present { .. } | Capability::Derived { .. } => "✓",
            Capability::Coarser { .. } => "~",
            Capability::Absent { .. } => "–",
        })
    }

    /// Why an attribute is absent or coarser, a line for each source that says so.
    pub(super) fn reasons(&self, attribute: AttributeId) -> Vec<String> {
        let reasons = self.sources.iter().filter_map(|source| {
            Some(match capability(source, attribute) {
                Capability::Absent { reason } => format!("{}: absent – {reason}", source.name),
                other @ Capability::Coarser { .. } => format!("{}: {}", source.name, other.word()),
                _ => return None,
            })
        });
        reasons.collect()
    }

    /// Where an entity is recorded.
    pub(super) fn entity(&self, entity: EntityId) -> Existence {
        self.existence(|source| match source.mappings(entity).next() {
            Some(_) => "✓",
            None => "–",
        })
    }

    /// Where a drug is told apart, by its qualified name.
    pub(super) fn drug(&self, qualified: &str) -> Existence {
        let known = self.sources.iter().zip(&self.drugs);
        let knows = |wanted: &Source| {
            let mut known = known.clone();
            let found = known.find(|(source, _)| std::ptr::eq(source.as_ref(), wanted));
            found.and_then(|(_, drugs)| drugs.as_ref())
        };
        self.existence(|source| match knows(source) {
            Some(drugs) if drugs.contains(qualified) => "✓",
            _ => "–",
        })
    }

    /// Where an attribute is recorded in one of some code systems.
    pub(super) fn systems(&self, attribute: AttributeId, systems: &[CodeSystem]) -> Existence {
        self.existence(|source| {
            let recorded = recorded_systems(source, attribute);
            match systems.iter().any(|system| recorded.contains(system)) {
                true => "✓",
                false => "–",
            }
        })
    }
}

/// The drugs that a source tells apart in any of its tables, by their qualified names.
fn drugs_of(source: &Source, model: &Model) -> Option<BTreeSet<String>> {
    let is_drug = |id: AttributeId| {
        let attribute = model.attribute(id);
        attribute.is_some_and(|attribute| attribute.ty == AttributeType::Drug)
    };
    let mut found: Option<BTreeSet<String>> = None;
    let mapped = source.entities.iter().flat_map(|mapping| &mapping.attributes);
    for entry in mapped.filter(|entry| is_drug(entry.attribute)) {
        if let Availability::Present(reading) = &entry.availability
            && let Decode::Drug(lookups) = &reading.decode
        {
            let drugs = found.get_or_insert_default();
            for lookup in lookups {
                let (DrugLookup::Name(by) | DrugLookup::Code(_, by)) = lookup;
                drugs.extend(by.values().cloned());
            }
        }
    }
    found
}
