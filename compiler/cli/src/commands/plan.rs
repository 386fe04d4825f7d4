//! `kohort plan`: what a study means on a source, as text to be reviewed and committed.
//!
//! Invariant: the text depends on the study and the source alone.

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::Project;
use crate::terminal::Terminal;
use clap::Args;
use kohort_plan::Plan;
use kohort_semantics::{Analysis, Options, Source, Study, analyse};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show what a study means on a source: tables, definitions and cohorts, with every default said.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort plan study.kohort                     the plan for its only source
  kohort plan study.kohort --source de         the plan for one of several
  kohort plan study.kohort > plan.txt          to be committed and compared
  kohort plan study.kohort --format json       for programs")]
pub(crate) struct Arguments {
    /// The study: a file, or a folder with one study
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// The source; needed where there is more than one
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// How to show the plan
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Show the plan as bound, before any rule has simplified it
    #[arg(long)]
    unoptimised: bool,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let sources = arguments.source.clone().map(|source| vec![source]);
    let checked = Checked::study(&arguments.study, sources, terminal)?;
    let [source] = checked.analysis.sources.as_slice() else {
        return Err(checked.one_source_is_needed());
    };
    let plan = plan(&checked.study, source, !arguments.unoptimised)?;
    match arguments.format {
        Format::Text => write!(terminal.out, "{}", kohort_plan::text::text(&plan))?,
        Format::Json => writeln!(terminal.out, "{}", kohort_plan::text::json(&plan))?,
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
    let fault = |error: &dyn std::fmt::Display| {
        Failure::environment(format!(
            "the study cannot be planned on `{}`: {error}",
            source.name
        ))
        .help("this is a fault of Kohort, please report it")
    };
    let plan = kohort_plan::bind::bind(study, source).map_err(|error| fault(&error))?;
    if !optimised {
        return Ok(plan);
    }
    kohort_plan::rules::optimise(plan).map_err(|error| fault(&error))
}
