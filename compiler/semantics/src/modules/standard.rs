//! Where the modules of `std` come from: the text embedded in the compiler, or a folder of the project that takes its
//! place.
//!
//! Invariant: it is the one or the other and never a mixture, so that a project that keeps its library gets nothing from
//! the version of the tool.

use super::{files_below, module_path};
use kohort_base::{World, WorldError, project_path};
use std::sync::Arc;

/// The first part of the path of every module of the standard library.
const STD: &str = "std";

/// The standard library as a project sees it.
pub(crate) struct Standard<'w> {
    world: &'w dyn World,
    /// The folder that takes the place of the embedded library.
    folder: Option<String>,
}

impl<'w> Standard<'w> {
    /// The standard library of a project.
    pub(crate) fn of(world: &'w dyn World) -> Self {
        let canonical = |folder: &str| project_path(folder).unwrap_or_else(|_| folder.to_owned());
        Self {
            world,
            folder: world.library().map(canonical),
        }
    }

    /// Whether a module's path is one of the standard library.
    pub(crate) fn owns(path: &str) -> bool {
        path == STD || path.strip_prefix(STD).is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether a file of the project is part of its standard library.
    pub(crate) fn holds(&self, file: &str) -> bool {
        self.inside(file).is_some()
    }

    /// The path of the module in a file of the project.
    pub(crate) fn module_path(&self, file: &str) -> String {
        match self.inside(file) {
            Some(inside) => module_path(&format!("{STD}/{inside}")),
            None => module_path(file),
        }
    }

    /// The paths of all modules, sorted.
    pub(crate) fn modules(&self) -> Vec<String> {
        let Some(folder) = &self.folder else {
            return kohort_stdlib::modules().map(str::to_owned).collect();
        };
        let files = files_below(self.world, folder, &|_| true);
        let mut paths: Vec<String> = files.iter().map(|file| self.module_path(file)).collect();
        paths.sort();
        paths
    }

    /// The place and the text of a module, or why there is none.
    pub(crate) fn text(&self, path: &str) -> Result<(String, Arc<str>), Vec<String>> {
        let file = format!("{}.kohort", path.replace('.', "/"));
        let Some(folder) = &self.folder else {
            let Some(text) = kohort_stdlib::module(path) else {
                return Err(self.not_embedded(&file));
            };
            return Ok((file, Arc::from(text)));
        };
        let inside = file.strip_prefix(STD).unwrap_or(&file);
        let file = format!("{folder}{inside}");
        match self.world.read_text(&file) {
            Ok(text) => Ok((file, text)),
            Err(error) => Err(vec![
                match error {
                    WorldError::NotFound { .. } => format!("there is no file `{file}`"),
                    other => other.to_string(),
                },
                format!(
                    "this project keeps its own standard library in `{folder}`, as its kohort.toml says; nothing is added to it from the one that comes with the tool"
                ),
            ]),
        }
    }

    fn not_embedded(&self, file: &str) -> Vec<String> {
        let mut notes = vec![String::from("the standard library has no such module")];
        if self.world.exists(file) {
            notes.push(format!("`{file}` of this project is not read for it; a project that keeps its own standard library says so with `library = \"{STD}\"` below `[project]` in kohort.toml"));
        }
        notes
    }

    fn inside<'f>(&self, file: &'f str) -> Option<&'f str> {
        file.strip_prefix(self.folder.as_deref()?)?.strip_prefix('/')
    }
}
