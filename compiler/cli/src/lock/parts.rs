//! The parts of a study as they are locked: what each of them means, and where it stands.
//!
//! Invariant: what a researcher has given a name is a part of its own, so that a change can be told by that name. Indices
//! and criteria are called by their cohort.

use kohort_base::Span;
use kohort_lock::{Entry, Item, Items};
use kohort_semantics::Study;
use kohort_semantics::meaning::{self, Hash, ItemKind, Meaning, Meanings};
use std::collections::BTreeSet;

/// What an index date is called in a lock.
const INDEX: &str = "index_date";
/// What a criterion is called in a lock.
const CRITERION: &str = "criterion";

/// A part of a study.
pub(super) struct Part {
    pub(super) kind: String,
    pub(super) name: String,
    item: Item,
    /// Where it is declared, if that is known.
    pub(super) span: Option<Span>,
}

/// The parts of a study. A drug of a set is told through the set, which has hundreds of them.
pub(super) fn parts(study: &Study, meant: &Meaning) -> Vec<Part> {
    let in_a_set: BTreeSet<&String> = study.drug_lists.iter().flat_map(|list| &list.drugs).collect();
    let mut parts = of_cohorts(study);
    for item in &meant.items {
        if item.kind == ItemKind::Drug && in_a_set.contains(&item.name) {
            continue;
        }
        let meaning = item.hash.to_string();
        parts.push(Part {
            kind: item.kind.word().replace(' ', "_"),
            name: item.name.clone(),
            item: match entries(study, item) {
                Some(entries) => Item::List(Entry { entries, meaning }),
                None => Item::Meaning(meaning),
            },
            span: span(study, item),
        });
    }
    parts
}

/// Parts by kind and name.
pub(super) fn items(parts: &[Part]) -> Items {
    let mut items = Items::new();
    for part in parts {
        let of_kind = items.entry(part.kind.clone()).or_default();
        of_kind.insert(part.name.clone(), part.item.clone());
    }
    items
}

/// The index dates and criteria of the cohorts.
fn of_cohorts(study: &Study) -> Vec<Part> {
    let meanings = Meanings::new(study);
    let part = |kind: &str, name: String, hash: Hash, span| Part {
        kind: kind.to_owned(),
        name,
        item: Item::Meaning(hash.to_string()),
        span: Some(span),
    };
    let mut parts = Vec::new();
    for cohort in &study.cohorts {
        if let Some(index) = &cohort.index {
            parts.push(part(
                INDEX,
                cohort.name.clone(),
                meanings.index(index),
                cohort.span,
            ));
        }
        for criterion in &cohort.criteria {
            let name = format!("{}.{}", cohort.name, criterion.name);
            parts.push(part(
                CRITERION,
                name,
                meanings.criterion(criterion),
                criterion.span,
            ));
        }
    }
    parts
}

/// How many entries a list of codes or a set of drugs has.
fn entries(study: &Study, item: &meaning::Item) -> Option<usize> {
    let is = |module: &str, name: &str| format!("{module}.{name}") == item.name;
    match item.kind {
        ItemKind::CodeList => {
            let mut lists = study.code_lists.iter();
            let list = lists.find(|list| is(&list.module, &list.name))?;
            Some(list.entries.len())
        }
        ItemKind::DrugList => {
            let mut lists = study.drug_lists.iter();
            let list = lists.find(|list| is(&list.module, &list.name))?;
            Some(list.drugs.len())
        }
        _ => None,
    }
}

/// Where something is declared that the study's own file may declare.
fn span(study: &Study, item: &meaning::Item) -> Option<Span> {
    let named = |declared: (&String, Span)| (*declared.0 == item.name).then_some(declared.1);
    match item.kind {
        ItemKind::Definition | ItemKind::Lines => {
            let all = study.definitions.iter();
            all.map(|one| (&one.name, one.span)).find_map(named)
        }
        ItemKind::Cohort => {
            let all = study.cohorts.iter();
            all.map(|one| (&one.name, one.span)).find_map(named)
        }
        ItemKind::Endpoint => {
            let all = study.endpoints.iter();
            all.map(|one| (&one.name, one.span)).find_map(named)
        }
        ItemKind::Characteristic => {
            let all = study.characteristics.iter();
            all.map(|one| (&one.name, one.span)).find_map(named)
        }
        _ => None,
    }
}
