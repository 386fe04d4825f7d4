//! `kohort diff --counts`: both versions are run, and people are counted who stay, come in and go out.
//!
//! Invariant: both versions read the same data; only what [`kohort_diff::counts`] says may be shown gets out of here. A
//! source on which nobody can be counted is named with the reason.

mod data;

use super::Sound;
use crate::commands::plan::plan;
use crate::commands::run::progress::Watching;
use crate::failure::{Exit, Failure};
use crate::lock::source_and_folder;
use crate::revision::StudyAt;
use crate::terminal::Terminal;
use clap::Args;
use data::{Chosen, Place};
use kohort_diff::counts::{Counts, MatchedCohort, NotCounted, SourceCounts, matched, shown};
use kohort_engine::prepared::{is_prepared, source_hash};
use kohort_engine::{MovesError, RunError, RunOptions, moves_blocking};
use kohort_plan::Plan;
use kohort_plan::algebra::CohortIndex;
use kohort_semantics::moves::Moves;
use kohort_semantics::{Source, Study};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use data::Folders;

/// Whether and on what people are counted.
#[derive(Debug, Args)]
pub(crate) struct Counting {
    /// Run both versions and count who stays, comes in and goes out, and by which step
    #[arg(long)]
    counts: bool,
    /// The folder with the data of a source for --counts, where kohort.toml names none or another one
    #[arg(long = "data", value_name = "SOURCE=FOLDER", value_parser = source_and_folder, requires = "counts")]
    data: Vec<(String, PathBuf)>,
    /// Count invented people, so many in each country; 1000 where there are no data
    #[arg(long, value_name = "N", requires = "counts", conflicts_with = "data",
        value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    synthetic: Option<u64>,
}

impl Counting {
    /// Where people are counted, if somebody asked for it.
    pub(super) fn folders(&self, terminal: &Terminal<'_>) -> Result<Option<Folders>, Failure> {
        match self.counts {
            true => Folders::new(&self.data, self.synthetic, terminal).map(Some),
            false => Ok(None),
        }
    }
}

/// A version of a study that is compared.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) at: &'a StudyAt,
    pub(super) sound: &'a Sound,
}

/// Counts who moves from one version to the other.
pub(super) fn counts(
    old: Version<'_>,
    new: Version<'_>,
    folders: &mut Folders,
    terminal: &mut Terminal<'_>,
) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    let mut both = Vec::new();
    for is in &new.sound.analysis.sources {
        match old.sound.source(&is.name) {
            Some(was) => both.push((was, is)),
            None => counts
                .not_counted
                .push(NotCounted::new(&is.name, "the old version has no such source")),
        }
    }
    for was in &old.sound.analysis.sources {
        if new.sound.source(&was.name).is_none() {
            let why = "the new version has no such source";
            counts.not_counted.push(NotCounted::new(&was.name, why));
        }
    }
    let (was, is) = (
        without_outputs(&old.sound.study),
        without_outputs(&new.sound.study),
    );
    let cohorts = matched(&was, &is);
    let names: Vec<&str> = both.iter().map(|(_, is)| is.name.as_str()).collect();
    let places = folders.choose(&names, &[new.at, old.at], terminal)?;
    for ((source_before, source), place) in both.into_iter().zip(places) {
        let chosen = match place {
            Place::At(chosen) => chosen,
            Place::Nowhere(why) => {
                counts.not_counted.push(NotCounted::new(&source.name, why));
                continue;
            }
        };
        let jobs = (
            Job::new(&was, source_before, &chosen)?,
            Job::new(&is, source, &chosen)?,
        );
        counts
            .sources
            .push(in_source(&jobs, (&was, &is), &cohorts, chosen, terminal)?);
    }
    Ok(counts)
}

/// One version of a study on one version of a source.
struct Job {
    plan: Plan,
    options: RunOptions,
}

impl Job {
    fn new(study: &Study, source: &Source, chosen: &Chosen) -> Result<Self, Failure> {
        let prepared = is_prepared(&chosen.folder);
        let hash = prepared.then(|| source_hash(&study.model, source).ok()).flatten();
        Ok(Self {
            plan: plan(study, source, true)?,
            options: RunOptions {
                source_hash: hash,
                ..RunOptions::new(&chosen.folder)
            },
        })
    }
}

/// Counts who moves in one source.
fn in_source(
    (old, new): &(Job, Job),
    (was, is): (&Study, &Study),
    cohorts: &[MatchedCohort],
    chosen: Chosen,
    terminal: &mut Terminal<'_>,
) -> Result<SourceCounts, Failure> {
    let plan = &new.plan;
    let watching = Watching::start(&plan.source, terminal.progress);
    let watched = |job: &Job| RunOptions {
        progress: watching.observer(),
        ..job.options.clone()
    };
    let (before, after) = (watched(old), watched(new));
    let pairs: Vec<(CohortIndex, CohortIndex)> = cohorts
        .iter()
        .map(|cohort| (CohortIndex(cohort.old.0), CohortIndex(cohort.new.0)))
        .collect();
    let counted = moves_blocking(
        kohort_engine::Side {
            plan: &old.plan,
            options: &before,
        },
        kohort_engine::Side {
            plan,
            options: &after,
        },
        &pairs,
    );
    watching.finish();
    let counted = match counted {
        Ok(counted) => counted,
        Err(error) => return Err(told(&error, &plan.source, &chosen.folder, terminal)?),
    };
    let minimum = old.plan.minimum_cell.max(plan.minimum_cell);
    let counted: Vec<(MatchedCohort, Moves)> = cohorts.iter().cloned().zip(counted).collect();
    Ok(SourceCounts {
        source: plan.source.clone(),
        country: plan.country.clone(),
        data: chosen.data,
        minimum_cell: minimum,
        cohorts: shown((was, is), &counted, minimum),
    })
}

/// Tells why a version could not be run.
fn told(
    error: &MovesError,
    source: &str,
    folder: &Path,
    terminal: &mut Terminal<'_>,
) -> std::io::Result<Failure> {
    let (version, error) = match error {
        MovesError::Old(error) => ("old", error),
        MovesError::New(error) => ("new", error),
    };
    writeln!(terminal.err, "{error}")?;
    let whose = match error {
        RunError::Data(_) => "the data contradict the source",
        RunError::Environment(_) => "the run stopped on the source",
    };
    let folder = terminal.shown(folder);
    writeln!(
        terminal.err,
        "\n{whose} `{source}` of the {version} version, in `{folder}`; nobody was counted"
    )?;
    Ok(Failure::said(Exit::Environment))
}

/// Who is in a cohort does not depend on what is reported.
fn without_outputs(study: &Arc<Study>) -> Study {
    Study {
        outputs: Vec::new(),
        ..Study::clone(study)
    }
}
