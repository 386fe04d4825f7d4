//! `kohort explain`: the long form of a code, a study as a protocol section, and what a study makes of one invented person.
//!
//! Invariant: what reads as a code is a code, also where a file has that name; `./K0503` is the file.

#[cfg(feature = "run")]
mod counts;
mod invented;
mod protocol;
mod shown;

use crate::commands::plan::Checked;
use crate::failure::{Exit, Failure};
use crate::project::{Project, existing};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{CODES, Code, suggest};
use kohort_oracle::{tables, timeline};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Tell what a code means; write a study as the section of a protocol; or tell what a study makes of one invented person.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort explain K0503                              the page of one code
  kohort explain                                    all codes with their titles
  kohort explain study                              a study as a protocol section, in Markdown
  kohort explain study@v1.2                         the same of a revision of git
  kohort explain study --format html --out p.html   a page for the browser
  kohort explain study --counts                     with the attrition on the data in kohort.toml
  kohort explain study --patient 17 --source us     entries, lines and endpoints of a person in synthetic data

Only data that `kohort synth` wrote are shown person by person.")]
pub(crate) struct Arguments {
    /// The code, as it stands in brackets in a message; or the study, a file or a folder with one
    #[arg(value_name = "CODE|STUDY")]
    subject: Option<String>,
    /// The person, by the key in the source's tables or by number
    #[arg(long, value_name = "ID", requires = "subject")]
    patient: Option<String>,
    /// The sources that the protocol names or counts in; with --patient the one whose tables are read
    #[arg(
        long = "source",
        value_name = "NAME",
        value_delimiter = ',',
        requires = "subject"
    )]
    sources: Option<Vec<String>>,
    /// The folder with the one source's data, whose attrition the protocol shows; with --patient synthetic data. Otherwise
    /// those in kohort.toml
    #[arg(long, value_name = "FOLDER", requires = "subject")]
    data: Option<PathBuf>,
    /// Show the attrition on the data of each source in kohort.toml
    #[cfg(feature = "run")]
    #[arg(long, requires = "subject", conflicts_with_all = ["patient", "data"])]
    counts: bool,
    /// Show the attrition on so many invented people
    #[cfg(feature = "run")]
    #[arg(long, value_name = "N", requires = "subject", conflicts_with_all = ["patient", "data", "counts"],
        value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    synthetic: Option<u64>,
    /// Write the protocol into this file
    #[arg(long, value_name = "FILE", requires = "subject", conflicts_with = "patient")]
    out: Option<PathBuf>,
    /// How to show it: a protocol as Markdown (otherwise) or HTML, a person as text (otherwise) or JSON
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// How it is shown. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[value(alias = "md")]
    Markdown,
    Html,
    Text,
    Json,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if let (Some(study), Some(patient)) = (&arguments.subject, &arguments.patient) {
        return person(Path::new(study), patient, arguments, terminal);
    }
    let Some(wanted) = &arguments.subject else {
        for info in CODES {
            writeln!(terminal.out, "{}  {}", info.code, info.title)?;
        }
        return Ok(Exit::Fine);
    };
    match Code::from_str(wanted.trim()) {
        Ok(code) => {
            writeln!(terminal.out, "{}", code.info().page.trim_end())?;
            Ok(Exit::Fine)
        }
        Err(_) if is_path(wanted, terminal) => protocol::run(wanted, arguments, terminal),
        Err(unknown) if looks_like_a_code(wanted.trim()) => {
            let failure = Failure::environment(unknown.to_string());
            Err(match nearest(wanted.trim()) {
                Some(near) => failure.help(format!("the nearest is `{near}`")),
                None => failure.help("`kohort explain` lists all codes"),
            })
        }
        Err(_) => Err(
            Failure::environment(format!("`{wanted}` is neither a code nor a file or folder"))
                .help("`kohort explain` lists all codes; a study is named by its file or its folder"),
        ),
    }
}

/// A letter with digits behind it.
fn looks_like_a_code(wanted: &str) -> bool {
    let mut letters = wanted.chars();
    let letter = letters.next().is_some_and(char::is_alphabetic);
    letter && !letters.as_str().is_empty() && letters.all(|letter| letter.is_ascii_digit())
}

/// Whether a text names a study: something that is there, or what can only be a path or a revision.
fn is_path(wanted: &str, terminal: &Terminal<'_>) -> bool {
    wanted.contains(['/', '\\', '.', '@']) || terminal.path(Path::new(wanted)).exists()
}

/// The timeline of one person.
fn person(
    study: &Path,
    patient: &str,
    arguments: &Arguments,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let file = crate::study_file::study(study, terminal)?;
    let project = Project::around(file.parent().unwrap_or(&file))?;
    let json = match arguments.format {
        None | Some(Format::Text) => false,
        Some(Format::Json) => true,
        Some(Format::Markdown | Format::Html) => {
            return Err(Failure::environment("a person is shown as text or JSON")
                .help("leave `--format` out, or write `--format json`"));
        }
    };
    let sources = match &arguments.sources {
        Some(named) => Some(named.clone()),
        None => Some(project.sources_with_data()).filter(|sources| !sources.is_empty()),
    };
    let checked = Checked::in_project(project, &file, sources, terminal)?;
    let [source] = checked.analysis.sources.as_slice() else {
        return Err(checked.one_source_is_needed());
    };
    let folder = match &arguments.data {
        Some(data) => existing(&terminal.path(data))?,
        None => checked.project.data_folder(&source.name)?,
    };
    let dataset = invented::dataset(&folder, terminal)?;
    let found =
        tables(source, &dataset).and_then(|tables| timeline(&checked.study, source, &tables, patient));
    let found = found.map_err(|fault| Failure::environment(fault.to_string()))?;
    let Some(found) = found else {
        return Err(Failure::environment(format!(
            "there is no person `{patient}` in the data of `{}`",
            source.name
        ))
        .help("write the key as it stands in the tables, or the person's number"));
    };
    if json {
        let text = serde_json::to_string_pretty(&found)
            .map_err(|error| Failure::environment(format!("the person cannot be written: {error}")))?;
        writeln!(terminal.out, "{text}")?;
    } else {
        write!(terminal.out, "{}", shown::text(&found))?;
    }
    Ok(Exit::Fine)
}

/// The nearest code; of several, one about the same subject, which the first digits say.
fn nearest(wanted: &str) -> Option<&'static str> {
    let codes = || CODES.iter().map(|info| info.code.as_str());
    let subject = wanted.get(..3).unwrap_or(wanted).to_ascii_uppercase();
    suggest::nearest(wanted, codes().filter(|code| code.starts_with(&subject)))
        .or_else(|| suggest::nearest(wanted, codes()))
}
