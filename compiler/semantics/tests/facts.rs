//! What the analysis notes about places, shown under a study.

#![allow(clippy::unwrap_used)]

use kohort_base::MemoryWorld;
use kohort_semantics::{Fact, Options, analyse};

const STUDY: &str = r#"study s version "1.0.0" on std.oncology

use codes.{lung as cancer}
use std.analytes.{haemoglobin}
use std.drugs.{cisplatin}

let tumour = first diagnosis where code in cancer
let hb = nearest lab to index where test = haemoglobin from index - 28 days to index

cohort people {
  index tumour.date
  include adult: age at index >= 18 years, unknown is not met
  include low: hb.value < 8 g/dL, unknown is met
  include staged: cancer_stage.stage = iv, unknown is not met
  exclude treated: any medication where drug = cisplatin before index, unknown is not met
}

cohort older from people {
  include seventy: age at index >= 
}

report { attrition }
"#;

#[test]
fn places_are_noted_as_they_are_understood() {
    let world = MemoryWorld::new()
        .with("s.kohort", STUDY)
        .with("codes.kohort", "codes lung { ICD10CM C34.* }\n");
    let analysis = analyse(&world, "s.kohort", &Options::default()).unwrap();
    let file = analysis.files.find("s.kohort").unwrap();
    let line = |(span, fact): &(kohort_base::Span, Fact)| {
        let text = analysis.files.slice(*span);
        match fact {
            Fact::Names(symbol) => format!("{text:?} names {symbol:?}"),
            Fact::Is(shape) => format!("{text:?} is {}", shape.words),
            Fact::Wants(shape) => format!("{}: {text:?} wants {} {:?}", span.start, shape.words, shape.sort),
            Fact::Fields(record) => format!("{text:?} has the fields of {record:?}"),
        }
    };
    let lines: Vec<String> = analysis.facts.of(file).iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn settings_of_rules_are_values_of_the_model() {
    let text = "study s version \"1.0.0\" on std.oncology\n\
        use std.lines.{default_lines}\n\
        lines therapy = default_lines starting (first diagnosis).date with setting { adjuvant, curative } excluded\n";
    let world = MemoryWorld::new().with("s.kohort", text);
    let analysis = analyse(&world, "s.kohort", &Options::default()).unwrap();
    let file = analysis.files.find("s.kohort").unwrap();
    let named = ["adjuvant", "curative"].map(|word| {
        let found = analysis.facts.of(file).iter();
        let mut found = found.filter(|(span, _)| analysis.files.slice(*span) == word);
        found.next().map(|(_, fact)| format!("{fact:?}"))
    });
    insta::assert_snapshot!(format!("{named:#?}"));
}
