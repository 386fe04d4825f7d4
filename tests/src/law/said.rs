//! What the oracle says of one person, country by country.

use super::Case;
use super::records::Records;
use crate::oracle::{OracleCohort, run_files};
use kohort_semantics::study::Cohort;
use kohort_synth::national::Mess;
use kohort_synth::person::Person;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The cohorts in which the countries do not agree on a person, with each country's outcome; and whether they agree.
pub fn said_of(case: &Case, person: &Person) -> String {
    // For each cohort, what each country says.
    let mut said: BTreeMap<usize, Vec<(&str, String)>> = BTreeMap::new();
    let mut text = format!("person {} in {}:\n", person.number, case.name);
    for country in &case.countries {
        let files = match Records::of_people(country.writer, [person.clone()], Mess::Clean).files() {
            Ok(files) => files,
            Err(why) => return format!("{text}  {}: {why}\n", country.name()),
        };
        match run_files(&case.study, &country.source, &files) {
            Ok(result) => {
                for ((cohort, found), at) in case.study.cohorts.iter().zip(&result.cohorts).zip(0..) {
                    let line = outcome(cohort, found);
                    said.entry(at).or_default().push((country.name(), line));
                }
            }
            Err(fault) => {
                let _ = writeln!(text, "  {}: {fault}", country.name());
            }
        }
    }
    let mut agree = true;
    for (at, lines) in said {
        let [(_, first), others @ ..] = lines.as_slice() else {
            continue;
        };
        if others.iter().all(|(_, other)| other == first) {
            continue;
        }
        agree = false;
        let name = case
            .study
            .cohorts
            .get(at)
            .map_or("", |cohort| cohort.name.as_str());
        let _ = writeln!(text, "  cohort {name}");
        for (source, line) in lines {
            let _ = writeln!(text, "    {source}: {line}");
        }
    }
    if agree {
        text.push_str("  to the oracle all countries agree, so that oracle and engine do not\n");
    }
    text
}

/// A person's entries in a cohort: index dates, whether they stay, and the criteria that decide or are unknown.
fn outcome(cohort: &Cohort, found: &OracleCohort) -> String {
    let entries = found.entries.iter().map(|entry| {
        let word = |outcome: &Option<bool>| match outcome {
            Some(true) => "true",
            Some(false) => "false",
            None => "unknown",
        };
        let criteria = cohort.criteria.iter().zip(&entry.outcomes);
        let criteria = criteria.map(|(criterion, outcome)| format!("{} {}", criterion.name, word(outcome)));
        let criteria: Vec<String> = criteria.collect();
        let kept = if entry.kept { "in" } else { "out" };
        format!("index {}, {kept}: {}", entry.index, criteria.join(", "))
    });
    let entries: Vec<String> = entries.collect();
    match entries.is_empty() {
        true => String::from("no index date"),
        false => entries.join("; "),
    }
}
