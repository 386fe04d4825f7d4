//! What a line says.

use crate::notation::{Person, drug, interchange, maintenance, rules};
use kohort_lines::{Compiled, DrugBits, Names};
use kohort_semantics::study::{LineRules, MaintenanceKind, Regimen};

#[test]
fn parts_tell_where_their_line_ends_and_the_next_begins() {
    let rules = LineRules {
        maintenance: vec![maintenance(MaintenanceKind::Continuation, "B")],
        ..rules()
    };
    let (parts, _) = Person::of("0:A+B 21:A+B 42:B 63:B 100:C").walk(&rules);
    let told: Vec<_> = parts
        .iter()
        .map(|part| {
            (
                part.number,
                part.maintenance,
                part.end,
                part.line_end,
                part.next_start,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, false, 21, 63, Some(100)),
            (1, true, 63, 63, Some(100)),
            (2, false, 100, 100, None)
        ]
    );
}

fn regimen(name: &str, drugs: &[&str]) -> Regimen {
    Regimen {
        name: name.to_owned(),
        drugs: drugs.iter().map(|&drug| drug.to_owned()).collect(),
    }
}

#[test]
fn regimens_have_names() {
    let mut rules = rules();
    rules.interchange = vec![interchange("C S")];
    rules.drug_names.insert("A".to_owned(), "zoledronate".to_owned());
    rules.drug_names.insert("B".to_owned(), "bevacizumab".to_owned());
    rules.regimens = vec![
        regimen("platinum doublet", &["C", "P"]),
        regimen("cisplatin doublet", &["P", "S"]),
        regimen("not this one", &["P", "S"]),
        regimen("single", &["C"]),
    ];
    let compiled = Compiled::new(&rules);
    let set = |letters: &str| -> DrugBits { letters.chars().map(drug).collect() };
    let mut names = Names::default();
    for (letters, expected) in [
        // Just these, before those that are the same after interchange.
        ("CP", "platinum doublet"),
        ("PS", "cisplatin doublet"),
        ("S", "single"),
        ("CS", "single"),
        ("CSP", "platinum doublet"),
        // By the names that readers know, sorted as such.
        ("AB", "bevacizumab, zoledronate"),
        ("PX", "P, X"),
    ] {
        let drugs = set(letters);
        assert_eq!(names.of(&compiled, &drugs).regimen, expected, "{letters}");
        assert_eq!(*names.of(&compiled, &drugs), compiled.texts(&drugs));
    }
    assert_eq!(compiled.texts(&set("SAP")).drugs, "A+P+S");
}

#[test]
fn a_name_that_nobody_gave_is_the_last_part() {
    let mut rules = rules();
    rules.interchange = vec![interchange("std.drugs.one std.drugs.two")];
    let compiled = Compiled::new(&rules);
    let drugs: DrugBits = compiled.drug("std.drugs.one").into_iter().collect();
    assert_eq!(compiled.texts(&drugs).regimen, "one");
    assert_eq!(compiled.drug("std.drugs.three"), None);
}

#[test]
fn the_cache_of_names_forgets_and_stays_right() {
    let compiled = Compiled::new(&rules());
    let mut names = Names::default();
    for bits in 1..10_000u32 {
        let drugs: DrugBits = (0..14).filter(|id| bits & (1 << id) != 0).collect();
        assert_eq!(*names.of(&compiled, &drugs), compiled.texts(&drugs));
    }
}
