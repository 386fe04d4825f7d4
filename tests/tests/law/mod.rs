//! The projection law on the engine: the same people in the tables of several countries, in every way that data are read.

#![allow(
    dead_code,
    reason = "not every program that shares this asks everything of it"
)]

mod explain;
mod ways;

use kohort_engine::{Results, RunOptions, run_blocking};
use kohort_plan::{Plan, bind::bind, rules::optimise};
use kohort_synth::national::Mess;
use kohort_tests::law::{Case, Country, Records, in_half, members, not_in_both};
use kohort_tests::oracle::run_files;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub(crate) use explain::explain;

/// For which people the law is to hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct People {
    /// The seed they follow from.
    pub(crate) seed: u64,
    /// How many there are.
    pub(crate) count: u64,
}

/// The answers to a study, which all countries and ways have found alike.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Where the study comes from.
    pub(crate) study: String,
    /// The rows of all attritions and tallies, as bytes.
    pub(crate) answers: String,
    /// The results of the first country's raw data.
    pub(crate) results: Results,
}

/// Is told what was done, and what its results are.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(&str, &str);

impl People {
    /// Every person's number.
    pub(crate) fn numbers(self) -> Vec<u64> {
        (1..=self.count).collect()
    }
}

/// All countries and all ways of reading give the same attritions and tallies, in every study; or what differs.
pub(crate) fn attritions(cases: &[Case], people: People, tell: Tell<'_>) -> Result<Vec<Found>, String> {
    let Some(countries) = cases.first().map(|case| &case.countries) else {
        return Err(String::from("no study that all countries can answer"));
    };
    let mut found: Vec<Option<Found>> = vec![None; cases.len()];
    let mut broken = vec![false; cases.len()];
    for position in 0..countries.len() {
        let data = ways::Data::write(cases, position, people, tell)?;
        for ((case, found), broken) in cases.iter().zip(&mut found).zip(&mut broken) {
            let results = data.run(case, position, tell)?;
            let country = case.countries.get(position).ok_or("there is no such country")?;
            let answers = answers(&plan(case, country)?, &results);
            match found {
                None => {
                    *found = Some(Found {
                        study: case.name.clone(),
                        answers,
                        results,
                    });
                }
                Some(first) => *broken |= first.answers != answers,
            }
        }
    }
    let broken = cases.iter().zip(broken).filter(|(_, broken)| *broken);
    let explained = broken.map(|(case, _)| explain(case, people.seed, &people.numbers()));
    match explained.collect::<Result<Vec<_>, _>>()?.as_slice() {
        [] => Ok(found.into_iter().flatten().collect()),
        broken => Err(broken.join("\n")),
    }
}

/// All countries find the same attrition in halves of the people, a new half each round. Whoever is a member in one country
/// and not in another shows here, even if somebody else makes up for it in the attrition of all.
pub(crate) fn halves(cases: &[Case], people: People, rounds: u32) -> Result<(), String> {
    for round in 0..rounds {
        let mut half = people.numbers();
        half.retain(|person| in_half(*person, round));
        for case in cases {
            if differ(case, people.seed, &half)? {
                return Err(explain(case, people.seed, &half)?);
            }
        }
    }
    Ok(())
}

/// To the oracle, the members of every cohort are the same people with the same index dates in all countries. How many
/// memberships there are.
pub(crate) fn memberships(cases: &[Case], people: People) -> Result<usize, String> {
    let mut memberships = 0;
    for case in cases {
        let mut first = None;
        for country in &case.countries {
            let records = Records::of(country.writer, people.seed, 1..=people.count, Mess::Clean);
            let files = records.files().map_err(|error| error.to_string())?;
            let result = run_files(&case.study, &country.source, &files);
            let result = result.map_err(|fault| format!("{} on {}: {fault}", case.name, country.name()))?;
            let found = members(&result)?;
            match &first {
                None => {
                    memberships += found.values().map(|members| members.len()).sum::<usize>();
                    first = Some(found);
                }
                Some(first) if *first != found => {
                    let names = not_in_both(first, &found);
                    return Err(explain::named(case, people.seed, &names, country));
                }
                Some(_) => {}
            }
        }
    }
    Ok(memberships)
}

/// Whether the engine's answer for some people alone differs between countries.
pub(crate) fn differ(case: &Case, seed: u64, people: &[u64]) -> Result<bool, String> {
    differ_in(case, &|country| {
        Records::of(country.writer, seed, people.iter().copied(), Mess::Clean)
    })
}

/// The same for any records of the same people.
pub(crate) fn differ_in(case: &Case, records: &dyn Fn(&Country) -> Records) -> Result<bool, String> {
    let mut first: Option<String> = None;
    for country in &case.countries {
        let data = folder()?;
        text_files(&records(country), data.path())?;
        let plan = plan(case, country)?;
        let found = answers(&plan, &run(&plan, data.path(), 2, None)?);
        match &first {
            Some(first) if *first != found => return Ok(true),
            Some(_) => {}
            None => first = Some(found),
        }
    }
    Ok(false)
}

/// The plan of a study on a source, as a run takes it.
pub(crate) fn plan(case: &Case, country: &Country) -> Result<Plan, String> {
    let bound = bind(&case.study, &country.source).map_err(|error| error.to_string())?;
    optimise(bound).map_err(|error| error.to_string())
}

/// Runs a plan over a folder, and sorts in a folder of its own.
pub(crate) fn run(
    plan: &Plan,
    data: &Path,
    threads: usize,
    batch_size: Option<usize>,
) -> Result<Results, String> {
    let spill = folder()?;
    let options = RunOptions {
        threads,
        batch_size,
        spill: Some(spill.path().to_path_buf()),
        ..RunOptions::new(data)
    };
    run_blocking(plan, &options).map_err(|error| format!("{} does not run: {error}", data.display()))
}

/// All that is compared: the rows of all attritions, and what the reports count. An endpoint that the study itself defines
/// otherwise for some sources is not the same question everywhere, so that of such a study only attritions are compared.
pub(crate) fn answers(plan: &Plan, results: &Results) -> String {
    let defined_otherwise = |place: &String| plan.endpoints.iter().any(|endpoint| endpoint.name == *place);
    if plan
        .adaptations
        .iter()
        .any(|adaptation| defined_otherwise(&adaptation.place))
    {
        return bytes(&results.cohorts);
    }
    bytes(&(&results.cohorts, &results.tallies))
}

/// The bytes that a run writes.
pub(crate) fn bytes(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| error.to_string())
}

/// Writes records as text files into a new folder.
pub(crate) fn text_files(records: &Records, folder: &Path) -> Result<(), String> {
    let wrong = |why: &dyn std::fmt::Display| format!("{}: {why}", folder.display());
    fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
    for text in records.texts() {
        let (file, bytes) = text.map_err(|error| wrong(&error))?;
        fs::write(folder.join(file), bytes).map_err(|error| wrong(&error))?;
    }
    Ok(())
}

/// A new folder that goes away by itself.
pub(crate) fn folder() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|error| error.to_string())
}
