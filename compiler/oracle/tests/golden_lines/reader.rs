//! Reads golden timelines (`tests/lines/README.md` says how they are written).

use kohort_semantics::Study;
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::study::TestRecord;
use kohort_semantics::value::{Date, Day, Number, Value};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Day 0: 2020-01-01.
const ZERO: i32 = 18_262;

const MODEL: &str = r#"
model clinic version "1.0.0" {
  one patient { birth_date: Date }
  one anchor dated date { date: Date }
  one cutoff dated date { date: Date }
  one death dated date { date: Date }
  many treatment dated start to end {
    start: Date
    end: Date
    drug: Drug
    cancelled: Boolean
    setting: Category { neoadjuvant, adjuvant, palliative }
    days_supplied: Integer
  }
  many procedure dated date { date: Date  kind: Category { transplant, car_t, surgery } }
  many progression dated date { date: Date }
}
"#;

/// One file: a rule set and its cases.
#[derive(Debug)]
pub(crate) struct Spec {
    /// The Kohort text with the rules.
    pub(crate) rules: String,
    /// The cases.
    pub(crate) cases: Vec<Case>,
}

/// One patient.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) name: String,
    treatments: Vec<Treatment>,
    /// Events by kind.
    events: Vec<(String, i32)>,
    /// `starting`, which may never come.
    starting: Option<Option<i32>>,
    until: Option<i32>,
    death: Option<i32>,
    /// The parts as written behind `=>`.
    pub(crate) expected: Vec<String>,
}

#[derive(Debug, Clone)]
struct Treatment {
    start: i32,
    end: Option<i32>,
    supply: Option<i64>,
    drug: String,
    cancelled: bool,
    setting: Option<String>,
}

/// The files of a directory, in the order of their names.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "txt"));
    files.sort();
    files
}

/// Reads a file's text. A line that is none of the known ones is a mistake.
pub(crate) fn spec(text: &str) -> Spec {
    let mut spec = Spec {
        rules: String::new(),
        cases: Vec::new(),
    };
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("case ") {
            spec.cases.push(Case {
                name: name.to_owned(),
                ..Case::default()
            });
            continue;
        }
        match spec.cases.last_mut() {
            None => spec.rules.extend([line, "\n"]),
            Some(case) if !line.trim().is_empty() && !line.starts_with("//") => case.line(line.trim()),
            Some(_) => {}
        }
    }
    spec
}

impl Case {
    fn line(&mut self, line: &str) {
        if let Some(expected) = line.strip_prefix("=> ") {
            self.expected.push(expected.to_owned());
        } else if let Some((when, what)) = line.split_once(": ") {
            self.treatments.extend(treatments(when, what));
        } else {
            let (word, day) = line.split_once(' ').unwrap_or_else(|| panic!("`{line}`"));
            match word {
                "starting" if day == "never" => self.starting = Some(None),
                "starting" => self.starting = Some(Some(number(day))),
                "until" => self.until = Some(number(day)),
                "death" => self.death = Some(number(day)),
                "progression" | "transplant" | "car_t" | "surgery" => {
                    self.events.push((word.to_owned(), number(day)));
                }
                _ => panic!("`{line}` says nothing"),
            }
        }
    }

    /// A study whose definition `therapy` is the lines of the case.
    pub(crate) fn study(&self, rules: &str) -> String {
        let starting = if self.starting.is_some() {
            " starting anchor.date"
        } else {
            ""
        };
        let until = if self.until.is_some() {
            " until cutoff.date"
        } else {
            ""
        };
        // Drugs that the library does not know are found here.
        let drugs: BTreeSet<&str> = self.treatments.iter().map(|one| one.drug.as_str()).collect();
        let drugs: Vec<&str> = drugs.into_iter().collect();
        format!(
            "study golden version \"1.0.0\" on clinic\nuse std.drugs.{{{}}}\n{MODEL}\n{rules}\n\
             lines therapy = rules{starting}{until}\n\
             cohort everybody {{\n  index 2020-01-01\n}}\n",
            drugs.join(", ")
        )
    }

    /// The patient's records in a study's model, in the order written or backwards.
    pub(crate) fn records(&self, study: &Study, backwards: bool) -> Vec<TestRecord> {
        let record = |entity: &str, values: &[(&str, Value)]| record(study, entity, values);
        let dated = |entity: &str, day: i32| record(entity, &[("date", date(day))]);
        let mut records = vec![record("patient", &[])];
        records.extend(self.starting.flatten().map(|day| dated("anchor", day)));
        records.extend(self.until.map(|day| dated("cutoff", day)));
        records.extend(self.death.map(|day| dated("death", day)));
        for (kind, day) in &self.events {
            records.push(match kind.as_str() {
                "progression" => dated("progression", *day),
                _ => {
                    let kinds = ["transplant", "car_t", "surgery"];
                    record(
                        "procedure",
                        &[("date", date(*day)), ("kind", category(&kinds, kind))],
                    )
                }
            });
        }
        let mut treatments: Vec<&Treatment> = self.treatments.iter().collect();
        if backwards {
            treatments.reverse();
        }
        for one in treatments {
            let settings = ["neoadjuvant", "adjuvant", "palliative"];
            let mut values = vec![
                ("start", date(one.start)),
                ("drug", Value::Text(format!("std.drugs.{}", one.drug).into())),
                ("cancelled", Value::Boolean(one.cancelled)),
            ];
            values.extend(one.end.map(|day| ("end", date(day))));
            let supply = one.supply.map(Number::from_integer);
            values.extend(supply.map(|days| ("days_supplied", Value::Number(days))));
            let setting = one.setting.as_ref();
            values.extend(setting.map(|name| ("setting", category(&settings, name))));
            records.push(record("treatment", &values));
        }
        records
    }
}

/// `0, 21: a + b`, `0 to 30: a`, `0 supply 28: a`, `0: a cancelled`, `0: a in adjuvant`.
fn treatments(when: &str, what: &str) -> Vec<Treatment> {
    let (what, setting) = match what.split_once(" in ") {
        Some((what, setting)) => (what, Some(setting.to_owned())),
        None => (what, None),
    };
    let (what, cancelled) = match what.strip_suffix(" cancelled") {
        Some(what) => (what, true),
        None => (what, false),
    };
    let times: Vec<(i32, Option<i32>, Option<i64>)> = if let Some((start, end)) = when.split_once(" to ") {
        vec![(number(start), Some(number(end)), None)]
    } else if let Some((start, days)) = when.split_once(" supply ") {
        vec![(number(start), None, Some(i64::from(number(days))))]
    } else {
        when.split(", ").map(|day| (number(day), None, None)).collect()
    };
    let each = times.into_iter().flat_map(|(start, end, supply)| {
        let setting = &setting;
        what.split(" + ").map(move |drug| Treatment {
            start,
            end,
            supply,
            drug: drug.to_owned(),
            cancelled,
            setting: setting.clone(),
        })
    });
    each.collect()
}

fn number(text: &str) -> i32 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no day"))
}

fn date(day: i32) -> Value {
    let day = Day(ZERO + day);
    Value::Date(Date {
        first: day,
        last: day,
    })
}

/// The day of a date, `yyyy-mm-dd`.
pub(crate) fn day_of(iso: &str) -> i32 {
    Day::parse_iso(iso).unwrap().0 - ZERO
}

fn category(values: &[&str], name: &str) -> Value {
    let position = values.iter().position(|value| *value == name);
    let position = position.unwrap_or_else(|| panic!("`{name}` is none of {values:?}"));
    Value::Category(u32::try_from(position).unwrap())
}

fn record(study: &Study, entity: &str, values: &[(&str, Value)]) -> TestRecord {
    let entities = study.model.entities.iter();
    let (id, found) = (0u32..)
        .map(EntityId)
        .zip(entities)
        .find(|(_, found)| found.name == entity)
        .unwrap();
    let value = |(name, value): &(&str, Value)| {
        let (index, _) = found.attribute_named(name).unwrap();
        (AttributeId { entity: id, index }, value.clone())
    };
    TestRecord {
        entity: id,
        values: values.iter().map(value).collect(),
        span: study.span,
    }
}
