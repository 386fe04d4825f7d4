//! Code lists in the systems of a source, sets of drugs, and what the source calls drugs.
//!
//! Invariant: each stands once, however often it is used, and one code or drug stands on a line.

use super::document::Document;
use super::kind::Kind;
use crate::algebra::{Column, Operator, Plan, ScanId};
use crate::words::small::{entries, quoted, whole};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::source::{Decode, DrugLookup};
use std::collections::{BTreeMap, BTreeSet};

/// The code lists in use, in the source's systems.
pub(super) fn code_lists(plan: &Plan, document: &mut Document) {
    let mut lists: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for node in plan.graph.node_weights() {
        if let Operator::InCodes {
            list,
            patterns,
            except,
            ..
        } = &node.operator
        {
            for system in patterns.iter().map(|pattern| pattern.system) {
                let mut codes = of_system(patterns, system);
                let except = of_system(except, system);
                codes.extend(except.into_iter().map(|code| format!("except {code}")));
                lists.insert((list.as_str(), system.name()), codes);
            }
        }
    }
    if !lists.is_empty() {
        document.section("code lists, in the systems of this source");
    }
    for ((list, system), codes) in lists {
        let number = entries(codes.len());
        document.gap();
        document.named(1, Kind::CodeList, list, &format!("{list} in {system}: {number}"));
        codes
            .iter()
            .for_each(|code| document.named(2, Kind::Code, code, code));
    }
}

/// The codes of one system, ascending, with the time in which they are in use.
fn of_system(patterns: &[CodePattern], system: CodeSystem) -> Vec<String> {
    let shown = |pattern: &CodePattern| match (pattern.from, pattern.until) {
        (None, None) => pattern.text.clone(),
        (Some(from), None) => format!("{} (from {from})", pattern.text),
        (None, Some(until)) => format!("{} (until {until})", pattern.text),
        (Some(from), Some(until)) => format!("{} (from {from} until {until})", pattern.text),
    };
    let of_system = patterns.iter().filter(|pattern| pattern.system == system);
    let codes: BTreeSet<String> = of_system.map(shown).collect();
    codes.into_iter().collect()
}

/// The sets of drugs in use.
pub(super) fn drug_sets(plan: &Plan, document: &mut Document) {
    let mut lists: BTreeMap<&str, String> = BTreeMap::new();
    for node in plan.graph.node_weights() {
        if let Operator::InDrugs { list, names, .. } = &node.operator {
            lists.insert(list, names.join(", "));
        }
    }
    if !lists.is_empty() {
        document.section("sets of drugs");
    }
    for (list, drugs) in lists {
        document.named(1, Kind::DrugSet, list, &format!("{list}: {drugs}"));
    }
}

/// The texts that mean each drug.
type Texts<'p> = BTreeMap<&'p str, Vec<String>>;

/// The names and codes by which the source tells the drugs of the study, for each column that holds drugs; columns that
/// are read in the same way stand together.
pub(super) fn drugs(plan: &Plan, document: &mut Document) {
    let mut ways: BTreeMap<Texts<'_>, BTreeSet<String>> = BTreeMap::new();
    for stream in &plan.streams {
        for part in &stream.parts {
            for (column, reading) in stream.columns.iter().zip(&part.readings) {
                let Some(Decode::Drug(lookups)) = reading.as_ref().map(|reading| &reading.decode) else {
                    continue;
                };
                let place = format!("{} in {}", column.name, table(plan, part.scan));
                ways.entry(texts(column, lookups)).or_default().insert(place);
            }
        }
    }
    if ways.is_empty() {
        return;
    }
    document.section("drugs that the study uses, as this source calls them");
    let mut ways: Vec<(Vec<String>, Texts<'_>)> = ways
        .into_iter()
        .map(|(texts, places)| (places.into_iter().collect(), texts))
        .collect();
    ways.sort();
    for (places, drugs) in ways {
        let count = whole(drugs.len() as u64, "drug");
        document.gap();
        let places = places.join(", ");
        document.named(1, Kind::DrugSet, &places, &format!("{places}: {count}"));
        for (drug, texts) in drugs {
            document.named(2, Kind::Drug, drug, &format!("{drug}: {}", texts.join(", ")));
        }
    }
}

fn table(plan: &Plan, id: ScanId) -> &str {
    let scan = plan.scans.get(id.0 as usize);
    scan.map_or("?", |scan| scan.table.as_str())
}

/// For each drug that the study uses the texts of a column that mean it.
fn texts<'p>(column: &'p Column, lookups: &[DrugLookup]) -> Texts<'p> {
    let mut texts = Texts::new();
    for lookup in lookups {
        let (way, drugs) = match lookup {
            DrugLookup::Name(drugs) => ("name", drugs),
            DrugLookup::Code(system, drugs) => (system.name(), drugs),
        };
        for (text, qualified) in drugs {
            if let Some(drug) = column.display.drugs.get(qualified) {
                let shown = format!("{way} {}", quoted(text));
                texts.entry(drug).or_default().push(shown);
            }
        }
    }
    texts
}
