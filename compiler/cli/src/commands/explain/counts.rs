//! The counts of a protocol: a run on data that are named, that the project names, or that are invented for it.
//!
//! Invariant: counts come out of a [`crate::report::Report`], so that what a source hides is hidden here too.

use super::Arguments;
use crate::commands::plan::Checked;
use crate::commands::{run, synth};
use crate::failure::Failure;
use crate::project::{Project, existing};
use crate::report::Report;
use crate::terminal::Terminal;
use kohort_prose::{CountedStep, Counts};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Whether anything is to be counted.
pub(super) fn wants_counts(arguments: &Arguments) -> bool {
    arguments.counts || arguments.data.is_some() || arguments.synthetic.is_some()
}

/// The sources that a protocol names; where the project's data are counted, those that have some.
pub(super) fn sources(arguments: &Arguments, project: &Project) -> Option<Vec<String>> {
    match &arguments.sources {
        Some(named) => Some(named.clone()),
        None if arguments.counts => Some(project.sources_with_data()).filter(|sources| !sources.is_empty()),
        None => None,
    }
}

/// The counts of each source, by its name.
pub(super) fn counted(
    arguments: &Arguments,
    checked: &Checked,
    terminal: &mut Terminal<'_>,
) -> Result<BTreeMap<String, Counts>, Failure> {
    if !wants_counts(arguments) {
        return Ok(BTreeMap::new());
    }
    let sources: Vec<String> = checked
        .analysis
        .sources
        .iter()
        .map(|source| source.name.clone())
        .collect();
    if sources.is_empty() {
        return Err(Failure::study(
            "the project declares no source for this study's model, so that nothing can be counted",
        )
        .help("a source is declared with `source NAME for MODEL version \"1.0.0\" { … }`"));
    }
    let reports = if let Some(people) = arguments.synthetic {
        // The people are gone with the folder; what is counted of them stays.
        let folder = tempfile::tempdir()?;
        let invented = folder.path().join("people");
        synth::invent(people, &sources, &invented, terminal)?;
        run::reports(checked, &|source| Ok(invented.join(source)), terminal)?
    } else {
        let given = arguments.data.as_ref();
        let given = given.map(|data| existing(&terminal.path(data))).transpose()?;
        if given.is_some() && sources.len() > 1 {
            return Err(Failure::environment("`--data` names the folder of one source")
                .help(format!("choose one with `--source`: {}", sources.join(", "))));
        }
        let folder = |source: &str| -> Result<PathBuf, Failure> {
            given
                .clone()
                .map_or_else(|| checked.project.data_folder(source), Ok)
        };
        run::reports(checked, &folder, terminal)?
    };
    Ok(reports
        .iter()
        .map(|report| (report.source.clone(), counts(report)))
        .collect())
}

fn counts(report: &Report) -> Counts {
    let cohorts = report.cohorts.iter().map(|cohort| {
        let steps = cohort.steps.iter().map(|step| CountedStep {
            removed: step.removed.to_string(),
            after: step.after.to_string(),
        });
        steps.collect()
    });
    Counts {
        cohorts: cohorts.collect(),
    }
}
