//! How sources are read, seen through a study that uses them.

use super::Comparison;
use crate::Change;
use kohort_semantics::Source;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::{Availability, Decode, DrugLookup};
use std::collections::BTreeSet;

impl Comparison<'_> {
    pub(super) fn sources(&self) -> Vec<Change> {
        Vec::new()
    }
}

/// The code systems that a source's columns hold.
pub(super) fn systems(source: &Source) -> BTreeSet<CodeSystem> {
    let mappings = source.entities.iter().flat_map(|entity| &entity.attributes);
    let mut all = BTreeSet::new();
    for mapping in mappings {
        let Availability::Present(reading) = &mapping.availability else {
            continue;
        };
        match &reading.decode {
            Decode::Code(codes) => all.extend(codes.systems()),
            Decode::Drug(lookups) => all.extend(lookups.iter().filter_map(|lookup| match lookup {
                DrugLookup::Code(system, _) => Some(*system),
                DrugLookup::Name(_) => None,
            })),
            _ => {}
        }
    }
    all
}
