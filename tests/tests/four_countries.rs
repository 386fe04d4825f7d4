//! What a study for four countries is told before any data are read, and that it means the same in each of them.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use kohort_base::{Diagnostic, MemoryWorld, render};
use kohort_semantics::{Analysis, Options, analyse};
use kohort_synth::national::{Mess, writers};
use kohort_tests::law::{Members, Records, members};
use kohort_tests::oracle::{Content, run_files};
use kohort_tests::projects::repository;
use std::collections::BTreeMap;
use std::fs;

const FILE: &str = "study.kohort";

fn analysed(text: &str) -> Analysis {
    let world = MemoryWorld::new().with(FILE, text);
    analyse(&world, FILE, &Options::default()).unwrap()
}

fn shown(analysis: &Analysis) -> String {
    render::terminal(&analysis.diagnostics, &analysis.files, false, 110)
}

/// The example, with some texts in the place of others.
fn example(changes: &[(&str, &str)]) -> Analysis {
    changed(&example_text(), changes)
}

fn example_text() -> String {
    let path = repository().join("examples/early_onset_colorectal/early_onset_colorectal.kohort");
    fs::read_to_string(path).unwrap()
}

/// The example without lines, endpoints and what they need, so that no survival time asks for the day of a death.
fn example_of_cohorts() -> String {
    let text = example_text();
    let (before, rest) = text.split_once("// Countries differ in").unwrap();
    let (_, tests) = rest.split_once("\ntest ").unwrap();
    let needless = [
        "use std.endpoints",
        "use std.lines",
        "parameter cutoff",
        "precision medication.end",
    ];
    let kept: Vec<&str> = before
        .lines()
        .filter(|line| !needless.iter().any(|start| line.starts_with(start)))
        .collect();
    let kept = kept.join("\n").replace(", immune_or_antibody_therapy", "");
    format!("{kept}\nreport {{ attrition }}\n\ntest {tests}")
}

fn changed(text: &str, changes: &[(&str, &str)]) -> Analysis {
    let mut text = text.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "the example no longer says: {old}");
        text = text.replacen(old, new, 1);
    }
    let analysis = analysed(&text);
    let names: Vec<&str> = analysis
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    assert_eq!(names, ["de", "jp", "uk", "us"]);
    analysis
}

/// The only finding.
fn one(analysis: &Analysis) -> &Diagnostic {
    assert_eq!(analysis.diagnostics.len(), 1, "{}", shown(analysis));
    &analysis.diagnostics[0]
}

/// The texts at the labels that lie in a source model, by its file.
fn places<'a>(analysis: &'a Analysis, finding: &Diagnostic) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for label in &finding.labels {
        let path = analysis.files.path(label.span.file);
        let text = analysis.files.text(label.span.file);
        let text = &text[label.span.start as usize..label.span.end as usize];
        if path != FILE {
            places.entry(path).or_default().push(text);
        }
    }
    places
}

/// The study after all changes that the finding offers.
fn healed(analysis: &Analysis, finding: &Diagnostic) -> Analysis {
    let file = finding.span().unwrap().file;
    let mut text = analysis.files.text(file).to_owned();
    let mut edits: Vec<_> = finding.fix.iter().flat_map(|fix| &fix.edits).collect();
    assert!(!edits.is_empty(), "{}", shown(analysis));
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        text.replace_range(
            edit.span.start as usize..edit.span.end as usize,
            &edit.replacement,
        );
    }
    analysed(&text)
}

#[test]
fn the_example_means_something_in_every_country() {
    let analysis = example(&[]);
    assert!(analysis.diagnostics.is_empty(), "{}", shown(&analysis));
}

#[test]
fn race_is_one_finding_that_names_germany_and_japan() {
    let analysis = example(&[(
        "  /// Alive at diagnosis",
        "  include white: race = white, unknown is not met\n\n  /// Alive at diagnosis",
    )]);
    let finding = one(&analysis);
    assert_eq!(finding.code.as_str(), "K0701");
    assert_eq!(finding.title, "`de` and `jp` do not record `race`");
    let places = places(&analysis, finding);
    assert_eq!(
        places.keys().copied().collect::<Vec<_>>(),
        ["std/sources/de.kohort", "std/sources/jp.kohort"]
    );
    let reasons = finding.notes.join("\n");
    for text in places.values().flatten() {
        let (names, reason) = text.split_once(" absent ").unwrap();
        assert!(names.contains("race"), "{text}");
        assert!(reasons.contains(reason.trim_matches('"')), "{reasons}");
    }
    let text = shown(&analysis);
    for instead in ["only in uk, us { race }", "if available, else …"] {
        assert!(text.contains(instead), "{text}");
    }
    let healed = healed(&analysis, finding);
    assert!(healed.diagnostics.is_empty(), "{}", shown(&healed));
}

#[test]
fn days_from_a_death_that_is_known_by_month_name_the_us() {
    let without_rule = [
        (
            "precision death.date as month, placed on day 15, not before last_visit, otherwise placed on 1 July\n",
            "",
        ),
        ("let last_visit = (last visit).date\n", ""),
    ];
    // Comparing a month with a day needs no rule; it may be unknown, and the example says what then.
    let cohorts = example_of_cohorts();
    let analysis = changed(&cohorts, &without_rule);
    assert!(analysis.diagnostics.is_empty(), "{}", shown(&analysis));
    let days = (
        "exclude dead: death.date < index,",
        "exclude dead: death.date - index < 0 days,",
    );
    let analysis = changed(&cohorts, &[without_rule[0], without_rule[1], days]);
    let finding = one(&analysis);
    assert_eq!(finding.code.as_str(), "K0504");
    assert!(
        finding.sources.iter().any(|source| source == "us"),
        "{}",
        shown(&analysis)
    );
    let places = places(&analysis, finding);
    assert!(
        places["std/sources/us.kohort"][0].contains("DateOfDeath"),
        "{places:?}"
    );
    assert!(shown(&analysis).contains("precision death.date as"));
}

/// A study of the first records that match a condition.
fn first(items: &str, entity: &str, condition: &str) -> Analysis {
    let (date, rule) = match entity {
        "medication" => ("start", "precision medication.start as day, otherwise missing"),
        _ => (
            "date",
            "precision diagnosis.date as month, placed on day 15, otherwise missing",
        ),
    };
    analysed(&format!(
        "study s version \"1.0.0\" on std.oncology\n{items}\n{rule}\ncohort c {{\n  index (first {entity} where {condition}).{date}\n}}\n"
    ))
}

/// The code, the title and the sources of each finding.
fn said(analysis: &Analysis) -> Vec<(&str, &str, Vec<&str>)> {
    let found = analysis.diagnostics.iter();
    found
        .map(|finding| {
            (
                finding.code.as_str(),
                finding.title.as_str(),
                finding.sources.iter().map(String::as_str).collect(),
            )
        })
        .collect()
}

#[test]
fn codes_of_one_country_name_the_others() {
    let analysis = first("codes colon { ICD10CM C18.* }", "diagnosis", "code in colon");
    assert_eq!(
        said(&analysis),
        [(
            "K0702",
            "`colon` has no codes for `de`, `jp` and `uk`",
            vec!["de", "jp", "uk"]
        )],
        "{}",
        shown(&analysis)
    );
}

#[test]
fn codes_that_had_expired_name_the_country_that_used_them() {
    let codes = "codes colon { ICD9CM 153.* until 2015-09-30 ICD10 C18.* ICD10GM C18.* ICD10_2013 C18* }";
    let analysis = first(
        codes,
        "diagnosis",
        "code in colon during (2016-01-01 to 2023-12-31)",
    );
    assert_eq!(
        said(&analysis),
        [(
            "K0705",
            "No code of `colon` was in use in `us` in the time asked for",
            vec!["us"]
        )],
        "{}",
        shown(&analysis)
    );
    // They were in use in earlier years, and so are the library's of both times.
    let earlier = first(
        codes,
        "diagnosis",
        "code in colon during (2014-01-01 to 2023-12-31)",
    );
    assert!(earlier.diagnostics.is_empty(), "{}", shown(&earlier));
    let library = first(
        "use std.codes.cancers.{colorectal}",
        "diagnosis",
        "code in colorectal during (2016-01-01 to 2023-12-31)",
    );
    assert!(library.diagnostics.is_empty(), "{}", shown(&library));
}

#[test]
fn a_drug_that_countries_never_had_names_them() {
    let analysis = first("use std.drugs.{nedaplatin}", "medication", "drug = nedaplatin");
    let lacking = "Nobody in `de`, `uk` or `us` can have been given `nedaplatin`";
    assert_eq!(
        said(&analysis),
        [("K0706", lacking, vec!["de", "uk", "us"])],
        "{}",
        shown(&analysis)
    );
    let set = first(
        "use std.drugs.{nedaplatin}\ndrugs of_japan { nedaplatin }",
        "medication",
        "drug in of_japan",
    );
    let codes: Vec<&str> = said(&set).iter().map(|(code, ..)| *code).collect();
    assert_eq!(codes, ["K0707"], "{}", shown(&set));
    let platinum = first("use std.drugs.{platinum}", "medication", "drug in platinum");
    assert!(platinum.diagnostics.is_empty(), "{}", shown(&platinum));
}

const BLOOD: &str = r#"study blood version "1.0.0" on std.oncology

precision diagnosis.date as year, placed on 1 July, otherwise missing

cohort enough {
  index (first diagnosis).date
  include blood: any lab where test = haemoglobin and value >= 8 g/dL within 3650 days of index,
      unknown is not met, looking ahead 3650 days "how a unit is read, at any time"
}

cohort low {
  index (first diagnosis).date
  include blood: any lab where test = haemoglobin and value < 11.5 g/dL within 3650 days of index,
      unknown is not met, looking ahead 3650 days "how a unit is read, at any time"
}
"#;

#[test]
fn a_threshold_without_its_unit_is_an_error() {
    let analysis = analysed(&BLOOD.replace(">= 8 g/dL", ">= 8"));
    let finding = one(&analysis);
    assert_eq!(finding.code.as_str(), "K0303");
    let healed = healed(&analysis, finding);
    assert!(healed.diagnostics.is_empty(), "{}", shown(&healed));
}

#[test]
fn a_threshold_in_one_unit_finds_the_same_people_in_a_country_that_records_another() {
    let analysis = analysed(BLOOD);
    assert!(analysis.diagnostics.is_empty(), "{}", shown(&analysis));
    let study = analysis.study.as_deref().unwrap();
    let mut found: BTreeMap<&str, Members> = BTreeMap::new();
    let mut litres: BTreeMap<&str, bool> = BTreeMap::new();
    for writer in writers() {
        let files = Records::of(*writer, 11, 0..200, Mess::Clean).files().unwrap();
        let any_litre = files.files.values().any(|content| match content {
            Content::Bytes(bytes) => String::from_utf8_lossy(bytes)
                .lines()
                .any(|line| line.contains("Haemoglobin") && line.contains("g/L")),
            Content::Rows(_) => false,
        });
        litres.insert(writer.source(), any_litre);
        let source = analysis
            .sources
            .iter()
            .find(|source| source.name == writer.source());
        let result = run_files(study, source.unwrap(), &files).unwrap();
        found.insert(writer.source(), members(&result).unwrap());
    }
    // One country writes 80, another 8; the numbers differ and the people do not.
    assert!(litres["uk"] && !litres["us"], "{litres:?}");
    for (country, members) in &found {
        assert_eq!(members, &found["us"], "{country}");
        assert!(!members["enough"].is_empty() && !members["low"].is_empty());
    }
    assert!(found["us"]["low"].len() < found["us"]["enough"].len());
}
