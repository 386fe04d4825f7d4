//! Parts of the language that have a syntax and no meaning yet: each is an error where it stands, and brings no other.

use crate::{analysed, shows};

const PAGE: &str = include_str!("../../../../docs/errors/K0106.md");

fn study(rest: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date }}
  one death dated date {{ date: Date }}
  many treatment dated start {{ start: Date }}
}}
endpoint os {{ event death.date  censored at 2024-06-30  negative missing }}
cohort treated {{ index first treatment.start }}
{rest}
"#
    )
}

shows!(standardised: ["K0106"] &study("report { attrition  rates of os standardised to european }"));

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
