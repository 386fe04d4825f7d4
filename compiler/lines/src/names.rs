//! The names of regimens, and sets of substances as text.

use crate::{Compiled, DrugBits};
use kohort_semantics::study::drugs_text;
use std::collections::BTreeMap;

/// After so many sets the cache forgets, so that its memory has a bound. Rules name tens of regimens, and the sets that
/// are common in real data are some hundred.
const MOST: usize = 4096;

/// Texts of sets of substances, made once for each set.
#[derive(Debug, Default)]
pub struct Names {
    known: BTreeMap<DrugBits, Texts>,
}

/// The texts of one set of substances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The regimen's name, or those of the substances.
    pub regimen: String,
    /// The value of the type `Drugs`.
    pub drugs: String,
}

impl Names {
    /// The texts of a part's substances ([`crate::Part::drugs`]).
    pub fn of(&mut self, compiled: &Compiled, drugs: &DrugBits) -> &Texts {
        if self.known.len() >= MOST && !self.known.contains_key(drugs) {
            self.known.clear();
        }
        // Copying a set needs no memory but for drugs behind the first 256.
        self.known
            .entry(drugs.clone())
            .or_insert_with(|| compiled.texts(drugs))
    }
}

impl Compiled {
    /// The texts of a set of substances, made anew.
    pub fn texts(&self, drugs: &DrugBits) -> Texts {
        Texts {
            regimen: self.regimen(drugs),
            drugs: drugs_text(drugs.iter().filter_map(|drug| self.qualified(drug))),
        }
    }

    /// The name of just these substances, else of them after interchange, else their own names.
    fn regimen(&self, drugs: &DrugBits) -> String {
        let groups = self.grouped(drugs);
        let named = self.regimens();
        let found = named
            .iter()
            .find(|regimen| regimen.drugs == *drugs)
            .or_else(|| named.iter().find(|regimen| regimen.groups == groups));
        found.map_or_else(
            || {
                let mut names: Vec<&str> = drugs.iter().filter_map(|drug| self.shown(drug)).collect();
                names.sort_unstable();
                names.join(", ")
            },
            |regimen| regimen.name.clone(),
        )
    }
}
