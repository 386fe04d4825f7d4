//! The clinical words of a study: code lists, sets of drugs and analytes, each once and in full.
//!
//! Invariant: what is in a list stands below it, one entry a line; the line with its hash changes whenever an entry does.

use crate::text::document::Document;
use crate::text::kind::Kind;
use crate::words::Words;
use crate::words::small::{converted, entries, quoted, unit, whole};
use kohort_semantics::codes::{Analyte, CodePattern};
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_semantics::study::{CodeListId, DrugListId, DrugSet};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn code_lists(words: &Words<'_>, meanings: &Meanings<'_>, document: &mut Document) {
    let study = words.study();
    let mut all: BTreeMap<String, (Hash, BTreeSet<String>)> = BTreeMap::new();
    for (id, list) in (0..).map(CodeListId).zip(&study.code_lists) {
        let entries = list.entries.iter().map(code);
        let except = list
            .except
            .iter()
            .map(|code| format!("except {}", self::code(code)));
        all.insert(
            words.code_list(id),
            (meanings.code_list(id), entries.chain(except).collect()),
        );
    }
    if !all.is_empty() {
        document.section("code lists");
    }
    for (name, (hash, codes)) in all {
        document.gap();
        document.named(1, Kind::CodeList, &name, &format!("codes {name}"));
        hashed(hash, &entries(codes.len()), document);
        codes
            .iter()
            .for_each(|code| document.named(2, Kind::Code, code, code));
    }
}

/// Sets of drugs that are declared, and those that rules name.
pub(super) fn drug_sets(words: &Words<'_>, meanings: &Meanings<'_>, document: &mut Document) {
    let study = words.study();
    // A rule may call another set by the name of a declared one; then both are listed.
    let mut all: BTreeMap<(String, BTreeSet<String>), Hash> = BTreeMap::new();
    let called = |drugs: &[String]| drugs.iter().map(|drug| words.drug(drug)).collect();
    for (name, drugs) in words.large_drug_sets() {
        let set = DrugSet {
            text: name.to_owned(),
            drugs: drugs.to_vec(),
        };
        all.insert((name.to_owned(), called(drugs)), meanings.drug_set(&set));
    }
    for (id, list) in (0..).map(DrugListId).zip(&study.drug_lists) {
        all.insert((words.drug_list(id), called(&list.drugs)), meanings.drug_list(id));
    }
    if !all.is_empty() {
        document.section("sets of drugs");
    }
    for ((name, drugs), hash) in all {
        document.gap();
        document.named(1, Kind::DrugSet, &name, &format!("drugs {name}"));
        hashed(hash, &whole(drugs.len() as u64, "drug"), document);
        drugs
            .iter()
            .for_each(|drug| document.named(2, Kind::Drug, drug, drug));
    }
}

pub(super) fn analytes(words: &Words<'_>, meanings: &Meanings<'_>, document: &mut Document) {
    let mut all: BTreeMap<String, &Analyte> = BTreeMap::new();
    for analyte in &words.study().analytes {
        all.insert(words.analyte(&analyte.qualified), analyte);
    }
    if !all.is_empty() {
        document.section("analytes");
    }
    for (name, analyte) in all {
        document.gap();
        let own = analyte.unit.text();
        document.named(
            1,
            Kind::Analyte,
            &name,
            &format!("analyte {name} in {}", unit(own)),
        );
        let codes = whole(analyte.codes.len() as u64, "code");
        hashed(meanings.analyte(&analyte.qualified), &codes, document);
        let codes: BTreeSet<String> = analyte.codes.iter().map(code).collect();
        codes
            .iter()
            .for_each(|code| document.named(2, Kind::Code, code, code));
        let names: BTreeSet<String> = analyte.names.iter().map(|name| quoted(name)).collect();
        document.lines(2, names.into_iter().map(|name| format!("name {name}")));
        let conversions = analyte.conversions.iter();
        let conversions =
            conversions.map(|(from, by)| format!("{}{}", unit(from.text()), converted(by, own)));
        document.lines(2, conversions.collect::<BTreeSet<String>>());
    }
}

fn code(code: &CodePattern) -> String {
    format!("{} {}", code.system.name(), code.text)
}

/// The hash of what stands below, and how much that is.
fn hashed(hash: Hash, number: &str, document: &mut Document) {
    document.fact(2, Kind::Hash, &format!("hash    {}, {number}", hash.short()));
}
