//! Drugs and sets of drugs: which substances, and by which codes and names data tell of them.

use super::codes::all;
use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{name, plain, quoted};
use kohort_semantics::codes::Drug;

pub(super) fn sections(say: &Say<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let sets = &say.names.drug_sets;
    let declared = sets.declared.iter().map(|(set, drugs)| (name(set), drugs));
    let others = sets.others.iter().enumerate();
    let others = others.map(|(at, drugs)| (name(&format!("drug set {}", at + 1)), drugs));
    let entries: Vec<Entry> = declared
        .chain(others)
        .map(|(set, drugs)| {
            let mut drugs: Vec<String> = drugs.iter().map(|drug| say.drug(drug)).collect();
            drugs.sort();
            let count = crate::text::amount(i64::try_from(drugs.len()).unwrap_or(i64::MAX), "substance");
            Entry::new(format!("{set} ({count}): {}.", drugs.join(", ")))
        })
        .collect();
    if !entries.is_empty() {
        let mut section = Section::new(2, "Appendix: sets of drugs");
        section.list(entries);
        sections.push(section);
    }
    if !say.study.drugs.is_empty() {
        let mut section = Section::new(2, "Appendix: drugs");
        section.table(
            &[
                "Substance",
                "In the library",
                "Shown as",
                "Codes",
                "Other names in data",
            ],
            say.study.drugs.iter().map(|drug| row(say, drug)).collect(),
        );
        sections.push(section);
    }
    sections
}

fn row(say: &Say<'_>, drug: &Drug) -> Vec<String> {
    vec![
        say.drug(&drug.qualified),
        plain(&drug.qualified),
        drug.display.as_deref().map_or_else(String::new, quoted),
        all(&drug.codes),
        spellings(&drug.names),
    ]
}

/// Names in order, each once.
pub(super) fn spellings(names: &[String]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    names.sort();
    names.dedup();
    names.join(", ")
}
