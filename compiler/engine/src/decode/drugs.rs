//! Columns of drugs: texts that name a substance, or codes of one.
//!
//! Invariant: what comes out is the drug's qualified name; each distinct text is looked up once, in the declared order of
//! ways.

use kohort_semantics::codes::drug_key;
use kohort_semantics::source::DrugLookup;
use std::collections::HashMap;
use std::sync::Arc;

/// More distinct texts than a catalogue of medicines has.
const REMEMBERED: usize = 1 << 18;

/// How drugs are read.
#[derive(Debug)]
pub(super) struct DrugReading {
    lookups: Vec<DrugLookup>,
    known: HashMap<String, Option<Arc<str>>>,
}

impl DrugReading {
    pub(super) fn new(lookups: &[DrugLookup]) -> Self {
        Self {
            lookups: lookups.to_vec(),
            known: HashMap::new(),
        }
    }

    /// The drug that a text names.
    pub(super) fn read(&mut self, text: &str) -> Option<Arc<str>> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let found = self.lookups.iter().find_map(|lookup| match lookup {
            DrugLookup::Name(drugs) => drugs.get(&drug_key(text)),
            DrugLookup::Code(system, drugs) => drugs.get(&system.normalise(text)?),
        });
        let drug: Option<Arc<str>> = found.map(|drug| Arc::from(drug.as_str()));
        if self.known.len() < REMEMBERED {
            self.known.insert(text.to_owned(), drug.clone());
        }
        drug
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::codes::CodeSystem;
    use std::collections::BTreeMap;

    #[test]
    fn ways_are_tried_in_order() {
        let map = |text: &str, drug: &str| BTreeMap::from([(text.to_owned(), drug.to_owned())]);
        let mut reading = DrugReading::new(&[
            DrugLookup::Name(map("l01xa03", "by_name")),
            DrugLookup::Code(CodeSystem::Atc, map("L01XA03", "by_code")),
        ]);
        for _ in 0..2 {
            assert_eq!(reading.read("L01XA03").as_deref(), Some("by_name"));
            assert_eq!(reading.read("l01xa-03").as_deref(), None);
            assert_eq!(reading.read("aspirin"), None);
        }
        let mut codes = DrugReading::new(&[DrugLookup::Code(CodeSystem::Atc, map("L01XA03", "by_code"))]);
        assert_eq!(codes.read(" l01xa03").as_deref(), Some("by_code"));
    }
}
