//! `kohort describe`: what each source records, side by side, and what a dataset holds.
//!
//! Invariant: without `--data` nothing but source models is read. Data whose values contradict the source are described
//! all the same, with the faults, and the exit code is that of a run; where a file itself is at fault, the faults are all
//! that is said.

mod chosen;
#[cfg(feature = "run")]
mod data;

use crate::describe::{html, text};
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use chosen::Chosen;
use clap::Args;
use kohort_semantics::Source;
use kohort_semantics::capability::{Matrix, matrix};
use serde::Serialize;

/// Show what each source records of its model: present, derived, coarser or absent, and why; and what a dataset holds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort describe                               all sources side by side
  kohort describe us jp                         two of them
  kohort describe de --data folder              what files hold: coverage, precision, gaps
  kohort describe de --data prepared            the same of prepared data
  kohort describe --format html > sources.html  for the browser

Data whose values contradict the source are described all the same, with the faults that a run would end with; the exit code \
is then 2.")]
pub(crate) struct Arguments {
    /// The sources; all, if none is named
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder with the files of the one source that is named, as they are or prepared
    #[cfg(feature = "run")]
    #[arg(long, value_name = "FOLDER")]
    data: Option<std::path::PathBuf>,
    /// The model, where there are sources of several; otherwise that of the sources named, or of the project's own
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
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
    let chosen = Chosen::of(&arguments.sources, arguments.model.as_deref(), terminal)?;
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
