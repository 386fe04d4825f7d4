//! Published numbers, from the text of a study to the tables of its report.
//!
//! R's `survival` 3.5-3 gave `km_expected.csv`, and the package RwPFS the numbers of its simulated people.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test that cannot go on has failed"
)]

mod terminal;

use kohort::Exit;
use kohort_tests::projects::repository;
use std::collections::BTreeMap;
use std::fs;
use terminal::kohort;

/// One row of a table in long form, by the names of its columns.
type Fields = BTreeMap<String, String>;

/// All rows of the tables of a kind that an example writes.
fn rows(example: &str, kind: &str) -> Vec<Fields> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let study = format!("examples/{example}");
    kohort(&repository(), &["run", &study, "--out", out.to_str().unwrap()]).ends(Exit::Fine);
    let mut rows = Vec::new();
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains(kind) && name.ends_with(".csv") {
            rows.extend(read(&fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(!rows.is_empty(), "{example} writes no {kind}");
    rows
}

fn read(text: &str) -> Vec<Fields> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let records = reader.records().map(|record| {
        let record = record.unwrap();
        heads
            .iter()
            .cloned()
            .zip(record.iter().map(str::to_owned))
            .collect()
    });
    records.collect()
}

/// The only row whose fields have these words, in whose column somebody is shown.
fn only<'r>(rows: &'r [Fields], wanted: &[(&str, &str)]) -> &'r Fields {
    let fits = |row: &&Fields| {
        wanted.iter().all(|(name, value)| match *name {
            "column" | "table" => row[*name] == **value,
            _ => row[*name].contains(value),
        })
    };
    let found: Vec<&Fields> = rows.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{wanted:?}: {found:?}");
    found[0]
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Equal to about eleven digits, or missing in both.
fn same(what: &str, found: Option<f64>, expected: Option<f64>) {
    match (found, expected) {
        (None, None) => {}
        (Some(found), Some(expected)) if (found - expected).abs() <= 1e-11 * expected.abs().max(1.0) => {}
        _ => panic!("{what}: {found:?} instead of {expected:?}"),
    }
}

#[test]
fn survival_of_seventeen_cancers_is_what_r_says() {
    let rows = rows("tcga_lines", "survival");
    let data = repository().join("examples/tcga_lines/data/km_expected.csv");
    let expected = read(&fs::read_to_string(data).unwrap());
    assert_eq!(expected.len(), 17);
    for cancer in &expected {
        let name = cancer["cohort"].as_str();
        let of = |more: &[(&str, &str)]| {
            let own = [("column", name)];
            let wanted: Vec<(&str, &str)> = own.into_iter().chain(more.iter().copied()).collect();
            only(&rows, &wanted)
        };
        assert_eq!(of(&[("section", "observed")])["n"], cancer["n"], "{name}");
        assert_eq!(of(&[("section", "events")])["n"], cancer["events"], "{name}");
        // Times are shown in months of 30.4375 days.
        let days = |text: &str| number(text).map(|months| months * 30.4375);
        let median = of(&[("section", "time to event"), ("label", "median")]);
        for (found, wanted) in [("value", "median"), ("lower", "lcl"), ("upper", "ucl")] {
            same(
                &format!("{name} {wanted}"),
                days(&median[found]),
                number(&cancer[wanted]),
            );
        }
        let year = of(&[("section", "probability of no event"), ("label", "12 months")]);
        for (found, wanted) in [("value", "s1y"), ("lower", "lo"), ("upper", "hi")] {
            same(
                &format!("{name} {wanted}"),
                number(&year[found]),
                number(&cancer[wanted]),
            );
        }
    }
}

#[test]
fn first_lines_of_ovarian_cancer_and_glioblastoma_are_the_known_ones() {
    let rows = rows("tcga_lines", "treatments");
    for (table, regimen) in [
        ("03_treatments", "carboplatin, paclitaxel"),
        ("04_treatments", "temozolomide"),
    ] {
        let first: Vec<&Fields> = rows
            .iter()
            .filter(|row| row["table"] == table && row["section"] == "line 1" && row["label"] != "all")
            .collect();
        assert_eq!(first[0]["label"], regimen, "{table}: {first:?}");
        let most = first.iter().map(|row| row["n"].parse::<u64>().unwrap()).max();
        assert_eq!(Some(first[0]["n"].parse().unwrap()), most, "{table}");
    }
}

/// For each definition: missing, censored, progression, death; the median in months with its limits and survival at six
/// months, as far as they are printed.
const DEFINITIONS: [(&str, [u32; 4], &[f64], f64); 4] = [
    ("all_events", [8, 474, 345, 173], &[5.65, 5.03, 6.34], 0.4817),
    (
        "later_than_14_days",
        [4, 503, 313, 180],
        &[6.05, 5.32, 6.83],
        0.5074,
    ),
    ("radiographic", [8, 489, 328, 175], &[6.01, 5.26, 6.74], 0.5007),
    ("no_death_window", [8, 643, 345, 4], &[8.15], 0.6088),
];
/// The limits on the scale of log S of the definitions that are printed with them.
const LOG: [(&str, [f64; 3]); 3] = [
    ("all_events", [5.65, 5.06, 6.41]),
    ("later_than_14_days", [6.05, 5.32, 6.93]),
    ("radiographic", [6.01, 5.29, 6.74]),
];

fn rounded(text: &str, decimals: usize) -> String {
    format!("{:.decimals$}", text.parse::<f64>().unwrap())
}

#[test]
fn definitions_of_progression_free_survival_give_the_published_numbers() {
    let rows = rows("rwpfs_reference", "survival");
    for (name, [missing, censored, progression, death], median, at_six) in DEFINITIONS {
        // The second report has the same endpoints with other limits.
        let table = format!("02_survival_{name}");
        let of = |section: &str, label: &str| {
            only(
                &rows,
                &[
                    ("table", &table),
                    ("section", section),
                    ("label", label),
                    ("column", "all"),
                ],
            )
        };
        for (section, label, wanted) in [
            ("without a time", "excluded", missing),
            ("censored", "", censored),
            ("events", "progression", progression),
            ("events", "death", death),
        ] {
            assert_eq!(
                of(section, label)["n"],
                wanted.to_string(),
                "{name} {section} {label}"
            );
        }
        for (field, wanted) in ["value", "lower", "upper"].iter().zip(median) {
            let found = rounded(&of("time to event", "median")[*field], 2);
            assert_eq!(found, format!("{wanted:.2}"), "{name} median {field}");
        }
        let found = rounded(&of("probability of no event", "6 months")["value"], 4);
        assert_eq!(found, format!("{at_six:.4}"), "{name} at six months");
    }
    for (name, median) in LOG {
        let table = format!("03_survival_{name}");
        let wanted = [
            ("table", table.as_str()),
            ("section", "time to event"),
            ("label", "median"),
            ("column", "all"),
        ];
        let row = only(&rows, &wanted);
        for (field, wanted) in ["value", "lower", "upper"].iter().zip(median) {
            assert_eq!(
                rounded(&row[*field], 2),
                format!("{wanted:.2}"),
                "{name} log {field}"
            );
        }
    }
}
