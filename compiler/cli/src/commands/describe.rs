//! `kohort describe`: what each source records, side by side, and what a dataset holds.
//!
//! Invariant: without `--data` nothing but source models is read. Data whose values contradict the source are described
//! all the same, with the faults, and the exit code is that of a run; where a file itself is at fault, the faults are all
//! that is said.

#[cfg(feature = "run")]
mod data;

use crate::describe::{html, text};
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::Project;
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::suggest;
use kohort_semantics::capability::{Matrix, matrix};
use kohort_semantics::{Catalogue, Model, Source, catalogue};
use serde::Serialize;
use std::sync::Arc;

/// Show what each source records of its model: present, derived, coarser or absent, and why; and what a dataset holds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort describe                               all sources side by side
  kohort describe us jp                         two of them
  kohort describe de --data folder              what the files of one hold: coverage, precision, codes, gaps
  kohort describe --format html > sources.html  for the browser

Data whose values contradict the source are described all the same, with the faults that a run would end with; the exit code
is then 2.")]
pub(crate) struct Arguments {
    /// The sources; all, if none is named
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder with the files of the one source that is named, as they are or prepared
    #[cfg(feature = "run")]
    #[arg(long, value_name = "FOLDER")]
    data: Option<std::path::PathBuf>,
    /// The model, where there are sources of several
    #[arg(long, value_name = "MODEL", default_value = "std.oncology.oncology")]
    model: String,
    /// How many threads read the data; otherwise all of the machine's
    #[cfg(feature = "run")]
    #[arg(long, value_name = "N", requires = "data")]
    threads: Option<std::num::NonZeroUsize>,
    /// How to show it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How the description is shown. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let chosen = Chosen::of(&arguments.sources, &arguments.model, terminal)?;
    #[cfg(feature = "run")]
    if let Some(folder) = &arguments.data {
        return data::run(arguments, &chosen, folder, terminal);
    }
    let sources: Vec<&Source> = chosen.sources.iter().map(AsRef::as_ref).collect();
    let matrix = matrix(&chosen.model, &sources);
    match arguments.format {
        Format::Text => write!(terminal.out, "{}", text::matrix(&matrix, terminal.colour))?,
        Format::Html => write!(terminal.out, "{}", html::page(&matrix)?)?,
        Format::Json => {
            #[derive(Serialize)]
            struct Described<'a> {
                format_version: u32,
                capabilities: &'a Matrix,
            }
            let described = Described {
                format_version: 1,
                capabilities: &matrix,
            };
            let json = serde_json::to_string_pretty(&described).map_err(|error| not_written(&error))?;
            writeln!(terminal.out, "{json}")?;
        }
    }
    Ok(chosen.exit)
}

fn not_written(error: &serde_json::Error) -> Failure {
    Failure::environment(format!("the description cannot be written: {error}"))
}

/// The sources that are meant, and their model.
struct Chosen {
    model: Arc<Model>,
    sources: Vec<Arc<Source>>,
    #[cfg(feature = "run")]
    analytes: Vec<Arc<kohort_semantics::codes::Analyte>>,
    /// How the command ends if nothing else goes wrong: sources that are wrong are left out, and that is said.
    exit: Exit,
}

impl Chosen {
    /// The sources of these names, or all of the model, in the order given.
    fn of(names: &[String], model: &str, terminal: &mut Terminal<'_>) -> Result<Self, Failure> {
        let folder = terminal
            .folder
            .canonicalize()
            .unwrap_or_else(|_| terminal.folder.clone());
        let project = Project::around(&folder)?;
        let found = catalogue(&project.world());
        let exit = show_findings(&found, &project, terminal)?;
        let models: Vec<&str> = found
            .sources
            .iter()
            .map(|(source, _)| source.model.as_str())
            .collect();
        let mut of_model = found
            .sources
            .iter()
            .filter(|(source, _)| is_model(model, &source.model))
            .peekable();
        let Some((_, declared)) = of_model.peek() else {
            let failure = Failure::environment(format!("there is no source for the model `{model}`"));
            let near = suggest::nearest(model, models.iter().copied());
            return Err(match near {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("name another model with `--model`, as `module.name`"),
            });
        };
        let model = Arc::clone(declared);
        let known: Vec<Arc<Source>> = of_model.map(|(source, _)| Arc::clone(source)).collect();
        let sources = if names.is_empty() {
            known
        } else {
            named(names, &known, &found.left_out)?
        };
        Ok(Self {
            model,
            sources,
            #[cfg(feature = "run")]
            analytes: found.analytes,
            exit,
        })
    }
}

/// Whether a model is meant: by its module and name, or by its module alone as studies name it.
fn is_model(meant: &str, model: &str) -> bool {
    meant == model || model.rsplit_once('.').is_some_and(|(module, _)| module == meant)
}

fn show_findings(found: &Catalogue, project: &Project, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let analysis = kohort_semantics::Analysis {
        files: found.files.clone(),
        diagnostics: found.diagnostics.clone(),
        study: None,
        sources: Vec::new(),
        verdicts: Vec::new(),
    };
    Findings::of(&analysis, project, terminal).show(crate::arguments::Format::Text, false, terminal)
}

fn named(names: &[String], known: &[Arc<Source>], left_out: &[String]) -> Result<Vec<Arc<Source>>, Failure> {
    let mut chosen: Vec<Arc<Source>> = Vec::new();
    for name in names {
        match known.iter().find(|source| source.name == *name) {
            Some(source) => chosen.push(Arc::clone(source)),
            None if left_out.contains(name) => return Err(Failure::said(Exit::Study)),
            None => {
                let all: Vec<&str> = known.iter().map(|source| source.name.as_str()).collect();
                let failure = Failure::environment(format!("there is no source `{name}`"));
                return Err(match suggest::nearest(name, all.iter().copied()) {
                    Some(near) => failure.help(format!("did you mean `{near}`?")),
                    None => failure.help(format!("there are: {}", all.join(", "))),
                });
            }
        }
    }
    Ok(chosen)
}
