//! Lines of therapy: how rule sets are read, changed and used, and what is said of those that cannot be right.

use crate::analysed;
use kohort_semantics::study::{EventsBase, ExprKind, Lines, Study};
use std::sync::Arc;

const LIBRARY: &str = r#"
drug cisplatin "Cisplatin" { class platinum }
drug carboplatin { class platinum }
drug fluorouracil "5-FU" { class fluoropyrimidine }
drug capecitabine { class fluoropyrimidine }
drug oxaliplatin { class platinum }
drug pemetrexed { class antimetabolite }
drug bevacizumab { class biologic }
drug erlotinib { class targeted }
drug ondansetron { class supportive }
drugs chemotherapy { class platinum, class fluoropyrimidine, class antimetabolite }
drugs antineoplastic { chemotherapy, class biologic, class targeted }
model clinic version "1.0.0" {
  one patient { birth_date: Date }
  one death dated date { date: Date }
  many treatment dated start to end {
    start: Date
    end: Date
    drug: Drug
    cancelled: Boolean
    intent: Category { curative, palliative }
    setting: Category { neoadjuvant, adjuvant }
    days_supplied: Integer
  }
  many procedure dated date { date: Date kind: Category { resection, transplant } }
  many progression dated date { date: Date  certain: Boolean }
}
"#;

fn study(items: &str) -> String {
    format!("study s version \"1.0.0\" on clinic\n{LIBRARY}\n{items}\n")
}

/// A study whose lines follow from some rules, with further items.
fn with_rules(rules: &str, rest: &str) -> String {
    study(&format!(
        "lines rules version \"2.0.0\" {{\n{rules}\n}}\n\
         lines therapy = rules starting first progression.date until 2020-12-31\n{rest}\n\
         cohort treated {{ index therapy[1].start }}"
    ))
}

fn checked(text: &str) -> Arc<Study> {
    let analysis = analysed(text);
    let found: Vec<String> = analysis
        .diagnostics
        .iter()
        .filter(|found| found.code.to_string() != "K0502")
        .map(|found| format!("{}: {}", found.code, found.title))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    analysis.study.expect("nothing is wrong")
}

fn lines_of(study: &Study) -> &Lines {
    let found = study
        .definitions
        .iter()
        .find_map(|definition| match &definition.value.kind {
            ExprKind::Events(events) => match &events.base {
                EventsBase::Lines(lines) => Some(lines.as_ref()),
                _ => None,
            },
            _ => None,
        });
    found.expect("the study has lines")
}

#[test]
fn every_rule_is_kept_as_data_and_in_its_words() {
    let study = checked(&with_rules(
        "drugs antineoplastic except { erlotinib }, bevacizumab
  records where cancelled is not true
  window <   30 days for line 1
  window 28 days for lines from 2
  gap > 12 weeks
  gap never for pemetrexed
  supply covers its days
  dose covers 28 days for class platinum
  cycle within 4 days
  look back 14 days
  new drug advances
  new drug chemotherapy advances after 2 cycles and 28 days, { cisplatin } after 90 days for lines from 2
  added to { fluorouracil, capecitabine } alone advances after 60 days
  interchange cisplatin with carboplatin, carboplatin with oxaliplatin, class fluoropyrimidine
  dropped drug continues
  dropped drug pemetrexed advances after 28 days
  maintenance pemetrexed continuation alone after 4 cycles within 42 days in line 1 without (progression where certain) others stopped for 28 days
  breaker any procedure where kind = transplant ends that day except first in line 1 except again within 180 days
  setting { neoadjuvant, adjuvant } excluded unless within 1 years
  setting curative counted separately
  advances only within 90 days after progression
  discontinuation confirmed by 90 days
  at most 8 lines",
        "",
    ));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("lines__rules", format!("{:#?}", lines_of(&study).rules));
    });
}

/// The modules of the standard library that this chapter is about.
fn std_modules() -> impl Iterator<Item = &'static str> {
    kohort_stdlib::modules().filter(|path| *path == "std.lines" || path.starts_with("std.regimens."))
}

#[test]
fn the_library_of_rule_sets_and_regimens_is_clean() {
    let mut faults = Vec::new();
    for path in std_modules() {
        let text = kohort_stdlib::module(path).expect("it is listed");
        let formatted = kohort_grammar::format(&kohort_grammar::parse(text));
        if formatted.as_deref() != Ok(text) {
            faults.push(format!(
                "{path} is not as `kohort format` writes it:\n{}",
                formatted.unwrap_or_default()
            ));
        }
        let (codes, shown) = crate::seen(text);
        if !codes.is_empty() {
            faults.push(format!("{path}\n{shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every rule set of the library makes lines of the common oncology model, and those of the notes mean what they say.
#[test]
fn every_rule_set_of_the_library_makes_lines() {
    let names = [
        "default_lines",
        "meng_2021_nsclc",
        "meng_2021_nsclc_initial",
        "hess_2021_nsclc",
        "hess_2021_gastric",
        "hess_2021_colorectal",
        "prostate_lines",
        "breast_lines",
        "myeloma_lines",
    ];
    let mut shown = String::new();
    for name in names {
        // Not every source of the library has days of supply.
        let with = match name {
            "myeloma_lines" => {
                "with dose covers 30 days\n\
                 for { lenalidomide, pomalidomide, thalidomide, ixazomib, panobinostat, selinexor, venetoclax }"
            }
            _ => "",
        };
        let text = format!(
            "study s version \"1.0.0\" on std.oncology\n\
             precision diagnosis.date as month, placed on day 15, otherwise missing\n\
             precision death.date as month, placed on day 15, otherwise missing\n\
             precision medication.start as day, otherwise missing\n\
             precision medication.end as day, otherwise missing\n\
             lines therapy = std.lines.{name} starting (first diagnosis).date until 2024-12-31 {with}\n\
             cohort treated {{ index each line of therapy }}\n"
        );
        let study = checked(&text);
        let lines = lines_of(&study);
        shown.push_str(&format!("{} {:?}\n", lines.rule_set.path, lines.rule_set.version));
        shown.push_str(&format!("  {} drugs\n", lines.rules.drug_names.len()));
        shown.push_str(&format!("  {} regimens\n", lines.rules.regimens.len()));
        shown.push_str(&format!("  death {}\n", lines.death.is_some()));
        shown.push_str(&format!(
            "  windows {:?}\n",
            lines
                .rules
                .windows
                .iter()
                .map(|rule| (rule.days, rule.inclusive, rule.lines.from))
                .collect::<Vec<_>>()
        ));
        shown.push_str(&format!(
            "  gaps {:?}\n",
            lines
                .rules
                .gaps
                .iter()
                .map(|rule| (&rule.text, rule.limit))
                .collect::<Vec<_>>()
        ));
        shown.push_str(&format!("  breakers {}\n", lines.breakers.len()));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("lines__library", shown);
    });
}
