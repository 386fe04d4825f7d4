//! The studies that tests run: the shipped examples, and small ones that reach every corner of the language.

use kohort_base::{Diagnostic, MemoryWorld, render};
use kohort_semantics::project::{Options, analyse};
use kohort_semantics::{Source, Study};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A checked study with the sources it can run on.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where it comes from, for messages.
    pub name: String,
    /// The study.
    pub study: Arc<Study>,
    /// Its sources, by name.
    pub sources: Vec<Arc<Source>>,
}

/// The folder of the repository.
pub fn repository() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// The studies below `examples`: each folder is a project of its own. Where its manifest says which sources
/// its studies are for, these alone.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn shipped() -> Result<Vec<Project>, String> {
    shipped_in(&|world| world)
}

/// The same with one more file in each folder, for example a source that hides the standard library's.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn shipped_with(path: &str, text: &str) -> Result<Vec<Project>, String> {
    shipped_in(&|world| world.with(path, text))
}

/// The same with a standard library of their own, whose modules are those of this one as changed: what is called with a
/// module's path and text gives its text.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn shipped_with_library(change: &dyn Fn(&str, &str) -> String) -> Result<Vec<Project>, String> {
    shipped_in(&|world| {
        kohort_stdlib::modules().fold(world.with_library("kept"), |world, module| {
            let inside = module.trim_start_matches("std.").replace('.', "/");
            let text = kohort_stdlib::module(module).unwrap_or_default();
            world.with(&format!("kept/{inside}.kohort"), change(module, text))
        })
    })
}

fn shipped_in(surroundings: &dyn Fn(MemoryWorld) -> MemoryWorld) -> Result<Vec<Project>, String> {
    let examples = repository().join("examples");
    let mut projects = Vec::new();
    for folder in folders(&examples).map_err(|error| error.to_string())? {
        let files = kohort_files(&folder, &folder).map_err(|error| error.to_string())?;
        let world = files
            .iter()
            .fold(MemoryWorld::new(), |world, (path, text)| world.with(path, text));
        let world = surroundings(world);
        let place = folder
            .strip_prefix(repository())
            .unwrap_or(&folder)
            .display()
            .to_string();
        let sources = manifest_sources(&folder).map_err(|error| error.to_string())?;
        for (path, text) in &files {
            if declares_study(text) {
                projects.push(checked(&world, path, &place, sources.clone())?);
            }
        }
    }
    Ok(projects)
}

/// All of them: the shipped studies, and those that reach every corner of the language.
///
/// # Errors
/// What is wrong with one of them.
pub fn all() -> Result<Vec<Project>, String> {
    let mut all = shipped()?;
    all.extend(purpose_written()?);
    Ok(all)
}

/// The studies in `tests/studies`. Their first line names the sources in `tests/studies/project` they are for.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn purpose_written() -> Result<Vec<Project>, String> {
    written_in("tests/studies")
}

/// The studies in `tests/reading`, whose sources need every way of reading files that there is.
///
/// # Errors
/// A study that does not check, or what the disk says.
pub fn reading() -> Result<Vec<Project>, String> {
    written_in("tests/reading")
}

/// The studies in a folder whose folder `project` has what they share.
fn written_in(place: &str) -> Result<Vec<Project>, String> {
    let folder = repository().join(place);
    let shared = folder.join("project");
    let library = kohort_files(&shared, &shared).map_err(|error| error.to_string())?;
    let studies: Vec<(String, String)> = kohort_files(&folder, &folder)
        .map_err(|error| error.to_string())?
        .into_iter()
        .filter(|(path, _)| !path.starts_with("project/"))
        .collect();
    let mut projects = Vec::new();
    let mut wrong = String::new();
    for (path, text) in &studies {
        let first = text.lines().next().unwrap_or("");
        let wanted: Vec<String> = first
            .trim_start_matches("// sources:")
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect();
        let world = library
            .iter()
            .fold(MemoryWorld::new(), |world, (path, text)| world.with(path, text));
        let world = world.with(path, text);
        match checked(&world, path, place, Some(wanted)) {
            Ok(project) => projects.push(project),
            Err(why) => wrong.push_str(&why),
        }
    }
    if wrong.is_empty() {
        Ok(projects)
    } else {
        Err(wrong)
    }
}

fn checked(
    world: &MemoryWorld,
    file: &str,
    place: &str,
    sources: Option<Vec<String>>,
) -> Result<Project, String> {
    let name = format!("{place}/{file}");
    let analysis = analyse(world, file, &Options { sources }).map_err(|error| format!("{name}: {error}"))?;
    match &analysis.study {
        Some(study) => Ok(Project {
            name,
            study: Arc::clone(study),
            sources: analysis.sources,
        }),
        None => {
            let errors: Vec<Diagnostic> = analysis
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.is_error())
                .cloned()
                .collect();
            let shown = render::terminal(&errors, &analysis.files, false, 100);
            Err(format!("{name} does not check:\n{shown}"))
        }
    }
}

/// The sources that a folder's own manifest says its studies are for; none if it says nothing.
fn manifest_sources(folder: &Path) -> io::Result<Option<Vec<String>>> {
    let path = folder.join("kohort.toml");
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path)?;
    let said = text.lines().find_map(|line| line.strip_prefix("sources = "));
    Ok(said.map(|list| list.split('"').skip(1).step_by(2).map(str::to_owned).collect()))
}

fn declares_study(text: &str) -> bool {
    let items = kohort_grammar::parse(text).tree().items();
    items
        .into_iter()
        .any(|item| matches!(item, kohort_grammar::ast::Item::Study(_)))
}

/// The folders in a folder, in order; none if it does not exist.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    found.retain(|path| path.is_dir());
    found.sort();
    Ok(found)
}

/// The Kohort files below a folder, each with its path from `root`, in order.
fn kohort_files(folder: &Path, root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(kohort_files(&path, root)?);
        } else if path.extension().is_some_and(|extension| extension == "kohort") {
            let parts = path.strip_prefix(root).unwrap_or(&path).components();
            let name: Vec<String> = parts
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            files.push((name.join("/"), fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}
