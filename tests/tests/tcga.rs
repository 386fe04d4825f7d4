//! The real people of The Cancer Genome Atlas: which of their drugs have a name, and what remains.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use kohort_base::{MemoryWorld, render};
use kohort_semantics::codes::drug_key;
use kohort_semantics::source::{Availability, Decode, DrugLookup, Origin, Source};
use kohort_semantics::{Options, analyse};
use kohort_tests::projects::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

/// At least this share of the dated rows, in per cent, names a drug.
const NAMED: usize = 95;

fn example(file: &str) -> String {
    fs::read_to_string(repository().join("examples/tcga_lines").join(file)).unwrap()
}

fn source() -> Arc<Source> {
    let world = MemoryWorld::new()
        .with("tcga.kohort", example("tcga.kohort"))
        .with("tcga_lines.kohort", example("tcga_lines.kohort"));
    let options = Options {
        sources: Some(vec![String::from("tcga")]),
    };
    let analysis = analyse(&world, "tcga_lines.kohort", &options).unwrap();
    let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    Arc::clone(analysis.sources.first().unwrap())
}

/// What the library calls a drug, as a source looks names up.
fn names(source: &Source) -> &BTreeMap<String, String> {
    let readings = source.entities.iter().flat_map(|mapping| &mapping.attributes);
    readings
        .filter_map(|attribute| match &attribute.availability {
            Availability::Present(reading) => Some(&reading.decode),
            _ => None,
        })
        .find_map(|decode| match decode {
            Decode::Drug(ways) => ways.iter().find_map(|way| match way {
                DrugLookup::Name(names) => Some(names),
                DrugLookup::Code(..) => None,
            }),
            _ => None,
        })
        .unwrap()
}

/// The source's own list of spellings.
fn spellings(source: &Source) -> Vec<(String, String)> {
    let list = source.tables.iter().find_map(|table| match &table.origin {
        Origin::List { rows, .. } => Some(rows.clone()),
        _ => None,
    });
    list.unwrap()
}

/// For each spelling of the drugs file how many rows have it, and how many of these a first day.
fn written() -> BTreeMap<String, (usize, usize)> {
    let text = example("data/tcga_drugs.csv");
    let mut rows = text.lines();
    let head = fields(rows.next().unwrap());
    let column = |name: &str| head.iter().position(|field| field == name).unwrap();
    let (drug, start) = (column("drug_name"), column("start_day"));
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows.map(fields) {
        let counts = found.entry(row.get(drug).unwrap().clone()).or_default();
        counts.0 += 1;
        counts.1 += usize::from(!row.get(start).unwrap().is_empty());
    }
    found
}

/// The fields of a line of a CSV file without line breaks in fields.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut quoted, mut characters) = (false, line.chars().peekable());
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

#[test]
fn nearly_all_dated_rows_name_a_drug_and_the_others_are_written_down() {
    let source = source();
    let (names, spellings) = (names(&source), spellings(&source));
    let explained: BTreeSet<&str> = spellings.iter().map(|(text, _)| text.as_str()).collect();
    let (mut dated, mut named, mut unresolved) = (0, 0, Vec::new());
    for (text, (rows, with_start)) in written() {
        dated += with_start;
        if explained.contains(text.as_str()) || names.contains_key(&drug_key(&text)) {
            named += with_start;
        } else {
            unresolved.push((text, rows, with_start));
        }
    }
    assert_eq!((dated, unresolved.len()), (11_654, 283));
    assert!(named * 100 >= dated * NAMED, "{named} of {dated}");
    let table = example("unresolved.csv");
    let mut table: Vec<(String, usize, usize)> = table
        .lines()
        .skip(1)
        .map(fields)
        .map(|row| match row.as_slice() {
            [text, rows, with_start] => (text.clone(), rows.parse().unwrap(), with_start.parse().unwrap()),
            _ => (row.join(","), 0, 0),
        })
        .collect();
    table.sort();
    assert_eq!(table, unresolved);
}

#[test]
fn the_list_of_spellings_is_needed_and_means_drugs_of_the_library() {
    let source = source();
    let (names, written) = (names(&source), written());
    for (text, drug) in spellings(&source) {
        assert!(written.contains_key(&text), "`{text}` is not in the file");
        assert!(
            !names.contains_key(&drug_key(&text)),
            "the library knows `{text}`"
        );
        assert!(names.contains_key(&drug_key(&drug)), "there is no drug `{drug}`");
    }
}
