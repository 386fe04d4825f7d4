//! What the editor is told without asking: diagnostics, and that everything is checked.
//!
//! Invariant: what is told about a document was computed from texts that are all shown now, and carries the version of the
//! document that was among them; it is complete once everything is checked. Nothing is told twice.

use super::{Asked, Server};
use crate::convert::diagnostic::diagnostic;
use crate::convert::position::Positions;
use crate::documents::{Document, ProjectKey};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_lsp::ls_types::notification::{Notification, PublishDiagnostics};
use tower_lsp::ls_types::{PublishDiagnosticsParams, Uri};

/// Whether everything is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Status {
    /// Nothing is left to check or to tell.
    pub(crate) quiescent: bool,
    /// How often something changed until now: whoever knows that can tell which of its edits this is about.
    pub(crate) revision: u64,
}

/// `kohort/status`
enum StatusNotification {}

impl Notification for StatusNotification {
    type Params = Status;
    const METHOD: &'static str = "kohort/status";
}

impl Server {
    /// Whether something is left to check or to tell.
    pub(crate) fn has_something_to_do(&self) -> bool {
        self.projects
            .values()
            .any(|project| !project.check.is_done() || !project.untold.is_empty())
            || self.said != self.quiescent(true)
    }

    /// Makes one analysis, that of the document which is edited before others, and tells what is certain after it.
    pub(crate) fn work_without_being_asked(&mut self) {
        let focus = self.focus.as_ref().and_then(|name| self.documents.get(name));
        let in_focus = focus.map(|document| (document.project.clone(), document.path.clone()));
        let is_due = |(_, project): &(&ProjectKey, &super::Project)| {
            !project.check.is_done() || !project.untold.is_empty()
        };
        let first = in_focus.as_ref().and_then(|(key, _)| {
            let project = self.projects.get(key)?;
            is_due(&(key, project)).then(|| key.clone())
        });
        let next = first.or_else(|| self.projects.iter().find(is_due).map(|(key, _)| key.clone()));
        let Some(key) = next else {
            self.tell_status(true);
            return;
        };
        self.tell_status(false);
        let first = in_focus
            .filter(|(project, _)| *project == key)
            .map(|(_, path)| path);
        if let Some(project) = self.projects.get_mut(&key) {
            if !project.check.is_done() {
                let touched = project.check.step(&mut project.workspace, first.as_deref());
                project.untold.extend(touched);
            }
            self.tell_what_is_certain(&key, first.as_deref());
        }
    }

    /// Tells what is certain about a project's files. The one that is edited does not wait for all studies that use it:
    /// what the first one finds is told at once, and what the others add when they are all up to date.
    fn tell_what_is_certain(&mut self, key: &ProjectKey, edited: Option<&str>) {
        let Some(project) = self.projects.get_mut(key) else {
            return;
        };
        let certain: Vec<(String, bool)> = project
            .untold
            .iter()
            .map(|path| (path.clone(), project.check.is_settled(path)))
            .filter(|(path, is_settled)| {
                *is_settled || edited == Some(path.as_str()) && project.check.is_partly_known(path)
            })
            .collect();
        for (path, is_settled) in certain {
            if is_settled {
                project.untold.remove(&path);
                project.awaited.remove(&path);
            } else if !project.awaited.remove(&path) {
                continue;
            }
            let open = self
                .documents
                .values()
                .find(|document| document.project == *key && document.path == path);
            // Nobody can do anything about a text of the standard library.
            if open.is_none() && project.workspace.is_embedded(&path) {
                continue;
            }
            let found = project.check.findings(&path);
            let text = match open {
                Some(document) => Arc::clone(&document.text),
                None => project.workspace.text(&path).unwrap_or_default(),
            };
            let positions = match open {
                Some(document) => document.positions.clone(),
                None if found.is_empty() => Positions::new("", self.abilities.encoding),
                None => Positions::new(&text, self.abilities.encoding),
            };
            let version = open.map(|document| document.version);
            let asked = Asked::new(
                (key, &path),
                positions,
                text,
                project,
                &self.documents,
                &self.abilities,
            );
            let Some(uri) = asked.uri_of(&path) else { continue };
            let mut diagnostics: Vec<_> = found.iter().map(|finding| diagnostic(&asked, finding)).collect();
            diagnostics.extend(self.background.failures(&uri, asked.text(), asked.positions()));
            let told = (version, diagnostics);
            let before = self.published.get(uri.as_str());
            let nothing_new = match before {
                Some(before) => *before == told,
                None => version.is_none() && told.1.is_empty(),
            };
            if !nothing_new {
                self.published.insert(uri.as_str().to_owned(), told.clone());
                let told = PublishDiagnosticsParams::new(uri, told.1, told.0);
                self.outbox.notify::<PublishDiagnostics>(told);
            }
        }
    }

    /// Takes back what was told about the files of a project that is not looked at any more.
    pub(super) fn tell_nothing_of(&mut self, key: &ProjectKey) {
        let is_part = |uri: &Uri| match (key, crate::convert::uri::named(uri)) {
            (ProjectKey::Folder(root), crate::convert::uri::Named::File(file)) => {
                let place = self.host.locate(&file, &self.folders);
                place.is_none_or(|place| place.root == *root)
            }
            (ProjectKey::Folder(_), _) => false,
            (ProjectKey::Standard, named) => matches!(named, crate::convert::uri::Named::Standard(_)),
            (ProjectKey::Alone(name), _) => name == uri.as_str(),
        };
        let uris: Vec<Uri> = self
            .published
            .keys()
            .filter_map(|name| name.parse().ok())
            .filter(is_part)
            .collect();
        for uri in uris {
            let before = self.published.remove(uri.as_str());
            let is_open = |document: &Document| document.uri == uri;
            // An open document is told about again in its new place.
            if before.is_some_and(|(_, told)| !told.is_empty()) && !self.documents.values().any(is_open) {
                let nothing = PublishDiagnosticsParams::new(uri, Vec::new(), None);
                self.outbox.notify::<PublishDiagnostics>(nothing);
            }
        }
    }

    /// Whether everything is checked, now.
    pub(crate) fn status(&self) -> Status {
        self.quiescent(!self.has_something_to_do())
    }

    fn quiescent(&self, quiescent: bool) -> Status {
        Status {
            quiescent,
            revision: self.revision,
        }
    }

    fn tell_status(&mut self, quiescent: bool) {
        let status = self.quiescent(quiescent);
        if self.said != status {
            self.said = status;
            if self.abilities.wants_status {
                self.outbox.notify::<StatusNotification>(status);
            }
        }
    }
}
