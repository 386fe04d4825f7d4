//! Parts of the language that have a syntax and no meaning yet: each is an error where it stands, and brings no other.

use crate::{analysed, shows};

const PAGE: &str = include_str!("../../../../docs/errors/K0106.md");

fn study(rest: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date }}
  many treatment dated start {{ start: Date }}
}}
{rest}
"#
    )
}

const COHORT: &str = "cohort treated { index first treatment.start }\n";

shows!(items: ["K0106", "K0106"] &study(&format!(
    "endpoint os {{ event first treatment.start }}\n\
     characteristic age = age at index in {{ \"old\": >= 65 }}\n{COHORT}"
)));
shows!(reports: ["K0106", "K0106", "K0201"] &study(&format!(
    "{COHORT}report {{ attrition  attrition for treated  survival of os  atrition }}"
)));
shows!(questions: ["K0106"] &study(
    "cohort treated {\n  index first treatment.start\n  include b: any of index, birth_date is missing\n}"
));
shows!(status: ["K0106"] &study(&format!(
    "{COHORT}test \"t\" {{\n  patient {{ treatment 2020-01-01 }}\n  expect index >= 2020-01-01, event\n}}"
)));
#[test]
fn the_page_shows_the_error_and_what_to_write_instead() {
    let examples: Vec<bool> = PAGE
        .split("```kohort\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(|example| analysed(&study(example)))
        .map(|analysis| {
            analysis
                .diagnostics
                .iter()
                .any(|found| found.code.to_string() == "K0106")
        })
        .collect();
    assert_eq!(examples, [true, false]);
}
