//! A study as the section of a protocol.
//!
//! Invariant: without counts the text depends on the study and its sources alone; counts are shown as a run shows them.

use super::{Arguments, Format};
use crate::commands::plan::{Checked, unplanned};
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::project::Project;
use crate::revision::one_side;
use crate::study_file;
use crate::terminal::Terminal;
use crate::write::put_file;
use kohort_prose::{About, Country, Counts, Protocol};
use kohort_semantics::{Source, Study};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(given: &str, arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let html = match arguments.format {
        None | Some(Format::Markdown) => false,
        Some(Format::Html) => true,
        Some(Format::Text | Format::Json) => {
            return Err(Failure::environment("a protocol is written as Markdown or HTML")
                .help("leave `--format` out, or write `--format html`; `kohort plan` has a study as text and JSON"));
        }
    };
    let Explained { study, about } = explained(given, arguments, terminal)?;
    let protocol = Protocol::of(&study, &about);
    let text = if html {
        protocol.html()
    } else {
        protocol.markdown()
    };
    match &arguments.out {
        Some(out) => {
            let out = terminal.path(out);
            put_file(&out, text.as_bytes())?;
            writeln!(terminal.out, "wrote `{}`", terminal.shown(&out))?;
        }
        None => write!(terminal.out, "{text}")?,
    }
    Ok(Exit::Fine)
}

/// A study, and what is said beside it.
struct Explained {
    study: Arc<Study>,
    about: About,
}

fn explained(given: &str, arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Explained, Failure> {
    let there = terminal.path(Path::new(given)).exists();
    if !there && given.contains('@') {
        return at_revision(given, arguments, terminal);
    }
    let file = study_file::study(Path::new(given), terminal)?;
    let project = Project::around(file.parent().unwrap_or(&file))?;
    let sources = sources(arguments, &project);
    let checked = Checked::in_project(project, &file, sources, terminal)?;
    let counted = counted(arguments, &checked, terminal)?;
    let countries = checked.analysis.sources.iter();
    let countries =
        countries.map(|source| country(&checked.study, source, counted.get(&source.name).cloned()));
    Ok(Explained {
        study: Arc::clone(&checked.study),
        about: About {
            countries: countries.collect::<Result<_, _>>()?,
        },
    })
}

/// A study as git has it. Data are those of today, so that nothing is counted.
fn at_revision(
    given: &str,
    arguments: &Arguments,
    terminal: &mut Terminal<'_>,
) -> Result<Explained, Failure> {
    if wants_counts(arguments) {
        return Err(Failure::environment("a revision has no data to count in")
            .help("leave the data out, or name the study as it is now"));
    }
    let side = one_side(given, terminal)?;
    let [found] = side.studies.as_slice() else {
        let paths: Vec<&str> = side.studies.iter().map(|study| study.path.as_str()).collect();
        return Err(
            Failure::environment(format!("there are {} studies in `{given}`", side.studies.len()))
                .help(format!("name one of them: {}", paths.join(", "))),
        );
    };
    let mut analysis = found.analyse(arguments.sources.clone())?;
    analysis.diagnostics.retain(kohort_base::Diagnostic::is_error);
    let mut findings = Findings::default();
    findings.add_named(&analysis, |path| found.project.shown(path, terminal));
    let exit = findings.show(crate::arguments::Format::Text, false, terminal)?;
    let Some(study) = analysis.study.clone().filter(|_| exit == Exit::Fine) else {
        return Err(Failure::said(exit.max(Exit::Study)));
    };
    let countries = analysis
        .sources
        .iter()
        .map(|source| country(&study, source, None));
    let countries = countries.collect::<Result<_, _>>()?;
    Ok(Explained {
        study,
        about: About { countries },
    })
}

/// What a protocol says of a source.
fn country(study: &Study, source: &Source, counts: Option<Counts>) -> Result<Country, Failure> {
    Country::of(study, source, counts).map_err(|error| unplanned(source, &error))
}

#[cfg(feature = "run")]
use super::counts::{counted, sources, wants_counts};

#[cfg(not(feature = "run"))]
use without_engine::{counted, sources, wants_counts};

/// What the tool does where it was built without the engine.
#[cfg(not(feature = "run"))]
mod without_engine {
    use super::{Arguments, Checked, Counts, Failure, Project, Terminal};
    use std::collections::BTreeMap;

    pub(super) fn wants_counts(arguments: &Arguments) -> bool {
        arguments.data.is_some()
    }

    pub(super) fn sources(arguments: &Arguments, _project: &Project) -> Option<Vec<String>> {
        arguments.sources.clone()
    }

    pub(super) fn counted(
        arguments: &Arguments,
        _checked: &Checked,
        _terminal: &mut Terminal<'_>,
    ) -> Result<BTreeMap<String, Counts>, Failure> {
        if wants_counts(arguments) {
            return Err(Failure::environment(
                "this `kohort` was built without the engine, which counts in data",
            )
            .help("leave `--data` out, or use a `kohort` that has the command `run`"));
        }
        Ok(BTreeMap::new())
    }
}
