//! `kohort run`: the attrition of every cohort, on every source with data.
//!
//! Invariant: nothing is shown or written unless every source's run succeeded, and the folder named by `--out` holds the
//! last run that did.

pub(in crate::commands) mod progress;

use crate::arguments::Format;
use crate::commands::memory;
use crate::commands::plan::{Checked, plan};
use crate::failure::{Exit, Failure};
use crate::project::{Project, existing};
use crate::report::{self, Report};
use crate::study_file;
use crate::terminal::Terminal;
use clap::Args;
use kohort_engine::prepared::{is_prepared, source_hash};
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::{Source, Study};
use progress::Watching;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Run a study and show the attrition of every cohort with the data-quality section.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort run study.kohort                            every source with data in kohort.toml
  kohort run study.kohort --source de --data /data   one source, data elsewhere
  kohort run study.kohort --out results              also as CSV and JSON in a folder
  kohort run study.kohort --threads 2 --memory 8GB   sort on disk above 8 GB

The folder of --out is replaced as a whole and only after the run succeeded.")]
pub(crate) struct Arguments {
    /// The study: a file, or a folder with one study
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// The sources to run on; otherwise all with data in kohort.toml
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    /// The folder with the data of the one source
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Write attrition.csv, attrition.json, quality.json and run.json into this folder, reports.json and a CSV for each
    /// table where the study reports more, and adaptations.csv where it says something for some sources only
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How many threads work side by side; otherwise all of the machine's
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Sort on disk above this much memory, such as 500MB
    #[arg(long, value_name = "SIZE", value_parser = memory::bytes, default_value = "2GB")]
    memory: usize,
    /// How to show the results
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What is run on one source.
struct Job {
    plan: Plan,
    /// The content hash of the source model, where prepared data ask for it.
    source_hash: Option<String>,
    data: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let out = arguments.out.as_ref().map(|out| terminal.path(out));
    if let Some(out) = &out {
        report::check_place(out)?;
    }
    let file = study_file::study(&arguments.study, terminal)?;
    let project = Project::around(file.parent().unwrap_or(&file))?;
    let sources = chosen(arguments, &project);
    let checked = Checked::in_project(project, &file, sources, terminal)?;
    let jobs = jobs(arguments, &checked, terminal)?;
    let mut reports = Vec::new();
    let mut failed = false;
    for job in &jobs {
        let watching = Watching::start(&job.plan.source, terminal.progress);
        let outcome = run_blocking(&job.plan, &options(arguments, job, &watching));
        watching.finish();
        match outcome {
            Ok(results) => reports.push(reported(&checked.study, &job.plan, &results)?),
            Err(error) => {
                failed = true;
                tell(&job.plan.source, &error, terminal)?;
            }
        }
    }
    if failed {
        return Err(Failure::said(Exit::Environment));
    }
    if let Some(out) = &out {
        report::write(out, &reports)?;
    }
    match arguments.format {
        Format::Text => report::show(&reports, terminal)?,
        Format::Json => write!(terminal.out, "{}", report::json(&reports))?,
    }
    Ok(Exit::Fine)
}

/// What may be shown of runs on each source of a checked study, whose data are in some folders, with the usual machine.
/// Faults of data are told.
pub(in crate::commands) fn reports(
    checked: &Checked,
    folder: &dyn Fn(&str) -> Result<PathBuf, Failure>,
    terminal: &mut Terminal<'_>,
) -> Result<Vec<Report>, Failure> {
    let mut reports = Vec::new();
    for source in &checked.analysis.sources {
        let job = job(checked, source, folder(&source.name)?)?;
        let watching = Watching::start(&job.plan.source, terminal.progress);
        let options = RunOptions {
            source_hash: job.source_hash.clone(),
            progress: watching.observer(),
            ..RunOptions::new(&job.data)
        };
        let outcome = run_blocking(&job.plan, &options);
        watching.finish();
        match outcome {
            Ok(results) => reports.push(reported(&checked.study, &job.plan, &results)?),
            Err(error) => {
                tell(&job.plan.source, &error, terminal)?;
                return Err(Failure::said(Exit::Environment));
            }
        }
    }
    Ok(reports)
}

/// What may be shown of results. The engine counts what the study's outputs count, so that this always succeeds.
fn reported(study: &Study, plan: &Plan, results: &Results) -> Result<Report, Failure> {
    Report::new(study, plan, results)
        .map_err(|error| Failure::environment(format!("`{}` cannot be reported: {error}", plan.source)))
}

/// Which sources the study is checked against; none named means all.
fn chosen(arguments: &Arguments, project: &Project) -> Option<Vec<String>> {
    match &arguments.sources {
        Some(named) => Some(named.clone()),
        None if arguments.data.is_some() => None,
        None => Some(project.sources_with_data()).filter(|sources| !sources.is_empty()),
    }
}

fn jobs(arguments: &Arguments, checked: &Checked, terminal: &Terminal<'_>) -> Result<Vec<Job>, Failure> {
    let sources = &checked.analysis.sources;
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let given = arguments
        .data
        .as_ref()
        .map(|data| existing(&terminal.path(data)))
        .transpose()?;
    if sources.is_empty() {
        return Err(
            Failure::study("the project declares no source for this study's model")
                .help("a source is declared with `source NAME for MODEL version \"1.0.0\" { … }`"),
        );
    }
    if given.is_some() && sources.len() > 1 {
        return Err(Failure::environment("`--data` names the folder of one source")
            .help(format!("choose one with `--source`: {}", names.join(", "))));
    }
    let job = |source: &Source| {
        let data = given
            .clone()
            .map_or_else(|| checked.project.data_folder(&source.name), Ok)?;
        self::job(checked, source, data)
    };
    sources.iter().map(|source| job(source)).collect()
}

/// What is run on a source whose data are in a folder.
fn job(checked: &Checked, source: &Source, data: PathBuf) -> Result<Job, Failure> {
    Ok(Job {
        plan: plan(&checked.study, source, true)?,
        source_hash: is_prepared(&data)
            .then(|| source_hash(&checked.study.model, source).ok())
            .flatten(),
        data,
    })
}

fn options(arguments: &Arguments, job: &Job, watching: &Watching) -> RunOptions {
    let usual = RunOptions::new(&job.data);
    RunOptions {
        threads: arguments.threads.map_or(usual.threads, NonZeroUsize::get),
        memory_limit: Some(arguments.memory),
        source_hash: job.source_hash.clone(),
        progress: watching.observer(),
        ..usual
    }
}

fn tell(source: &str, error: &RunError, terminal: &mut Terminal<'_>) -> std::io::Result<()> {
    writeln!(terminal.err, "{error}")?;
    let whose = match error {
        RunError::Data(_) => "the data contradict the source",
        RunError::Environment(_) => "the run stopped on the source",
    };
    writeln!(terminal.err, "\n{whose} `{source}`; no result was written")
}
