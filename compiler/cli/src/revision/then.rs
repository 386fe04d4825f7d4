//! The studies of a revision.

use super::tree::Tree;
use super::world::RevisionWorld;
use super::{ProjectAt, Side, StudyAt, declares_study, no_study};
use crate::disk_world::CACHE_MARK;
use crate::failure::{Failure, why};
use crate::git::Git;
use crate::manifest::{MANIFEST, Manifest};
use crate::terminal::Terminal;
use kohort_base::World;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The studies in a file or folder, as it was at a revision; none if it was not there.
pub(super) fn side(given: &str, revision: &str, terminal: &Terminal<'_>) -> Result<Option<Side>, Failure> {
    let (git, place) = around(given, terminal)?;
    let commit = git.commit(revision)?;
    let tree = Tree::of(&git, &commit)?;
    let is_file = tree.file(&place).is_some();
    if !is_file && !tree.has_folder(&place) {
        return Ok(None);
    }
    let mut projects = Projects {
        tree: &tree,
        git: &git,
        revision,
        terminal,
        known: BTreeMap::new(),
    };
    let within = if is_file { above(&place) } else { place.as_str() };
    let mut studies = Vec::new();
    for path in files(&tree, &place, is_file) {
        let root = root_of(&tree, above(&path));
        let project = projects.at(&root)?;
        let file = below(&path, &root).to_owned();
        // A text that cannot be read declares no study; whoever needs it says why.
        if project
            .world
            .read_text(&file)
            .is_ok_and(|text| declares_study(&text))
        {
            studies.push(StudyAt {
                path: below(&path, within).to_owned(),
                file,
                project,
            });
        }
    }
    let label = format!("{given}@{revision}");
    if is_file && studies.is_empty() {
        return Err(no_study(&label, is_file));
    }
    Ok(Some(Side {
        label,
        is_file,
        studies,
    }))
}

/// The project in a folder, as it was at a revision. `shown` is what a reader calls its manifest.
pub(crate) fn project_at(folder: &Path, revision: &str, shown: &str) -> Result<ProjectAt, Failure> {
    let folder = folder
        .canonicalize()
        .map_err(|error| Failure::environment(format!("`{}`: {}", folder.display(), why(&error))))?;
    let git = Git::around(&folder)?;
    let commit = git.commit(revision)?;
    let tree = Tree::of(&git, &commit)?;
    at(&tree, &from_top(&git, &folder)?, folder, (revision, shown))
}

/// The project in a folder of a commit.
fn at(
    tree: &Tree,
    inside: &str,
    folder: PathBuf,
    (revision, manifest): (&str, &str),
) -> Result<ProjectAt, Failure> {
    let world = RevisionWorld::of(tree, inside)?;
    let manifest = if world.exists(MANIFEST) {
        Manifest::parse(&format!("{manifest}@{revision}"), &world.read_text(MANIFEST)?)?
    } else {
        Manifest::default()
    };
    Ok(ProjectAt {
        root: folder,
        sources: manifest.sources(),
        world: Box::new(world.with_library(manifest.library())),
        revision: Some(revision.to_owned()),
    })
}

/// The repository of a file or folder, which may be gone by now, and its path from the repository's top.
pub(super) fn around(given: &str, terminal: &Terminal<'_>) -> Result<(Git, String), Failure> {
    let (there, missing) = nearest(&terminal.path(Path::new(given)), given)?;
    let folder = if there.is_dir() {
        there.as_path()
    } else {
        there.parent().unwrap_or(&there)
    };
    let git = Git::around(folder)?;
    let place = from_top(&git, &there.join(missing))?;
    Ok((git, place))
}

/// The projects of a commit that were needed, by their folder.
struct Projects<'a, 't> {
    tree: &'a Tree,
    git: &'a Git,
    revision: &'a str,
    terminal: &'a Terminal<'t>,
    known: BTreeMap<String, Arc<ProjectAt>>,
}

impl Projects<'_, '_> {
    fn at(&mut self, root: &str) -> Result<Arc<ProjectAt>, Failure> {
        if let Some(known) = self.known.get(root) {
            return Ok(Arc::clone(known));
        }
        let folder = self.git.top().join(root);
        let shown = self.terminal.shown(&folder.join(MANIFEST));
        let project = Arc::new(at(self.tree, root, folder, (self.revision, &shown))?);
        self.known.insert(root.to_owned(), Arc::clone(&project));
        Ok(project)
    }
}

/// The nearest part of a path that is there now, free of links, and what is missing below it.
fn nearest(path: &Path, given: &str) -> Result<(PathBuf, PathBuf), Failure> {
    for above in path.ancestors() {
        let Ok(there) = above.canonicalize() else { continue };
        let missing = path.strip_prefix(above).unwrap_or(Path::new(""));
        if missing
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Ok((there, missing.to_path_buf()));
        }
    }
    Err(
        Failure::environment(format!("`{given}` goes up from a folder that is not there"))
            .help("write the path from this folder, without `..`"),
    )
}

/// A path from the top of the repository, with `/`.
fn from_top(git: &Git, path: &Path) -> Result<String, Failure> {
    let inside = path.strip_prefix(git.top()).ok();
    let parts: Option<Vec<&str>> = inside.and_then(|inside| {
        inside
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect()
    });
    parts.map(|parts| parts.join("/")).ok_or_else(|| {
        Failure::environment(format!(
            "`{}` is not inside the repository `{}`",
            path.display(),
            git.top().display()
        ))
    })
}

/// The `.kohort` files at or below a place, without what is hidden or a cache.
fn files(tree: &Tree, place: &str, is_file: bool) -> Vec<String> {
    if is_file {
        return vec![place.to_owned()];
    }
    let at = |inside: &str| {
        if place.is_empty() {
            inside.to_owned()
        } else {
            format!("{place}/{inside}")
        }
    };
    let is_cache = |folder: &str| tree.file(&format!("{}/{CACHE_MARK}", at(folder))).is_some();
    let listed = |path: &str| {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        path.ends_with(".kohort")
            && !path.split('/').any(|part| part.starts_with('.'))
            && !folders.into_iter().any(is_cache)
    };
    let found = tree
        .below(place)
        .filter(|(path, entry)| !entry.is_link && listed(path));
    found.map(|(path, _)| at(path)).collect()
}

/// The folder of the project that a folder is in: the nearest one with a manifest at or above it, else itself.
fn root_of(tree: &Tree, folder: &str) -> String {
    let mut at = folder;
    loop {
        let manifest = if at.is_empty() {
            MANIFEST.to_owned()
        } else {
            format!("{at}/{MANIFEST}")
        };
        if tree.file(&manifest).is_some() {
            return at.to_owned();
        }
        if at.is_empty() {
            return folder.to_owned();
        }
        at = above(at);
    }
}

/// The folder that something is in.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path from a folder above it.
fn below<'p>(path: &'p str, folder: &str) -> &'p str {
    if folder.is_empty() {
        return path;
    }
    path.strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(path)
}
