//! `kohort.attrition`: how many of some invented people each criterion leaves, in the tables of each country.
//!
//! Invariant: the counts are those of `kohort run`, so that what a source withholds is withheld here; they are kept for as
//! long as the server runs, with the meaning of the study that they are of.

use super::{Argument, Waiting, job, tests};
use crate::server::Server;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

/// How many people are invented where nobody says.
const PEOPLE: u32 = 500;

/// The attrition of a study's cohorts in each source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Attrition {
    study: String,
    sources: Vec<OfSource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct OfSource {
    source: String,
    cohorts: Vec<OfCohort>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct OfCohort {
    cohort: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Step {
    name: String,
    /// A number, or how small it is where it must not be told.
    kept: String,
    /// The same before the step.
    before: String,
}

/// What `kohort run --format json` says.
#[derive(Debug, Deserialize)]
struct Document {
    study: String,
    sources: Vec<Run>,
}

#[derive(Debug, Deserialize)]
struct Run {
    source: String,
    cohorts: Vec<Cohort>,
}

#[derive(Debug, Deserialize)]
struct Cohort {
    name: String,
    steps: Vec<RunStep>,
}

#[derive(Debug, Deserialize)]
struct RunStep {
    step: String,
    before: Value,
    after: Value,
}

/// Counts of a study, and which one it was.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// What the study meant.
    pub(crate) meaning: Option<String>,
    /// The counts.
    pub(crate) attrition: Attrition,
}

impl Attrition {
    /// What each source has before and after a step, for example `de 500 → 133 · jp 500 → 140`.
    pub(crate) fn words(&self, cohort: &str, step: &str) -> Option<String> {
        let words: Vec<String> = self
            .sources
            .iter()
            .filter_map(|source| {
                let cohort = source.cohorts.iter().find(|known| known.cohort == cohort)?;
                let step = cohort.steps.iter().find(|known| known.name == step)?;
                Some(format!("{} {} → {}", source.source, step.before, step.kept))
            })
            .collect();
        (!words.is_empty()).then(|| words.join(" · "))
    }
}

/// Counts the attrition of a study.
pub(crate) fn begin(server: &mut Server, argument: Argument, waiting: Waiting) {
    if !server.host.can_run_data() {
        let why =
            "this `kohort` was built without its engine and cannot count; build it with the feature `run`";
        return waiting.answer(Err(super::refused(why)));
    }
    let study = match server.saved_study(&argument.uri) {
        Ok(study) => study,
        Err(error) => return waiting.answer(Err(error)),
    };
    if study.sources.is_empty() {
        let why = "the study has errors, or there is no source of its model; correct that first";
        return waiting.answer(Err(super::refused(why)));
    }
    let people = argument.people.unwrap_or(PEOPLE).to_string();
    let (path, sources) = (study.path.clone(), study.sources);
    let (uri, meaning) = (argument.uri, study.meaning);
    let work = move |bench: &job::Bench| counted(bench, &path, &sources, &people);
    let then = move |server: &mut Server, attrition: Attrition| {
        let answer = json!(attrition);
        server.keep_counts(&uri, Counted { meaning, attrition });
        Ok(Some(answer))
    };
    let title = format!("Attrition of {}", study.path);
    job::begin(server, (&title, study.root), waiting, work, then);
}

/// Invents people and runs the study on them, one source after the other.
fn counted(bench: &job::Bench, path: &str, sources: &[String], people: &str) -> Result<Attrition> {
    let scratch = bench.scratch()?;
    let folder = (*scratch).as_ref().join("people");
    let invented = folder.to_string_lossy().into_owned();
    let steps = sources.len().saturating_add(1);
    bench.report("inventing people", 0, steps);
    let ran = bench.run(&[
        "synth",
        "--patients",
        people,
        "--source",
        &sources.join(","),
        "--out",
        &invented,
    ])?;
    if ran.code != Some(0) {
        return Err(tests::failed(&ran.err));
    }
    let mut attrition = Attrition {
        study: String::new(),
        sources: Vec::new(),
    };
    for (position, source) in sources.iter().enumerate() {
        bench.report(source, position.saturating_add(1), steps);
        let data = folder.join(source).to_string_lossy().into_owned();
        let ran = bench.run(&[
            "run", path, "--source", source, "--data", &data, "--format", "json",
        ])?;
        let document: Document = serde_json::from_str(&ran.out).map_err(|_| tests::failed(&ran.err))?;
        attrition.study = document.study;
        attrition
            .sources
            .extend(document.sources.into_iter().map(of_source));
    }
    Ok(attrition)
}

fn of_source(run: Run) -> OfSource {
    let shown = |count: Value| match count {
        Value::String(words) => words,
        count => count.to_string(),
    };
    let cohorts = run.cohorts.into_iter().map(|cohort| OfCohort {
        cohort: cohort.name,
        steps: cohort
            .steps
            .into_iter()
            .map(|step| Step {
                name: step.step,
                before: shown(step.before),
                kept: shown(step.after),
            })
            .collect(),
    });
    OfSource {
        source: run.source,
        cohorts: cohorts.collect(),
    }
}
