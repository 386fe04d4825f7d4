//! What a study says, whatever the source: the first level of its plan.
//!
//! Invariant: it follows from the typed study alone. What can be written in another order without another meaning has one
//! order here; cohorts, criteria and outputs keep theirs, since results do.

mod cohorts;
mod definitions;
mod vocabulary;

use super::document::Document;
use super::kind::Kind;
use crate::words::Words;
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_semantics::study::{Characteristic, Endpoint, Study};

/// The document.
pub(super) fn document(meanings: &Meanings<'_>, hash: Hash) -> Document {
    let study = meanings.of();
    let words = Words::new(study);
    let mut document = Document::default();
    head(study, hash, &mut document);
    precision(&words, &mut document);
    definitions::definitions(&words, &mut document);
    cohorts::cohorts(&words, &mut document);
    characteristics(&words, &mut document);
    endpoints(&words, &mut document);
    outputs(&words, &mut document);
    vocabulary::code_lists(&words, meanings, &mut document);
    vocabulary::drug_sets(&words, meanings, &mut document);
    vocabulary::analytes(&words, meanings, &mut document);
    document
}

fn head(study: &Study, hash: Hash, document: &mut Document) {
    document.section(&format!("study {}", study.name));
    document.fact(1, Kind::Study, &format!("version {}", study.version));
    document.about(1, study.doc.as_ref());
    let (model, version) = (crate::bind::model_path(&study.model), &study.model.version);
    document.named(
        1,
        Kind::Model,
        &model,
        &format!("model   {model} version {version}"),
    );
    document.fact(1, Kind::Hash, &format!("hash    {hash}"));
}

/// The precision rules, by attribute.
fn precision(words: &Words<'_>, document: &mut Document) {
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    for rule in &words.study().precision {
        let attribute = words.study().model.attribute_path(rule.attribute);
        rules.push((attribute, words.precision_clauses(rule)));
    }
    rules.sort();
    if rules.is_empty() {
        return;
    }
    document.section("dates, in every source alike");
    for (attribute, clauses) in rules {
        let mut clauses = clauses.into_iter();
        let first = clauses.next().unwrap_or_default();
        document.named(1, Kind::Precision, &attribute, &first);
        document.lines(2, clauses);
    }
}

/// The characteristics, by name.
fn characteristics(words: &Words<'_>, document: &mut Document) {
    let mut all: Vec<(&Characteristic, Vec<String>)> = Vec::new();
    for characteristic in &words.study().characteristics {
        all.push((characteristic, words.characteristic(characteristic)));
    }
    all.sort_by(|(one, values), (other, others)| (&one.name, values).cmp(&(&other.name, others)));
    if all.is_empty() {
        return;
    }
    document.section("characteristics");
    for (characteristic, values) in all {
        document.gap();
        let name = &characteristic.name;
        document.named(1, Kind::Characteristic, name, &format!("characteristic {name}"));
        document.about(2, characteristic.doc.as_ref());
        document.lines(2, values);
        cohorts::ahead(words, characteristic.looking_ahead.as_ref(), document);
    }
}

/// The endpoints, by name.
fn endpoints(words: &Words<'_>, document: &mut Document) {
    let mut all: Vec<&Endpoint> = words.study().endpoints.iter().collect();
    all.sort_by_key(|endpoint| &endpoint.name);
    if all.is_empty() {
        return;
    }
    document.section("endpoints");
    for endpoint in all {
        document.gap();
        let name = &endpoint.name;
        document.named(1, Kind::Endpoint, name, &format!("endpoint {name}"));
        document.about(2, endpoint.doc.as_ref());
        if let Some(origin) = &endpoint.origin {
            let version = origin.version.iter().map(|version| format!(" version {version}"));
            let from = format!("as {}{}", origin.path, version.collect::<String>());
            document.line(2, &from);
            definitions::changed(&origin.changed, document);
        }
        document.lines(2, words.endpoint_clauses(endpoint));
    }
}

fn outputs(words: &Words<'_>, document: &mut Document) {
    document.section("outputs");
    for output in &words.study().outputs {
        let mut lines = words.output(output).into_iter();
        let first = lines.next().unwrap_or_default();
        document.named(1, Kind::Output, output.word(), &first);
        document.lines(2, lines);
    }
}
