//! A text that is asked about, with all that belongs to it.

use super::project::Project;
use crate::client::Abilities;
use crate::convert::position::Positions;
use crate::convert::uri;
use crate::documents::{Document, Documents, ProjectKey};
use kohort_ide::{Finding, Workspace};
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::ls_types::{Location, Position, Uri};

/// A text that is asked about.
pub(crate) struct Asked<'s> {
    key: &'s ProjectKey,
    path: &'s str,
    positions: Positions,
    text: Arc<str>,
    project: &'s mut Project,
    documents: &'s Documents,
    abilities: &'s Abilities,
}

impl<'s> Asked<'s> {
    pub(super) fn new(
        (key, path): (&'s ProjectKey, &'s str),
        positions: Positions,
        text: Arc<str>,
        project: &'s mut Project,
        documents: &'s Documents,
        abilities: &'s Abilities,
    ) -> Self {
        Self {
            key,
            path,
            positions,
            text,
            project,
            documents,
            abilities,
        }
    }

    /// Its path from its project's folder.
    pub(crate) fn path(&self) -> &'s str {
        self.path
    }

    /// It.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The places in it.
    pub(crate) fn positions(&self) -> &Positions {
        &self.positions
    }

    /// The byte that a position in it is before.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        self.positions.offset(position)
    }

    /// Its project, to ask the compiler.
    pub(crate) fn workspace(&mut self) -> &mut Workspace {
        &mut self.project.workspace
    }

    /// The folder of its project, if it lies in one.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.project.folder.clone()
    }

    /// What the editor can do.
    pub(crate) fn abilities(&self) -> &Abilities {
        self.abilities
    }

    /// What is wrong with it, all of it.
    pub(crate) fn findings(&mut self) -> Vec<Finding> {
        let touched = self.project.check.settle(&mut self.project.workspace, self.path);
        self.project.untold.extend(touched);
        self.project.check.findings(self.path)
    }

    /// The name of a file of its project, or of a text of the standard library.
    pub(crate) fn uri_of(&self, path: &str) -> Option<Uri> {
        if let Some(document) = self.document(path) {
            return Some(document.uri.clone());
        }
        match &self.project.folder {
            _ if self.project.workspace.is_embedded(path) => uri::of_standard(path),
            Some(folder) => uri::of_file(&folder.join(path)),
            None => None,
        }
    }

    /// The path of a file of its project; none if it lies elsewhere.
    pub(crate) fn path_of(&self, uri: &Uri) -> Option<String> {
        let uri::Named::File(file) = uri::named(uri) else {
            return None;
        };
        let inside = file.strip_prefix(self.project.folder.as_ref()?).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(std::ffi::OsStr::to_str).collect();
        parts.map(|parts| parts.join("/")).filter(|path| !path.is_empty())
    }

    /// The places in a file of its project, or in a text of the standard library.
    pub(crate) fn positions_of(&self, path: &str) -> Option<Positions> {
        if path == self.path {
            return Some(self.positions.clone());
        }
        if let Some(document) = self.document(path) {
            return Some(document.positions.clone());
        }
        let text = self.project.workspace.text(path).ok()?;
        Some(Positions::new(&text, self.abilities.encoding))
    }

    /// A place in a file of its project, or in a text of the standard library.
    pub(crate) fn location(&self, path: &str, range: &std::ops::Range<u32>) -> Option<Location> {
        let range = self.positions_of(path)?.range(range);
        Some(Location::new(self.uri_of(path)?, range))
    }

    /// The version of a file's text, if the editor shows it.
    pub(crate) fn version_of(&self, path: &str) -> Option<i32> {
        self.document(path).map(|document| document.version)
    }

    /// Whether a file is one that somebody may write.
    pub(crate) fn can_be_edited(&self, path: &str) -> bool {
        !self.project.workspace.is_embedded(path)
    }

    fn document(&self, path: &str) -> Option<&'s Document> {
        let is_it = |document: &&Document| document.path == path && document.project == *self.key;
        self.documents.values().find(is_it)
    }
}
