//! `kohort explain`: the long form of a code, and what a study makes of one invented person.

mod invented;
mod shown;

use crate::arguments::Format;
use crate::commands::plan::Checked;
use crate::failure::{Exit, Failure};
use crate::project::{Project, existing};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{CODES, Code, suggest};
use kohort_oracle::{tables, timeline};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Tell what a code means, why Kohort insists, and what to write instead; or what a study makes of one invented person.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort explain K0503                              the page of one code
  kohort explain                                    all codes with their titles
  kohort explain study --patient 17 --source us     entries, lines and endpoints of a person in synthetic data

Only data that `kohort synth` wrote are shown person by person.")]
pub(crate) struct Arguments {
    /// The code, as it stands in brackets in a message; with --patient the study, a file or a folder with one
    #[arg(value_name = "CODE|STUDY")]
    subject: Option<String>,
    /// The person, by the key in the source's tables or by number
    #[arg(long, value_name = "ID", requires = "subject")]
    patient: Option<String>,
    /// The source whose tables are read; may be left out if there is one with data
    #[arg(long, value_name = "NAME", requires = "patient")]
    source: Option<String>,
    /// The folder with the source's synthetic data; otherwise the one in kohort.toml
    #[arg(long, value_name = "FOLDER", requires = "patient")]
    data: Option<PathBuf>,
    /// How to show the person
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
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
        Err(unknown) => {
            let failure = Failure::environment(unknown.to_string());
            Err(match nearest(wanted.trim()) {
                Some(near) => failure.help(format!("the nearest is `{near}`")),
                None => failure.help("`kohort explain` lists all codes"),
            })
        }
    }
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
    let sources = match &arguments.source {
        Some(named) => Some(vec![named.clone()]),
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
    match arguments.format {
        Format::Text => write!(terminal.out, "{}", shown::text(&found))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&found)
                .map_err(|error| Failure::environment(format!("the person cannot be written: {error}")))?;
            writeln!(terminal.out, "{text}")?;
        }
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
