//! Which substances are one drug, and which rules name it.

use kohort_semantics::study::{DrugSet, InterchangeRule};

/// A drug: a substance, or all substances of an interchange group, by the first of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Drug(String);

/// Substances of one `interchange` group are one drug; any other substance is a drug of its own.
pub(super) fn drug_of(substance: &str, interchange: &[InterchangeRule]) -> Drug {
    let group = interchange
        .iter()
        .find(|group| group.drugs.iter().any(|other| other == substance));
    let first = group.and_then(|group| group.drugs.iter().min());
    Drug(first.map_or_else(|| substance.to_owned(), Clone::clone))
}

impl Drug {
    /// Whether a set names it: one of its substances is enough.
    pub(super) fn is_in(&self, set: &DrugSet, interchange: &[InterchangeRule]) -> bool {
        set.drugs
            .iter()
            .any(|substance| drug_of(substance, interchange) == *self)
    }

    /// Whether a rule is for it: a rule without drugs is for all.
    pub(super) fn has(&self, set: Option<&DrugSet>, interchange: &[InterchangeRule]) -> bool {
        set.is_none_or(|set| self.is_in(set, interchange))
    }
}
