//! `kohort check`: all errors and warnings, before any data is read.
//!
//! Invariant: every study below the paths is checked against its sources, and every library that no study reaches is
//! checked by itself.

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::study_file::{KohortFile, files, is_study, project};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{Code, Diagnostic};
use kohort_semantics::{Analysis, Options, analyse};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Find all errors and warnings of studies, libraries and sources, without reading any data.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort check                              every study below this folder
  kohort check study.kohort --source us,de  one study against two sources
  kohort check --format json                for programs; lines and columns count from 1
  kohort check --deny-warnings              for continuous integration")]
pub(crate) struct Arguments {
    /// Files, or folders for all studies below them
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Check against these sources only; otherwise against those that kohort.toml names, or all of the study's model
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    /// How to show the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// End with exit code 1 if there are warnings
    #[arg(long)]
    deny_warnings: bool,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let files = files(&arguments.paths, terminal)?;
    let mut findings = Findings::default();
    let mut reached = BTreeSet::new();
    let mut count = Count::default();
    let (studies, libraries): (Vec<KohortFile>, Vec<KohortFile>) =
        files.into_iter().partition(|file| is_study(&file.path));
    for study in &studies {
        let sources = check(study, true, arguments, &mut findings, &mut reached, terminal)?
            .sources
            .len();
        count.studies += 1;
        count.sources += sources;
    }
    for library in &libraries {
        count.libraries += 1;
        if library.named || !reached.contains(&library.path) {
            check(library, false, arguments, &mut findings, &mut reached, terminal)?;
        }
    }
    if studies.is_empty() && libraries.is_empty() {
        findings.push(
            Diagnostic::error(Code::K0208, "There is no study here")
                .help("a study is a file whose name ends in `.kohort`; `kohort new` writes a first one"),
        );
    }
    if findings.is_empty() && arguments.format == Format::Text {
        writeln!(terminal.out, "{}: no findings", count.words())?;
    }
    findings.show(arguments.format, arguments.deny_warnings, terminal)
}

fn check(
    file: &KohortFile,
    is_study: bool,
    arguments: &Arguments,
    findings: &mut Findings,
    reached: &mut BTreeSet<PathBuf>,
    terminal: &Terminal<'_>,
) -> Result<Analysis, Failure> {
    let project = project(file, is_study)?;
    let path = project.path_of(&file.path)?;
    let options = Options {
        sources: arguments
            .sources
            .clone()
            .or_else(|| project.sources())
            .filter(|_| is_study),
    };
    let analysis = analyse(&project.world(), &path, &options)?;
    reached.extend(
        analysis
            .reached
            .iter()
            .map(|id| project.root.join(analysis.files.path(*id))),
    );
    findings.add(&analysis, &project, terminal);
    Ok(analysis)
}

/// What was looked at.
#[derive(Default)]
struct Count {
    studies: usize,
    sources: usize,
    libraries: usize,
}

impl Count {
    fn words(&self) -> String {
        let say = |number: usize, one: &str, many: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {many}"),
        };
        let other = say(self.libraries, "other file", "other files");
        match self.studies {
            0 => other,
            studies => format!(
                "{} against {}, and {other}",
                say(studies, "study", "studies"),
                say(self.sources, "source", "sources")
            ),
        }
    }
}
