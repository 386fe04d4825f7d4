//! What the oracle says of one person, country by country.

use super::Case;
use super::records::Records;
use crate::oracle::{OracleCohort, run_files};
use kohort_semantics::study::Cohort;
use kohort_synth::national::{Mess, writers};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The cohorts in which the countries do not agree on a person, with each country's outcome; and whether they agree.
pub fn said_of(case: &Case, seed: u64, person: u64) -> String {
    let study = &case.project.study;
    // For each cohort, what each country says.
    let mut said: BTreeMap<usize, Vec<(&str, String)>> = BTreeMap::new();
    let mut text = format!("person {person} of seed {seed} in {}:\n", study.name);
    for (writer, source) in writers().iter().zip(&case.sources) {
        let files = match Records::of(*writer, seed, [person], Mess::Clean).files() {
            Ok(files) => files,
            Err(why) => return format!("{text}  {}: {why}\n", source.name),
        };
        match run_files(study, source, &files) {
            Ok(result) => {
                for ((cohort, found), at) in study.cohorts.iter().zip(&result.cohorts).zip(0..) {
                    let line = outcome(cohort, found);
                    said.entry(at).or_default().push((&source.name, line));
                }
            }
            Err(fault) => {
                let _ = writeln!(text, "  {}: {fault}", source.name);
            }
        }
    }
    let mut agree = true;
    for (at, lines) in said {
        if lines
            .windows(2)
            .all(|two| matches!(two, [(_, first), (_, second)] if first == second))
        {
            continue;
        }
        agree = false;
        let name = study.cohorts.get(at).map_or("", |cohort| cohort.name.as_str());
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
