//! From the paths on the command line to files of Kohort, and to the one study that is meant.
//!
//! Invariant: files come in order of their paths, so that findings do too.

use crate::disk_world::DiskWorld;
use crate::failure::Failure;
use crate::project::{Project, existing, manifest_root};
use crate::revision::declares_study;
use crate::terminal::Terminal;
use kohort_base::World;
use std::path::{Path, PathBuf};

/// What the names of files of Kohort end with.
const KOHORT: &str = ".kohort";

/// A file of Kohort on the disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KohortFile {
    /// Where it is, free of links.
    pub(crate) path: PathBuf,
    /// Whether it was named itself, and not found in a folder.
    pub(crate) named: bool,
    /// The folder that was named, or the file's own.
    pub(crate) within: PathBuf,
}

/// The files that are meant by some paths: a file itself, or all `.kohort` files below a folder.
pub(crate) fn files(paths: &[PathBuf], terminal: &Terminal<'_>) -> Result<Vec<KohortFile>, Failure> {
    let mut found = Vec::new();
    for given in paths {
        let path = existing(&terminal.path(given))?;
        if path.is_dir() {
            let below = below(&path, KOHORT)?;
            found.extend(below.into_iter().map(|file| KohortFile {
                path: file,
                named: false,
                within: path.clone(),
            }));
        } else {
            let within = path.parent().unwrap_or(&path).to_path_buf();
            found.push(KohortFile {
                path,
                named: true,
                within,
            });
        }
    }
    found.sort();
    found.dedup_by(|later, first| later.path == first.path);
    Ok(found)
}

/// The file of the one study that is meant by a path: the file itself, or the only study below a folder.
pub(crate) fn study(given: &Path, terminal: &Terminal<'_>) -> Result<PathBuf, Failure> {
    let path = existing(&terminal.path(given))?;
    if !path.is_dir() {
        return Ok(path);
    }
    let mut studies: Vec<PathBuf> = below(&path, KOHORT)?
        .into_iter()
        .filter(|file| is_study(file))
        .collect();
    match (studies.pop(), studies.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(Failure::study(format!("there is no study in `{}`", given.display()))
            .help("a study begins with `study NAME version \"1.0.0\" on MODEL`; `kohort new` writes a first one")),
        (Some(last), false) => {
            let names: Vec<String> = studies.iter().chain([&last]).map(|file| terminal.shown(file)).collect();
            Err(Failure::environment(format!("there are {} studies in `{}`", names.len(), given.display()))
                .help(format!("name one of them: {}", names.join(", "))))
        }
    }
}

/// Whether a file declares a study. A file that cannot be read declares none; whoever needs it says why.
pub(crate) fn is_study(file: &Path) -> bool {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str())) else {
        return false;
    };
    let Ok(text) = DiskWorld::new(folder).read_text(name) else {
        return false;
    };
    declares_study(&text)
}

/// The project that a file belongs to. Without a manifest it is the study's folder, and for a library the nearest folder
/// with a study, so that the library's own imports are found.
pub(crate) fn project(file: &KohortFile, is_study: bool) -> Result<Project, Failure> {
    Project::around(&folder_of(file, is_study))
}

/// The folder from which the project that a file belongs to is found.
pub(crate) fn folder_of(file: &KohortFile, is_study: bool) -> PathBuf {
    let own = file.path.parent().unwrap_or(&file.within);
    if is_study || manifest_root(own).is_some() {
        return own.to_path_buf();
    }
    let inside = own
        .ancestors()
        .take_while(|folder| folder.starts_with(&file.within));
    let with_study = inside.into_iter().find(|folder| holds_study(folder));
    with_study.unwrap_or(&file.within).to_path_buf()
}

fn holds_study(folder: &Path) -> bool {
    let entries = DiskWorld::new(folder).list("").unwrap_or_default();
    entries
        .iter()
        .any(|entry| entry.ends_with(".kohort") && is_study(&folder.join(entry)))
}

/// The files below a folder whose names end so.
pub(crate) fn below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let world = DiskWorld::new(folder);
    let mut folders = vec![String::new()];
    let mut found = Vec::new();
    while let Some(inside) = folders.pop() {
        for entry in world.list(&inside)? {
            if entry.ends_with('/') {
                folders.push(entry);
            } else if entry.ends_with(ending) {
                // A link inside the folder is the file it leads to.
                found.extend(world.locate(&entry));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
