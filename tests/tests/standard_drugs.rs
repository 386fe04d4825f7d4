//! The drugs of the standard library: no name and no code means two of them, and every substance of the German registries'
//! lists (Robert Koch-Institut, oBDS-RKI, CC BY 4.0) is one of them.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use kohort_base::{MemoryWorld, render};
use kohort_grammar::ast::{CodesEntry, DrugDecl, DrugsDecl, Item};
use kohort_semantics::codes::drug_key;
use kohort_semantics::{Options, analyse};
use std::collections::{BTreeMap, BTreeSet};

/// What the list of protocols has in place of a substance.
const NO_SUBSTANCE: [&str; 2] = ["<Substanz(en) manuell wählen>", "<manuell wählen>"];

fn items() -> Vec<Item> {
    let parse = kohort_grammar::parse(kohort_stdlib::module("std.drugs").unwrap());
    assert!(parse.errors().is_empty(), "{:?}", parse.errors());
    parse.tree().items()
}

fn drugs() -> Vec<DrugDecl> {
    let drug = |item| match item {
        Item::Drug(drug) => Some(drug),
        _ => None,
    };
    items().into_iter().filter_map(drug).collect()
}

fn name(drug: &DrugDecl) -> String {
    drug.name().unwrap().text()
}

/// Every spelling of every drug, by what spellings have in common.
fn spellings() -> BTreeMap<String, BTreeSet<String>> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for drug in drugs() {
        let texts = drug.names().into_iter().map(|text| text.value());
        let texts = texts.chain(drug.display().map(|text| text.value()));
        for text in texts.chain([name(&drug)]) {
            known.entry(drug_key(&text)).or_default().insert(name(&drug));
        }
    }
    known
}

fn codes(drug: &DrugDecl) -> BTreeSet<(String, String)> {
    let of_entry = |entry: &CodesEntry| {
        let system = entry.system().unwrap().text();
        let codes = entry.patterns().into_iter().map(|pattern| pattern.text());
        codes.map(move |code| (system.clone(), code)).collect::<Vec<_>>()
    };
    drug.codes().iter().flat_map(of_entry).collect()
}

/// The rows of a list, without its heading.
fn rows(list: &str) -> Vec<Vec<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../stdlib/tests/data/rki-obds");
    let text = std::fs::read_to_string(folder.join(list)).unwrap();
    let cells = |line: &str| line.split(';').map(|cell| cell.trim().to_owned()).collect();
    text.lines().skip(1).map(cells).collect()
}

#[test]
fn a_spelling_means_one_drug() {
    let shared: Vec<_> = spellings()
        .into_iter()
        .filter(|(_, drugs)| drugs.len() > 1)
        .collect();
    assert!(shared.is_empty(), "{shared:#?}");
}

#[test]
fn a_code_means_one_drug() {
    let mut known = BTreeMap::new();
    for drug in drugs() {
        for code in codes(&drug) {
            let other = known.insert(code.clone(), name(&drug));
            assert_eq!(other, None, "{code:?} is {} too", name(&drug));
        }
    }
}

#[test]
fn every_substance_of_the_list_is_one_drug_with_its_code() {
    let (known, drugs) = (spellings(), drugs());
    let rows = rows("substanz.csv");
    assert_eq!(rows.len(), 410);
    for row in &rows {
        let (substance, code) = (&row[1], &row[2]);
        let Some(found) = known.get(&drug_key(substance)) else {
            panic!("{substance} is no drug of std.drugs");
        };
        let drug = drugs.iter().find(|drug| found.contains(&name(drug))).unwrap();
        let listed = codes(drug).contains(&("ATC".to_owned(), code.clone()));
        assert!(
            listed || code.is_empty(),
            "{substance}: {code} is not a code of {}",
            name(drug)
        );
    }
}

#[test]
fn every_substance_of_a_protocol_is_one_drug() {
    let known = spellings();
    let rows = rows("protokoll.csv");
    assert_eq!(rows.len(), 164);
    let substances = rows.iter().flat_map(|row| &row[2..]);
    let unresolved: BTreeSet<&String> = substances
        .filter(|substance| !substance.is_empty() && !known.contains_key(&drug_key(substance)))
        .collect();
    // Protocols that leave the substances to whoever reports have nothing that a drug could be.
    assert_eq!(
        unresolved.into_iter().map(String::as_str).collect::<Vec<_>>(),
        NO_SUBSTANCE
    );
}

#[test]
fn what_stands_in_a_set_is_declared() {
    let items = items();
    let sets: Vec<&DrugsDecl> = items
        .iter()
        .filter_map(|item| match item {
            Item::Drugs(set) => Some(set),
            _ => None,
        })
        .collect();
    let named: BTreeSet<String> = drugs().iter().map(name).collect();
    let classes: BTreeSet<String> = drugs()
        .iter()
        .flat_map(|drug| {
            drug.classes()
                .into_iter()
                .map(|class| class.text())
                .collect::<Vec<_>>()
        })
        .collect();
    let set_names: BTreeSet<String> = sets.iter().map(|set| set.name().unwrap().text()).collect();
    assert!(named.is_disjoint(&set_names));
    for set in sets {
        for member in set.members().into_iter().chain(set.except()) {
            let text = member.name().unwrap().text();
            let known = if member.is_class() {
                classes.contains(&text)
            } else {
                named.contains(&text) || set_names.contains(&text)
            };
            assert!(known, "{text} in {}", set.name().unwrap().text());
        }
    }
}

#[test]
fn every_drug_has_its_place() {
    for drug in drugs() {
        let classes: Vec<String> = drug.classes().iter().map(|class| class.text()).collect();
        assert!(!classes.is_empty(), "{}", name(&drug));
        let both =
            classes.contains(&"antineoplastic".to_owned()) && classes.contains(&"supportive".to_owned());
        assert!(!both, "{} is against the tumour and supportive", name(&drug));
    }
}

/// What sets hold, as a study that uses them sees them: names without their module.
fn held(sets: &BTreeSet<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let model = "model clinic version \"1.0.0\" {
        one patient { birth_date: Date }
        many medication dated start { start: Date drug: Drug } }";
    let names: Vec<&str> = sets.iter().copied().collect();
    let criteria = names.iter().map(|set| {
        format!("include treated_{set}: any medication where drug in {set} before index, unknown is met\n")
    });
    let study = format!(
        "study all version \"1.0.0\" on clinic
         use std.drugs.{{{}}}
         cohort everybody {{ index birth_date\n{} }}
         report {{ attrition }}",
        names.join(", "),
        criteria.collect::<String>()
    );
    let world = MemoryWorld::new()
        .with("clinic.kohort", model)
        .with("all.kohort", study);
    let analysis = analyse(&world, "all.kohort", &Options::default()).unwrap();
    let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    let study = analysis.study.unwrap_or_else(|| panic!("{shown}"));
    let bare = |drug: &String| drug.strip_prefix("std.drugs.").unwrap().to_owned();
    let lists = study.drug_lists.iter();
    lists
        .map(|list| (list.name.clone(), list.drugs.iter().map(bare).collect()))
        .collect()
}

#[test]
fn sets_hold_what_they_say() {
    let expected = [
        ("platinum", "nedaplatin", "docetaxel"),
        (
            "fluoropyrimidine",
            "tegafur_gimeracil_oteracil",
            "trifluridine_tipiracil",
        ),
        ("taxane", "nab_paclitaxel", "eribulin"),
        ("her2_targeted", "lapatinib", "cetuximab"),
        ("egfr_inhibitor", "osimertinib", "cetuximab"),
        ("immune_checkpoint_inhibitor", "ipilimumab", "bevacizumab"),
        ("androgen_deprivation", "degarelix", "bicalutamide"),
        ("first_generation_antiandrogen", "bicalutamide", "enzalutamide"),
        ("novel_hormonal_agent", "abiraterone", "flutamide"),
        ("endocrine_therapy_breast", "fulvestrant", "palbociclib"),
        ("antineoplastic", "oxaliplatin", "folinic_acid"),
        ("antineoplastic", "lenalidomide", "clinical_study_drug"),
        ("supportive", "denosumab", "trastuzumab"),
        ("counted_in_lines", "clinical_study_drug", "leuprorelin"),
        ("nsclc_gap_exempt", "crizotinib", "lorlatinib"),
    ];
    let held = held(&expected.iter().map(|(set, ..)| *set).collect());
    for (set, inside, outside) in expected {
        assert!(held[set].contains(inside), "{inside} is not in {set}");
        assert!(!held[set].contains(outside), "{outside} is in {set}");
    }
    assert!(held["antineoplastic"].is_disjoint(&held["supportive"]));
}
