//! What is offered at a cursor, shown for many places.
//!
//! A fixture is a text with `$0` at the cursor. Most stand below the same heading, which is the beginning of a study; the
//! first things that are offered are shown, with what is inserted and what changes elsewhere.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use kohort_base::MemoryWorld;
use kohort_ide::{Completion, CompletionKind, Completions, Insertion, Workspace, completions};
use std::fmt::Write;

/// The beginning of the study that most fixtures continue.
const STUDY: &str = r#"study s version "1.0.0" on std.oncology

use codes.{lung_cancer}
use std.drugs.{antineoplastic}
use std.endpoints.{overall_survival}
use std.lines.{first_days_lines}

parameter accrual = 2015-01-01 to 2023-12-31
parameter cutoff = 2024-06-30

let tumour = first diagnosis where code in lung_cancer during accrual
let hb = nearest lab to index where test = haemoglobin from index - 28 days to index
let treated = any medication where drug in antineoplastic

lines therapy = first_days_lines starting tumour.date until cutoff
characteristic stage_group = tumour.stage
endpoint os = overall_survival from index until cutoff
"#;

/// A module of the project that the study uses in part.
const CODES: &str = "/// Lung, as this study counts it.\ncodes lung_cancer { ICD10CM C34.* }\n/// Pleura.\ncodes pleura { ICD10 C45.0 }\nlet recent = any visit\n";

fn workspace(text: &str) -> Workspace {
    let world = MemoryWorld::new()
        .with("kohort.toml", "[project]\nname = \"p\"\n")
        .with("codes.kohort", CODES)
        .with("s.kohort", text);
    Workspace::project(Box::new(world), None)
}

fn complete(text: &str) -> Completions {
    let offset = u32::try_from(text.find("$0").unwrap()).unwrap();
    let text = text.replacen("$0", "", 1);
    completions(&mut workspace(&text), "s.kohort", offset).unwrap()
}

fn line(item: &Completion) -> String {
    let mut line = format!("  {} [{:?}]", item.label, item.kind);
    if let Some(detail) = &item.detail {
        let _ = write!(line, " {detail}");
    }
    match &item.insert {
        Insertion::Plain(text) if *text == item.label => {}
        Insertion::Plain(text) => {
            let _ = write!(line, " => {text:?}");
        }
        Insertion::Snippet(text) => {
            let _ = write!(line, " => snippet {text:?}");
        }
    }
    for (range, text) in &item.edits {
        let _ = write!(line, " + {}: {text:?}", range.start);
    }
    if item.deprecated {
        line.push_str(" (absent somewhere)");
    }
    line
}

/// The first things at a place below the heading.
fn shown(below: &str, most: usize) -> String {
    let found = complete(&format!("{STUDY}\n{below}"));
    show(below, &found, most)
}

fn show(place: &str, found: &Completions, most: usize) -> String {
    let mut text = format!("{place}\n");
    for item in found.items.iter().take(most) {
        let _ = writeln!(text, "{}", line(item));
    }
    if found.items.len() > most {
        let _ = writeln!(text, "  … {} in all", found.items.len());
    }
    if found.items.is_empty() {
        text.push_str("  nothing\n");
    }
    text
}

fn all(places: &[&str], most: usize) -> String {
    let shown: Vec<String> = places.iter().map(|place| shown(place, most)).collect();
    shown.join("\n")
}

#[test]
fn declarations() {
    insta::assert_snapshot!(all(
        &[
            "$0",
            "co$0",
            "let x = 1\n$0",
            "use $0",
            "use std.$0",
            "use std.codes.$0",
            "use std.drugs.{$0",
            "use std.drugs.{cisplatin, pem$0}",
            "use codes.{lung_cancer, $0}",
            "precision $0",
            "precision diagnosis.$0",
            "precision death.date $0",
            "precision death.date as $0",
            "precision death.date as month, $0",
            "parameter p = $0",
        ],
        14
    ));
}

#[test]
fn criteria() {
    insta::assert_snapshot!(all(
        &[
            "cohort c {\n  $0\n}",
            "cohort c {\n  index $0\n}",
            "cohort c {\n  index tumour.$0\n}",
            "cohort c {\n  include adult: $0\n}",
            "cohort c {\n  include adult: age at ind$0\n}",
            "cohort c {\n  include adult: age at index $0\n}",
            "cohort c {\n  include adult: age at index >= $0\n}",
            "cohort c {\n  include adult: age at index >= 18 $0\n}",
            "cohort c {\n  include adult: age at index >= 18 years, $0\n}",
            "cohort c {\n  include adult: age at index >= 18 years, unknown $0\n}",
            "cohort c {\n  include adult: age at index >= 18 years, looking ahead $0\n}",
            "cohort c {\n  include low: hb.$0\n}",
            "cohort c {\n  include low: hb.val$0\n}",
            "cohort c {\n  include low: hb.value $0\n}",
            "cohort c {\n  include low: hb.value >= $0\n}",
            "cohort c {\n  include low: hb.value >= 8 $0\n}",
            "cohort c {\n  include low: hb.value >= 8 g$0/dL\n}",
            "cohort c {\n  include female: sex = $0\n}",
            "cohort c {\n  include female: sex in { $0\n}",
            "cohort c {\n  include late: tumour.stage >= $0, unknown is met\n}",
            "cohort c {\n  include t: treated and $0\n}",
            "cohort c {\n  include t: not $0\n}",
            "cohort c {\n  include t: therapy[1].$0\n}",
            "cohort c {\n  include t: therapy[1].end_reason = $0\n}",
            "cohort c from $0 { }\ncohort d { index cutoff }",
        ],
        12
    ));
}

#[test]
fn events() {
    insta::assert_snapshot!(all(
        &[
            "let x = first $0",
            "let x = first diagnosis $0",
            "let x = first diagnosis where $0",
            "let x = first diagnosis where co$0",
            "let x = first diagnosis where code $0",
            "let x = first diagnosis where code in $0",
            "let x = first diagnosis where code in C34$0",
            "let x = first diagnosis where code in C34.1$0",
            "let x = first diagnosis where code in C45$0",
            "let x = any lab where test = $0",
            "let x = any lab where test = h$0",
            "let x = any lab where test = ヘモ$0",
            "let x = any lab where test = haemoglobin and value < $0",
            "let x = any lab where test = haemoglobin and value < 8 $0",
            "let x = any medication where drug = $0",
            "let x = any medication where drug = herc$0",
            "let x = any medication where drug = paraplatin$0",
            "let x = any medication where drug = シスプ$0",
            "let x = any medication where drug = L01XA0$0",
            "let x = any medication where drug in $0",
            "let x = any visit from $0",
            "let x = any visit from index - $0",
            "let x = any visit from index - 30 $0",
            "let x = any visit from index - 30 days $0",
            "let x = any visit within $0",
            "let x = any visit within 30 $0",
            "let x = any visit during $0",
            "let x = any visit where date in $0",
            "let x = count $0",
            "let x = nearest lab $0",
            "let x = episodes of $0",
            "let x = cancer_stage.$0",
            "let x = earliest($0",
        ],
        10
    ));
}

#[test]
fn outcomes() {
    insta::assert_snapshot!(all(
        &[
            "lines l = $0",
            "lines l for $0 = x\ncohort c { index cutoff }",
            "lines l = first_days_lines $0",
            "lines l = first_days_lines starting $0",
            "lines l = first_days_lines starting cutoff with $0",
            "lines l {\n  $0\n}",
            "lines l {\n  drugs $0\n}",
            "lines l {\n  drugs antineoplastic except $0\n}",
            "lines l {\n  window $0\n}",
            "lines l {\n  window 28 $0\n}",
            "lines l {\n  gap > 120 days\n  new $0\n}",
            "lines l {\n  maintenance pemetrexed $0\n}",
            "lines l {\n  regimen names $0\n}",
            "lines l {\n  setting $0\n}",
            "lines l {\n  setting { adjuvant, $0 } excluded\n}",
            "lines l = first_days_lines starting cutoff with setting neo$0",
            "endpoint e = $0",
            "endpoint e = overall_survival $0",
            "endpoint e = overall_survival($0) from index",
            "endpoint e = overall_survival from $0",
            "endpoint e(from: Date) {\n  $0\n}",
            "endpoint e(from: $0",
            "endpoint e(from: Date) {\n  let x = last visit\n  event $0\n}",
            "endpoint e(from: Date) {\n  event death.date\n  censored $0\n}",
            "characteristic g = $0",
            "characteristic g = age at index in { \"a\": $0 }",
        ],
        10
    ));
}

#[test]
fn reports_and_tests() {
    insta::assert_snapshot!(all(
        &[
            "report {\n  $0\n}",
            "report {\n  survival of $0\n}",
            "report {\n  survival of os $0\n}",
            "report {\n  survival of os by $0\n}",
            "report {\n  survival of os for $0\n}\ncohort c { index cutoff }",
            "report {\n  survival of os at 6, 12 $0\n}",
            "report {\n  survival of os with $0\n}",
            "report {\n  survival of os compared by $0\n}",
            "report {\n  treatments of $0\n}",
            "report {\n  baseline of $0\n}",
            "test \"t\" {\n  $0\n}",
            "test \"t\" {\n  patient {\n    $0\n  }\n}",
            "test \"t\" {\n  patient {\n    sex $0\n  }\n}",
            "test \"t\" {\n  patient {\n    medication 2020-01-01 $0\n  }\n}",
            "test \"t\" {\n  patient {\n    diagnosis 2020-01-01 code $0\n  }\n}",
            "test \"t\" {\n  patient { }\n  expect $0\n}",
            "test \"t\" {\n  patient { }\n  expect in $0\n}\ncohort c { index cutoff }",
            "test \"t\" {\n  patient { }\n  expect os = 12 months, $0\n}\ncohort c { index cutoff }",
            "test \"t\" {\n  patient { }\n  expect os = 12 months, event, for $0\n}\ncohort c { index cutoff }",
            "test \"t\" {\n  patient { }\n  expect seen = 12 months, $0\n}\ncohort c { index cutoff }\nendpoint seen {\n  /// At the clinic.\n  event visited: visit.date\n  event died: death.date\n  censored at cutoff\n  negative missing\n  in days\n}",
            "test \"t\" {\n  patient { }\n  expect accrual = cutoff, $0\n}\ncohort c { index cutoff }",
        ],
        10
    ));
}

#[test]
fn libraries_and_sources() {
    let places = [
        "$0",
        "study $0",
        "study s version \"1\" on $0",
        "study s version \"1\" on std.$0",
        "codes c {\n  $0\n}",
        "codes c {\n  ICD10 C34 $0\n}",
        "analyte a {\n  $0\n}",
        "drug d {\n  $0\n}",
        "drug d {\n  class $0\n}",
        "drugs d { $0 }",
        "drugs d { class $0 }",
        "model m version \"1\" {\n  $0\n}",
        "model m version \"1\" {\n  one patient {\n    birth_date: $0\n  }\n}",
        "source x for std.oncology version \"1\" {\n  $0\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  patient from $0\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  patient from T key K {\n    $0\n  }\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  patient from T key K {\n    birth_date = B $0\n  }\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  patient from T key K {\n    birth_date = B as $0\n  }\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  patient from T key K {\n    sex = S { \"1\": $0 }\n  }\n}",
        "source x for std.oncology version \"1\" {\n  table T = csv \"t.csv\"\n  diagnosis from T key K {\n    code = C as code $0\n  }\n}",
    ];
    let shown: Vec<String> = places
        .iter()
        .map(|place| show(place, &complete(place), 12))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn nothing_is_offered_in_comments_and_texts() {
    for text in [
        "// co$0",
        "/// co$0\nlet x = 1",
        "study s version \"$0\" on std.oncology",
    ] {
        assert_eq!(complete(text), Completions::default(), "{text}");
    }
}

#[test]
fn any_place_of_a_broken_text_is_answered() {
    let text = format!("{STUDY}\ncohort c {{ include x: ((a and \"é\n }} }} 患者 {{ let = == 8 g/");
    let mut workspace = workspace(&text);
    // The heading is sound and the same everywhere; a part of its places is enough.
    let places = u32::try_from(STUDY.len()).unwrap();
    let end = u32::try_from(text.len()).unwrap();
    for offset in (0..places).step_by(61).chain(places..=end) {
        completions(&mut workspace, "s.kohort", offset).unwrap();
    }
    assert_eq!(
        completions(&mut workspace, "s.kohort", 1_000_000).unwrap(),
        Completions::default()
    );
}

#[test]
fn asking_changes_nothing() {
    let text = format!("{STUDY}\nlet x = first diagnosis where code in C34$0");
    let offset = u32::try_from(text.find("$0").unwrap()).unwrap();
    let text = text.replace("$0", "");
    let mut workspace = workspace(&text);
    let before = workspace.analyse("s.kohort").unwrap();
    let first = completions(&mut workspace, "s.kohort", offset).unwrap();
    let after = workspace.analyse("s.kohort").unwrap();
    assert!(std::rc::Rc::ptr_eq(&before, &after));
    assert_eq!(first, completions(&mut workspace, "s.kohort", offset).unwrap());
}

#[test]
fn what_a_country_lacks_is_offered_last() {
    let found = complete(&format!("{STUDY}\nlet x = sex = $0"));
    assert!(!found.items.is_empty());
    let found = complete(&format!("{STUDY}\nlet x = $0"));
    let attributes = || {
        found
            .items
            .iter()
            .filter(|item| item.kind == CompletionKind::Attribute)
    };
    let first_absent = found.items.iter().position(|item| item.deprecated).unwrap();
    assert!(found.items[first_absent..].iter().all(|item| item.deprecated));
    assert!(attributes().any(|item| item.deprecated) && attributes().any(|item| !item.deprecated));
    assert!(found.items.is_sorted_by_key(|item| item.sort.clone()));
}
