//! `kohort plan`: what a study means, and what is computed for it from a source, as text to be reviewed and committed.
//!
//! Invariant: what is shown depends on the study and the source alone.

mod committed;

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::Project;
use crate::terminal::Terminal;
use clap::Args;
use kohort_plan::Plan;
use kohort_plan::text::{Form, LevelPlan};
use kohort_semantics::meaning::Meaning;
use kohort_semantics::{Analysis, Options, Source, Study, analyse};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show what a study means, with every default said, and how it is read and computed from a source.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort plan study.kohort                               what the study means, whatever the source
  kohort plan study.kohort --level source --source de    how it is read from one source
  kohort plan study.kohort --level query --source de     what is computed there
  kohort plan study.kohort --out plans                   all of them for all sources, to be committed
  kohort plan study.kohort --check plans                 exit code 1 if they no longer hold
  kohort plan study.kohort --format json                 for programs; docs/schema has the schemas")]
pub(crate) struct Arguments {
    /// The study: a file, or a folder with one study
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// The sources; otherwise those that kohort.toml names, or all of the study's model
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    /// What the study means (study), how it is read from a source (source), or what is computed there (query)
    #[arg(long, value_enum, default_value = "study", conflicts_with_all = ["out", "check"])]
    level: Level,
    /// How to show the plan
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the plans of all levels for all sources into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "check")]
    out: Option<PathBuf>,
    /// Compare the plans in this folder with the study; exit code 1 if one is not as it would be written
    #[arg(long, value_name = "FOLDER")]
    check: Option<PathBuf>,
    /// Show the query as bound, before any rule has simplified it
    #[arg(long, conflicts_with_all = ["out", "check"])]
    unoptimised: bool,
}

/// Which of the three plans. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    Study,
    Source,
    Query,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if arguments.unoptimised && arguments.level != Level::Query {
        return Err(Failure::environment(
            "`--unoptimised` is about what is computed, which is the level `query`",
        )
        .help("add `--level query`"));
    }
    let checked = Checked::study(&arguments.study, arguments.sources.clone(), terminal)?;
    let form = match arguments.format {
        Format::Text => Form::Text,
        Format::Json => Form::Json,
    };
    // Only a look at all sources can tell which plans are of none.
    let committed = |folder: &PathBuf| committed::Plans {
        checked: &checked,
        study: &arguments.study,
        folder: folder.clone(),
        form,
        all_sources: arguments.sources.is_none(),
    };
    match (&arguments.out, &arguments.check) {
        (Some(folder), _) => committed(folder).write(terminal),
        (_, Some(folder)) => committed(folder).check(terminal),
        (None, None) => show(arguments, &checked, form, terminal),
    }
}

fn show(
    arguments: &Arguments,
    checked: &Checked,
    form: Form,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let study = &checked.study;
    let shown = match (arguments.level, checked.analysis.sources.as_slice()) {
        (Level::Study, _) => LevelPlan::study(study),
        (Level::Source, [source]) => {
            let plan = plan(study, source, true)?;
            LevelPlan::source(study, Meaning::of(study).study, source, &plan)
        }
        (Level::Query, [source]) => {
            let plan = plan(study, source, !arguments.unoptimised)?;
            LevelPlan::query(study, Meaning::of(study).study, &plan)
        }
        _ => return Err(checked.one_source_is_needed()),
    };
    match form {
        Form::Text => write!(terminal.out, "{}", shown.text())?,
        Form::Json => write!(terminal.out, "{}", shown.json())?,
    }
    Ok(Exit::Fine)
}

/// A study without errors.
pub(crate) struct Checked {
    /// The project it belongs to.
    pub(crate) project: Project,
    pub(crate) study: Arc<Study>,
    pub(crate) analysis: Analysis,
}

impl Checked {
    /// Checks the one study at a path against some sources, or those of its project. Findings are shown; errors end the command.
    pub(crate) fn study(
        path: &Path,
        sources: Option<Vec<String>>,
        terminal: &mut Terminal<'_>,
    ) -> Result<Self, Failure> {
        let file = crate::study_file::study(path, terminal)?;
        let project = Project::around(file.parent().unwrap_or(&file))?;
        Self::in_project(project, &file, sources, terminal)
    }

    /// The same where the file and its project are known.
    pub(crate) fn in_project(
        project: Project,
        file: &Path,
        sources: Option<Vec<String>>,
        terminal: &mut Terminal<'_>,
    ) -> Result<Self, Failure> {
        let name = project.path_of(file)?;
        let sources = sources.or_else(|| project.sources());
        let analysis = analyse(&project.world(), &name, &Options { sources })?;
        let exit = Findings::of(&analysis, &project, terminal).show(Format::Text, false, terminal)?;
        match (&analysis.study, exit) {
            (Some(study), Exit::Fine) => Ok(Self {
                project,
                study: Arc::clone(study),
                analysis,
            }),
            (None, Exit::Fine) => Err(Failure::study(format!(
                "`{}` declares no study",
                terminal.shown(file)
            ))
            .help("`kohort explain K0208` tells how a study begins")),
            (_, exit) => Err(Failure::said(exit)),
        }
    }

    pub(crate) fn one_source_is_needed(&self) -> Failure {
        let names: Vec<&str> = self
            .analysis
            .sources
            .iter()
            .map(|source| source.name.as_str())
            .collect();
        if names.is_empty() {
            return Failure::study(format!(
                "the project declares no source for `{}`",
                self.study.model.name
            ))
            .help("a source is declared with `source NAME for MODEL version \"1.0.0\" { … }`");
        }
        Failure::environment(format!("there are {} sources for this study", names.len()))
            .help(format!("choose one with `--source`: {}", names.join(", ")))
    }
}

/// Binds a checked study to a source. What a check has passed can always be bound.
pub(crate) fn plan(study: &Study, source: &Source, optimised: bool) -> Result<Plan, Failure> {
    let plan = kohort_plan::bind::bind(study, source).map_err(|error| unplanned(source, &error))?;
    if !optimised {
        return Ok(plan);
    }
    kohort_plan::rules::optimise(plan).map_err(|error| unplanned(source, &error))
}

/// A sound study that has no plan on a source.
pub(crate) fn unplanned(source: &Source, error: &dyn std::fmt::Display) -> Failure {
    Failure::environment(format!(
        "the study cannot be planned on `{}`: {error}",
        source.name
    ))
    .help("this is a fault of Kohort, please report it")
}
