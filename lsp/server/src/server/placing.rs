//! Which project a document belongs to.
//!
//! Invariant: a document has the project that `kohort check` would read its file in. Documents that are no files have one
//! of their own, and so have the texts of the standard library.

use super::Server;
use super::project::Project;
use crate::convert::uri::{self, Named};
use crate::documents::ProjectKey;
use crate::host::Problem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, Position, PublishDiagnosticsParams, Range, Uri};

/// The name of the file that makes a folder a project.
const MANIFEST: &str = "kohort.toml";

impl Server {
    /// The project of a document, which is opened if it is not, and the document's path in it.
    pub(super) fn place(&mut self, uri: &Uri) -> (ProjectKey, String) {
        let alone = |path: String| (ProjectKey::Alone(uri.as_str().to_owned()), path);
        let (key, path) = match uri::named(uri) {
            Named::File(file) => match self.host.locate(&file, &self.folders) {
                Some(place) => {
                    let shown = shown_root(&file, &place.path).unwrap_or_else(|| place.root.clone());
                    self.open_folder(place.root.clone(), shown);
                    return (ProjectKey::Folder(place.root), place.path);
                }
                None => alone(String::from("untitled.kohort")),
            },
            Named::Standard(path) => (ProjectKey::Standard, path),
            Named::Page(code) => alone(code + ".md"),
            Named::Unsaved(path) => alone(path),
        };
        let settings = &self.settings;
        self.projects
            .entry(key.clone())
            .or_insert_with(|| Project::nowhere(settings));
        (key, path)
    }

    /// Opens the projects that the editor's folders are, or are part of.
    pub(crate) fn open_folders(&mut self) {
        for folder in self.folders.clone() {
            let Some(place) = self.host.locate(&folder.join("any.kohort"), &self.folders) else {
                continue;
            };
            if self.host.open(&place.root).has_manifest {
                let shown = shown_root(&folder.join("any.kohort"), &place.path);
                self.open_folder(place.root.clone(), shown.unwrap_or(place.root));
            }
        }
    }

    fn open_folder(&mut self, root: PathBuf, shown: PathBuf) {
        let key = ProjectKey::Folder(root);
        let ProjectKey::Folder(root) = &key else { return };
        if self.projects.contains_key(&key) {
            return;
        }
        let opened = self.host.open(root);
        self.tell_problem(&shown, opened.problem.as_ref());
        let project = Project::folder(shown, opened, &self.settings);
        self.projects.insert(key, project);
    }

    /// What is wrong with a manifest stands in it.
    fn tell_problem(&mut self, folder: &Path, problem: Option<&Problem>) {
        let Some(uri) = uri::of_file(&folder.join(MANIFEST)) else {
            return;
        };
        let diagnostics: Vec<Diagnostic> = problem
            .map(|problem| {
                let start = Position::new(problem.line, 0);
                // To the end of the line, however long it is.
                let range = Range::new(start, Position::new(problem.line, u32::MAX >> 1));
                let message = problem.message.clone();
                let severity = Some(DiagnosticSeverity::ERROR);
                Diagnostic::new(
                    range,
                    severity,
                    None,
                    Some(String::from("kohort")),
                    message,
                    None,
                    None,
                )
            })
            .into_iter()
            .collect();
        let known = self.published.contains_key(uri.as_str());
        if diagnostics.is_empty() && !known {
            return;
        }
        self.published
            .insert(uri.as_str().to_owned(), (None, diagnostics.clone()));
        let told = PublishDiagnosticsParams::new(uri, diagnostics, None);
        self.outbox.notify::<PublishDiagnostics>(told);
    }

    /// Finds out anew which projects there are: a manifest came, went or changed, or the editor's folders did.
    pub(crate) fn place_all_again(&mut self) {
        self.revise();
        for key in std::mem::take(&mut self.projects).into_keys() {
            self.tell_nothing_of(&key);
        }
        let uris: Vec<Uri> = self
            .documents
            .values()
            .map(|document| document.uri.clone())
            .collect();
        for uri in uris {
            let (key, path) = self.place(&uri);
            let Some(document) = self.documents.get_mut(uri.as_str()) else {
                continue;
            };
            document.project = key;
            document.path = path;
            if let Some(project) = self.projects.get_mut(&document.project)
                && document.is_kohort
            {
                project.workspace.open(&document.path, Arc::clone(&document.text));
                project.change(Some(&document.path));
            }
        }
        self.open_folders();
    }

    /// Lets a project go if no document of it is open and the editor has not opened its folder.
    pub(super) fn drop_if_left(&mut self, key: &ProjectKey) {
        let stays = match key {
            ProjectKey::Folder(root) => self
                .folders
                .iter()
                .any(|folder| folder.starts_with(root) || root.starts_with(folder)),
            ProjectKey::Standard | ProjectKey::Alone(_) => false,
        };
        let is_left = self.documents.values().all(|document| document.project != *key);
        if is_left && !stays {
            self.tell_nothing_of(key);
            self.projects.remove(key);
        }
    }
}

/// A project's folder as the editor writes it, from a file's name and its path in the project.
fn shown_root(file: &Path, path: &str) -> Option<PathBuf> {
    let mut root = file.to_path_buf();
    for part in path.rsplit('/') {
        if root.file_name()?.to_str()? != part || !root.pop() {
            return None;
        }
    }
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_written_as_the_editor_writes_it() {
        let root = |file: &str, path: &str| shown_root(Path::new(file), path);
        assert_eq!(
            root("/link/codes/a.kohort", "codes/a.kohort"),
            Some(PathBuf::from("/link"))
        );
        assert_eq!(root("/link/a.kohort", "codes/a.kohort"), None);
    }
}
