//! What a study means, reads and gives today, in the form in which it is locked.
//!
//! Invariant: the same study on the same data gives the same, whatever else runs; nothing is printed here, since several
//! studies are observed at once.

use super::machine::Share;
use super::parts::{Part, items, parts};
use crate::commands::plan::plan;
use crate::failure::{Exit, Failure};
use crate::project::Project;
use crate::report::{self, Report};
use kohort_base::Encoding;
use kohort_engine::prepared::{is_prepared, source_hash};
use kohort_engine::{Content, RunError, RunOptions, content, run_blocking};
use kohort_lock::{FORMAT, Lock, Parts, SourceLock, StudyLock, Table, hash};
use kohort_semantics::meaning::{self, Meaning};
use kohort_semantics::{Analysis, Options, Source, Study, analyse, reached};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A study, and what it gave.
#[derive(Debug)]
pub(crate) struct Observed {
    /// What would be locked, without a history.
    pub(crate) lock: Lock,
    /// The result tables, by the names of their files.
    pub(crate) files: Vec<(String, String)>,
    /// The same, as tables.
    pub(crate) tables: Vec<Table>,
    /// The lines of the study's file on which its parts are declared, by kind and name.
    pub(crate) lines: BTreeMap<(String, String), u32>,
}

/// Why a study could not be run.
#[derive(Debug)]
pub(crate) enum Unable {
    /// There are errors in the study or a source.
    Wrong(Box<(Analysis, Project)>),
    /// Something else is wrong.
    Stopped(Exit, String),
}

impl From<Failure> for Unable {
    fn from(failure: Failure) -> Self {
        let (exit, text) = failure.into_text();
        Self::Stopped(exit, text)
    }
}

/// Checks a study and runs it on all sources with data. Where a lock names a source whose data were named on the command
/// line, they have to be named again.
pub(crate) fn observe(file: &Path, earlier: Option<&Lock>, share: &Share) -> Result<Observed, Unable> {
    let project = Project::around(file.parent().unwrap_or(file))?;
    let name = project.path_of(file)?;
    let options = Options {
        sources: Some(with_data(&project, earlier, share)?),
    };
    let analysis = analyse(&project.world(), &name, &options).map_err(Failure::from)?;
    let study = match &analysis.study {
        Some(study) if !analysis.has_errors() => Arc::clone(study),
        None if !analysis.has_errors() => {
            return Err(Failure::study("it declares no study")
                .help("`kohort explain K0208` tells how a study begins")
                .into());
        }
        _ => return Err(Unable::Wrong(Box::new((analysis, project)))),
    };
    let mut locked = BTreeMap::new();
    let mut reports = Vec::new();
    for source in &analysis.sources {
        let (lock, report) = on_source(&study, source, &project, share)?;
        locked.insert(source.name.clone(), lock);
        reports.push(report);
    }
    let files = report::tables(&reports);
    let tables: Result<Vec<Table>, _> = files.iter().map(|(name, text)| Table::read(name, text)).collect();
    let tables = tables.map_err(|error| {
        Failure::environment(error.to_string()).help("this is a fault of Kohort, please report it")
    })?;
    for (name, source) in &mut locked {
        let results = tables
            .iter()
            .filter_map(|table| Some((table.name.clone(), table.hash(name)?)));
        source.results = results.collect();
    }
    let libraries = reached(&project.world(), &name, &analysis.sources).map_err(Failure::from)?;
    let meant = Meaning::of(&study);
    let parts = parts(&study, &meant);
    Ok(Observed {
        lock: Lock {
            format: FORMAT,
            kohort: env!("CARGO_PKG_VERSION").to_owned(),
            hashes: meaning::VERSION,
            study: StudyLock {
                file: file
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                name: study.name.clone(),
                version: study.version.clone(),
                meaning: meant.study.to_string(),
            },
            meaning: items(&parts),
            libraries: libraries
                .iter()
                .map(|(path, text)| (path.clone(), hash(text)))
                .collect(),
            sources: locked,
            history: Vec::new(),
        },
        lines: lines(&parts, &analysis, &name),
        files,
        tables,
    })
}

/// The sources that the project, the command line, or an earlier one names data for.
fn with_data(project: &Project, earlier: Option<&Lock>, share: &Share) -> Result<Vec<String>, Failure> {
    let mut sources: BTreeSet<String> = project.sources_with_data().into_iter().collect();
    sources.extend(share.data.keys().cloned());
    for (name, source) in earlier.iter().flat_map(|lock| &lock.sources) {
        if source.data.is_none() {
            sources.insert(name.clone());
        }
    }
    if sources.is_empty() {
        return Err(Failure::environment("there are no data to run it on").help(
            "name a folder for each source under `[data]` in kohort.toml, or with `--data SOURCE=FOLDER`",
        ));
    }
    Ok(sources.into_iter().collect())
}

/// Runs a study on one source; the results of the lock are still to be filled in, as tables are of all sources.
fn on_source(
    study: &Study,
    source: &Source,
    project: &Project,
    share: &Share,
) -> Result<(SourceLock, Report), Failure> {
    let (folder, data) = data_folder(&source.name, project, share)?;
    let stopped = |error: RunError| {
        let whose = match error {
            RunError::Data(_) => "the data contradict the source",
            RunError::Environment(_) => "the run stopped on the source",
        };
        Failure::environment(format!("{whose} `{}`\n{error}", source.name))
    };
    let model = source_hash(&study.model, source).map_err(|error| {
        Failure::environment(format!(
            "the source model `{}` cannot be hashed: {error}",
            source.name
        ))
    })?;
    let plan = plan(study, source, true)?;
    let options = RunOptions {
        threads: share.threads,
        memory_limit: Some(share.memory),
        source_hash: is_prepared(&folder).then(|| model.clone()),
        ..RunOptions::new(&folder)
    };
    let results = run_blocking(&plan, &options).map_err(stopped)?;
    let parts = match content(&plan, &folder).map_err(stopped)? {
        Content::Files(files) => Parts::Files(files),
        Content::Records(records) => Parts::Records(records),
    };
    let report = Report::new(study, &plan, &results)
        .map_err(|error| Failure::environment(format!("`{}` cannot be reported: {error}", source.name)))?;
    let lock = SourceLock {
        version: source.version.clone(),
        model,
        data,
        fingerprint: parts.fingerprint(),
        parts,
        results: BTreeMap::new(),
    };
    Ok((lock, report))
}

/// Where the data of a source are, and how the project names the place.
fn data_folder(source: &str, project: &Project, share: &Share) -> Result<(PathBuf, Option<String>), Failure> {
    match share.data.get(source) {
        Some(folder) => Ok((folder.clone(), None)),
        None => Ok((project.data_folder(source)?, project.data_name(source))),
    }
}

/// Where the parts stand that the study's own file declares: kind and name, and the line from 1.
fn lines(parts: &[Part], analysis: &Analysis, file: &str) -> BTreeMap<(String, String), u32> {
    let own = |part: &Part| {
        let span = part.span.filter(|span| analysis.files.path(span.file) == file)?;
        let lines = analysis.files.line_index(span.file);
        Some((
            (part.kind.clone(), part.name.clone()),
            lines.position(span.start, Encoding::Utf8).line + 1,
        ))
    };
    parts.iter().filter_map(own).collect()
}
