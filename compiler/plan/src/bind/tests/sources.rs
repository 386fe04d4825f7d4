//! What a source with several mappings, joins, bounds and drugs becomes, and what a study asks of some sources only.

use crate::algebra::*;
use crate::rules::{check, optimise};
use crate::testing::kohort::checked;
use crate::text::text;
use kohort_semantics::source::Repeats;
use std::collections::BTreeSet;

const MODEL: &str = r#"
model m version "1.0.0" {
  one patient {
    birth_date : Date
    race       : Text
  }
  one death dated date {
    date : Date
  }
  many visit dated date {
    date : Date
  }
  many diagnosis dated date {
    date  : Date
    code  : Code
    stage : Ordered { i, ii, iii, iv }
    grade : Integer
  }
  many medication dated date {
    date : Date
    drug : Drug
  }
}

drug oxaliplatin "Oxaliplatin" { class platinum_compound  ATC L01XA03 }
drug cisplatin { class platinum_compound  ATC L01XA01 }
drugs platinum { class platinum_compound }
codes lung { ICD10GM C34.* from 2004-01-01  ICD9CM 162.* }
"#;

const SOURCE: &str = r#"
source de for m version "1.0.0" {
  country DE
  table patient = csv "patient.csv" delimiter ";" or xml "all.xml" rows "/All/Patient" {
    id   = "@ID"
    born = "Born"
    race = "Race"
    died = "Death/Date"
    how  = "Death/@Exact"
  }
  table tumour = csv "tumour.csv" delimiter ";" encoding windows1252
  optional table op = csv "op.txt" delimiter "\t" header "case", "day", "text"
  table protocol = list Name, Substance {
    "DDP": "Cisplatin"
    "two": "Cisplatin", "Oxaliplatin"
  }
  table op_tumour = op joined to tumour on case = tumour, to optional each protocol on text = Name
  patient from patient key id {
    birth_date = born as date "yyyy-MM-dd"
    race absent "not asked in Germany"
  }
  death from patient key id where died is known {
    date = died as date "yyyy-MM-dd" precise by how { "E": day, "M": month, blank: day }
  }
  visit from op_tumour key person, distinct {
    date = op.day as date "yyyyMMdd" with unknown parts
  }
  diagnosis from tumour key person where kind = "a" and text not in { "x", "y" } {
    date  = day as date "yyyy-MM-dd"
    code  = code as code ICD10GM
    let t = t as integer
    grade = g as integer, optional
    stage derived iv if t >= 4 and grade is known, else i
  }
  diagnosis from tumour key person where kind = "b", last by version {
    date  = day as date "yyyy-MM-dd"
    code  = code as code by system { "9": ICD9CM, "10": ICD10GM }
    stage = s { "1": i, "2": ii }
    grade always 3
  }
  medication from op_tumour key person {
    date = day as date "yyyyMMdd" or "GGyy年M月d日"
    drug = Substance as drug name or ATC from m, otherwise missing
  }
  bound death.date on or after (last diagnosis).date, otherwise moved
}
"#;

/// The source that records what `de` lacks, so that a study may ask it there only.
const OTHER: &str = r#"
source us for m version "1.0.0" {
  country US
  table patient = csv "patient.csv"
  patient from patient key id {
    birth_date = born as date "yyyy-MM-dd"
    race = race
  }
}
"#;

const FILES: [(&str, &str); 4] = [
    ("m.kohort", MODEL),
    ("de.kohort", SOURCE),
    ("us.kohort", OTHER),
    ("s.kohort", STUDY),
];

const STUDY: &str = r#"
study s version "1.0.0" on m

use m.{platinum, oxaliplatin, lung}

let race = only in us { patient.race }
let white = race = "white"

cohort c {
  index (first diagnosis where code in lung and stage >= ii).date

  include treated: any medication where drug in platinum and drug != oxaliplatin, unknown is not met, looking ahead 100 days "x"
  include alive: death.date > index + 1 day, unknown is met
  include white: white if available, else true, unknown is not met
  include race: white, unknown is met
  include seen: any visit, unknown is not met, looking ahead 100 days "x"
}

report { attrition }
"#;

fn plan() -> Plan {
    let (study, source) = checked(&FILES, "s.kohort", "de");
    let plan = crate::bind(&study, &source).unwrap();
    check(&plan).unwrap();
    plan
}

#[test]
fn every_reading_is_in_the_text() {
    insta::assert_snapshot!(text(&optimise(plan()).unwrap()));
}

#[test]
fn a_stream_has_a_part_for_each_mapping() {
    let plan = plan();
    let diagnosis = plan
        .streams
        .iter()
        .find(|stream| stream.name == "diagnosis")
        .unwrap();
    let columns: Vec<(&str, Vec<bool>)> = diagnosis
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let read = diagnosis.parts.iter().map(|part| part.readings[at].is_some());
            (column.name.as_str(), read.collect())
        })
        .collect();
    let expected = [
        ("diagnosis.date", vec![true, true]),
        ("diagnosis.code", vec![true, true]),
        ("diagnosis.stage", vec![false, true]),
        ("diagnosis.grade", vec![true, true]),
        ("diagnosis.t", vec![true, false]),
    ];
    assert_eq!(columns, expected);
    let by_part = plan.graph.node_weights().find_map(|node| match &node.operator {
        Operator::ByPart { parts, .. } => Some((node.ty, parts.len())),
        _ => None,
    });
    assert_eq!(by_part, Some((ValueType::Category, 2)));
    let names: Vec<(&str, Option<u32>)> = plan
        .derived
        .iter()
        .map(|derived| (derived.name.as_str(), derived.part))
        .collect();
    assert_eq!(names, [("diagnosis.stage", Some(0)), ("diagnosis.stage", None)]);
}

#[test]
fn what_tells_repeated_rows_apart_is_not_pruned() {
    let plan = optimise(plan()).unwrap();
    let diagnosis = plan
        .streams
        .iter()
        .find(|stream| stream.name == "diagnosis")
        .unwrap();
    let names: BTreeSet<&str> = diagnosis
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let all = [
        "diagnosis.date",
        "diagnosis.code",
        "diagnosis.stage",
        "diagnosis.grade",
        "diagnosis.t",
    ];
    assert_eq!(names, BTreeSet::from(all));
    assert_eq!(diagnosis.parts[1].repeats, Repeats::LastBy("version".into()));
}

#[test]
fn a_source_is_laid_out_without_a_study() {
    let (study, source) = checked(&FILES, "s.kohort", "de");
    let layout = crate::layout(&study.model, &source);
    let of = |plan: &Plan| -> Vec<(String, usize)> {
        plan.streams
            .iter()
            .map(|stream| (stream.name.clone(), stream.columns.len()))
            .collect()
    };
    let expected = [
        ("patient", 1),
        ("death", 1),
        ("visit", 1),
        ("diagnosis", 5),
        ("medication", 2),
    ];
    assert_eq!(
        of(&layout),
        expected.map(|(name, columns)| (name.to_owned(), columns))
    );
    let scans = layout.scans.iter().map(|scan| scan.table.as_str());
    assert_eq!(scans.collect::<Vec<_>>(), ["patient", "tumour", "op_tumour"]);
}

#[test]
fn what_is_said_for_some_sources_is_decided_and_listed() {
    let listed: Vec<(String, String, Chosen)> = plan()
        .adaptations
        .into_iter()
        .map(|found| (found.place, found.text, found.chosen))
        .collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        listed,
        [
            (
                text("race"),
                text("only in us, so missing in de"),
                Chosen::NotAsked
            ),
            (
                text("c.white"),
                text("fallback, since de is not one of us"),
                Chosen::Fallback
            ),
        ]
    );
}
