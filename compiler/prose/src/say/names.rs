//! The names of what a protocol defines, each of which stands for one thing.
//!
//! Invariant: two definitions, two lists, two drugs or two analytes never have one name.

use super::Say;
use super::drug_sets::DrugSets;
use crate::text::{name, words};
use kohort_semantics::codes::CodeList;
use kohort_semantics::study::{CodeListId, DefinitionId, Study};
use std::collections::BTreeMap;

/// Names that are worked out once.
pub(crate) struct Names {
    definitions: Vec<String>,
    code_lists: Vec<String>,
    drugs: BTreeMap<String, String>,
    analytes: BTreeMap<String, String>,
    pub(crate) drug_sets: DrugSets,
}

impl Names {
    pub(crate) fn of(study: &Study) -> Self {
        let definitions = study.definitions.iter().map(|found| (found.name.as_str(), None));
        let lists = study
            .code_lists
            .iter()
            .map(|list| (list.name.as_str(), Some(list.module.as_str())));
        let drugs: Vec<(&str, &str)> = study
            .drugs
            .iter()
            .map(|drug| (drug.qualified.as_str(), drug.name.as_str()))
            .collect();
        let analytes: Vec<(&str, &str)> = study
            .analytes
            .iter()
            .map(|analyte| (analyte.qualified.as_str(), analyte.name.as_str()))
            .collect();
        Self {
            definitions: distinct(definitions),
            code_lists: distinct(lists),
            drugs: short(&drugs),
            analytes: short(&analytes),
            drug_sets: DrugSets::of(study),
        }
    }
}

/// Each name, with its module where another has the same, and with a number where even that is not enough.
pub(super) fn distinct<'n>(names: impl Iterator<Item = (&'n str, Option<&'n str>)>) -> Vec<String> {
    let names: Vec<(&str, Option<&str>)> = names.collect();
    let mut shared: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, _) in &names {
        *shared.entry(name).or_default() += 1;
    }
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut distinct = Vec::new();
    for (name, module) in names {
        let alone = shared.get(name).is_some_and(|number| *number == 1);
        let text = match module {
            Some(module) if !alone => format!("{module}.{name}"),
            _ => name.to_owned(),
        };
        let number = seen.entry(text.clone()).or_default();
        *number += 1;
        distinct.push(match *number {
            1 => text,
            number => format!("{text} ({number})"),
        });
    }
    distinct
}

/// Short names by qualified name; the qualified one where two share the short one.
fn short(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    let shared = |short: &str| all.iter().filter(|(_, other)| *other == short).count() > 1;
    let named = |(qualified, short): &(&str, &str)| {
        let shown = if shared(short) {
            (*qualified).to_owned()
        } else {
            words(short)
        };
        ((*qualified).to_owned(), shown)
    };
    all.iter().map(named).collect()
}

impl Say<'_> {
    /// A definition.
    pub(crate) fn definition(&self, id: DefinitionId) -> String {
        let found = self.names.definitions.get(id.0 as usize);
        name(found.map_or("?", String::as_str))
    }

    /// A code list.
    pub(crate) fn code_list(&self, id: CodeListId) -> String {
        let found = self.names.code_lists.get(id.0 as usize);
        name(found.map_or("?", String::as_str))
    }

    /// The contents of a code list.
    pub(crate) fn code_list_of(&self, id: CodeListId) -> Option<&CodeList> {
        self.study.code_lists.get(id.0 as usize)
    }

    /// A drug, by its qualified name.
    pub(crate) fn drug(&self, qualified: &str) -> String {
        let found = self.names.drugs.get(qualified).cloned();
        found.unwrap_or_else(|| crate::text::plain(qualified))
    }

    /// An analyte, by its qualified name.
    pub(crate) fn analyte(&self, qualified: &str) -> String {
        let found = self.names.analytes.get(qualified).cloned();
        found.unwrap_or_else(|| crate::text::plain(qualified))
    }
}
