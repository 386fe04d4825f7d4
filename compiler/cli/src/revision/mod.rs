//! Studies as they are and as they were: a file or folder, now or at a revision of git.
//!
//! Invariant: a study of a revision is read with the manifest, the modules and the standard library of that revision;
//! nothing of the working tree comes in, and nothing is checked out.
//!
//! [`two_sides`] reads what the command line says and gives two [`Side`]s, and [`one_side`] one; [`pairs`] matches the
//! studies of two by path, so that one that only one side has was added or removed; [`StudyAt::analyse`] gives the typed
//! study and its findings, and [`ProjectAt::shown`] what a reader calls the files that the findings are in.

mod notation;
mod now;
mod origin;
mod overlaid;
mod pairs;
mod then;
mod tree;
mod world;

#[cfg(test)]
mod tests;

pub(crate) use origin::{Edge, Origin, of_path, of_text};
pub(crate) use overlaid::overlaid;
pub(crate) use pairs::{Pair, one_side, pairs, two_sides};
pub(crate) use then::project_at;

use crate::failure::Failure;
use crate::git::Git;
use crate::terminal::Terminal;
use kohort_base::World;
use kohort_grammar::ast;
use kohort_semantics::{Analysis, Options, analyse};
use std::path::PathBuf;
use std::sync::Arc;

/// One side of a comparison: the studies in a file or folder.
#[derive(Debug)]
pub(crate) struct Side {
    /// What a reader calls it, such as `examples@v1.2`.
    pub(crate) label: String,
    /// Whether a file was named, and no folder.
    pub(crate) is_file: bool,
    /// The studies, in the order of their paths.
    pub(crate) studies: Vec<StudyAt>,
}

/// A study of a side.
#[derive(Clone, Debug)]
pub(crate) struct StudyAt {
    /// Its path from the compared folder, or the file's name: what the studies of two sides are matched by.
    pub(crate) path: String,
    /// Its path from its project's folder.
    pub(crate) file: String,
    /// The project that it belongs to.
    pub(crate) project: Arc<ProjectAt>,
}

/// A project of a side.
pub(crate) struct ProjectAt {
    /// The project's folder as it is on the disk; it may be gone there.
    pub(crate) root: PathBuf,
    /// What the project's manifest says about sources; none means all of a study's model.
    pub(crate) sources: Option<Vec<String>>,
    /// Its texts.
    pub(crate) world: Box<dyn World + Send + Sync>,
    /// The revision as it was written.
    revision: Option<String>,
}

impl std::fmt::Debug for ProjectAt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = out.debug_struct("ProjectAt");
        shown.field("root", &self.root);
        shown.field("sources", &self.sources);
        shown.field("revision", &self.revision).finish_non_exhaustive()
    }
}

impl Side {
    /// The studies in a file or folder, now or at a revision.
    fn at(path: &str, revision: Option<&str>, terminal: &Terminal<'_>) -> Result<Self, Failure> {
        Self::found(path, revision, terminal)?.ok_or_else(|| absent(path, revision))
    }

    /// The same; none if there is no such file or folder.
    fn found(path: &str, revision: Option<&str>, terminal: &Terminal<'_>) -> Result<Option<Self>, Failure> {
        match revision {
            None => now::side(path, terminal),
            Some(revision) => then::side(path, revision, terminal),
        }
    }

    /// A side without any study, where a file or folder is only on the other one.
    fn without(path: &str, revision: Option<&str>, is_file: bool) -> Self {
        Self {
            label: revision.map_or_else(|| path.to_owned(), |revision| format!("{path}@{revision}")),
            is_file,
            studies: Vec::new(),
        }
    }
}

impl StudyAt {
    /// Analyses it against some sources, or those that its project names.
    pub(crate) fn analyse(&self, sources: Option<Vec<String>>) -> Result<Analysis, Failure> {
        let options = Options {
            sources: sources.or_else(|| self.project.sources.clone()),
        };
        Ok(analyse(self.project.world.as_ref(), &self.file, &options)?)
    }
}

impl ProjectAt {
    /// What a reader calls a file that an analysis read, such as `codes/lung.kohort@v1.2`.
    pub(crate) fn shown(&self, path: &str, terminal: &Terminal<'_>) -> String {
        if self.world.library().is_none() && path.starts_with("std/") {
            return path.to_owned();
        }
        let shown = terminal.shown(&self.root.join(path));
        match &self.revision {
            Some(revision) => format!("{shown}@{revision}"),
            None => shown,
        }
    }
}

/// The study that a commit has at a path.
pub(crate) fn of_commit(
    git: &Git,
    origin: &Origin,
    terminal: &Terminal<'_>,
) -> Result<Option<StudyAt>, Failure> {
    let short = origin.commit.get(..SHORT).unwrap_or(&origin.commit);
    let place = git.top().join(&origin.path);
    let side = then::side(&place.display().to_string(), short, terminal)?;
    Ok(side.and_then(|side| side.studies.into_iter().next()))
}

/// So many characters of a commit's name are shown; git finds it by them in any repository that people work with.
const SHORT: usize = 12;

/// Whether a path on the command line names something that is there now.
fn exists<'a>(terminal: &'a Terminal<'_>) -> impl Fn(&str) -> bool + use<'a> {
    let folder = terminal.folder.clone();
    move |path: &str| folder.join(path).exists()
}

/// Whether a text declares a study.
pub(crate) fn declares_study(text: &str) -> bool {
    // Parsing is only worth it where the word stands at all.
    text.contains("study")
        && kohort_grammar::parse(text)
            .tree()
            .items()
            .iter()
            .any(|item| matches!(item, ast::Item::Study(_)))
}

/// No file or folder where one was asked for.
fn absent(path: &str, revision: Option<&str>) -> Failure {
    match revision {
        None => Failure::environment(format!("there is no `{path}`")).help(
            "a path is written from this folder; with a revision, as in `PATH@HEAD~3`, it may be gone by now",
        ),
        Some(revision) => Failure::environment(format!("there was no `{path}` at `{revision}`")).help(
            format!("`git ls-tree -r --name-only {revision}` lists what there was"),
        ),
    }
}

/// No study where one was asked for.
fn no_study(shown: &str, is_file: bool) -> Failure {
    if is_file {
        Failure::study(format!("`{shown}` declares no study"))
            .help("name the folder: what a library or a source changes is seen in the studies that use it")
    } else {
        Failure::study(format!("there is no study in `{shown}`"))
            .help("a study begins with `study NAME version \"1.0.0\" on MODEL`")
    }
}
