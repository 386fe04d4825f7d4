//! All that the server knows: the documents, the projects that they belong to, and what the editor was told last.
//!
//! Invariant: it lives on the compiler's thread and changes only by messages; what it tells is a function of the texts.

mod asked;
mod background;
mod everywhere;
mod placing;
mod project;
mod publishing;

pub(crate) use asked::Asked;
pub(crate) use publishing::Status;

use crate::client::{Abilities, Settings};
use crate::convert::position::Positions;
use crate::documents::{Document, Documents, ProjectKey};
use crate::host::Host;
use crate::outbox::Outbox;
use background::Background;
use project::Project;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ClientCapabilities, Diagnostic, SemanticToken, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};

/// What editors call the language, and what the names of its files end with.
const LANGUAGE: &str = "kohort";
const ENDING: &str = ".kohort";

/// The server's state.
pub(crate) struct Server {
    pub(crate) host: Box<dyn Host>,
    pub(crate) outbox: Outbox,
    pub(crate) abilities: Abilities,
    pub(crate) settings: Settings,
    /// The folders that the editor has opened.
    pub(crate) folders: Vec<PathBuf>,
    documents: Documents,
    projects: BTreeMap<ProjectKey, Project>,
    /// What runs beside the compiler, and what came of it.
    background: Background,
    /// The document that was edited last: what is wrong with it is found out first.
    focus: Option<String>,
    /// What was told about each document, and of which version.
    published: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)>,
    /// The tokens that were sent last for each document, with the name of that answer.
    tokens: BTreeMap<String, (String, Vec<SemanticToken>)>,
    /// How often something changed that answers depend on.
    revision: u64,
    /// What the editor was told of whether everything is checked.
    said: Status,
}

impl Server {
    /// A server whose editor has not said anything yet.
    pub(crate) fn new(host: Box<dyn Host>, outbox: Outbox) -> Self {
        Self {
            host,
            outbox,
            abilities: Abilities::of(&ClientCapabilities::default()),
            settings: Settings::default(),
            folders: Vec::new(),
            documents: Documents::new(),
            projects: BTreeMap::new(),
            background: Background::default(),
            focus: None,
            published: BTreeMap::new(),
            tokens: BTreeMap::new(),
            revision: 0,
            said: Status {
                quiescent: true,
                revision: 0,
            },
        }
    }

    /// The editor shows a document.
    pub(crate) fn open(&mut self, item: TextDocumentItem) {
        self.revise();
        let name = item.uri.as_str().to_owned();
        let (project, path) = self.place(&item.uri);
        let text: Arc<str> = Arc::from(item.text);
        let is_kohort = item.language_id == LANGUAGE || path.ends_with(ENDING);
        if let Some(project) = self.projects.get_mut(&project).filter(|_| is_kohort) {
            // It may have been written by another program just before.
            project.workspace.reload();
            project.workspace.open(&path, Arc::clone(&text));
            project.change(Some(&path));
        }
        let document = Document {
            positions: Positions::new(&text, self.abilities.encoding),
            uri: item.uri,
            version: item.version,
            text,
            project,
            path,
            is_kohort,
        };
        self.documents.insert(name.clone(), document);
        self.focus = Some(name);
    }

    /// The editor shows another text.
    pub(crate) fn change(&mut self, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let name = uri.as_str();
        let Some(document) = self.documents.get_mut(name) else {
            return;
        };
        if !document.change(version, changes, self.abilities.encoding) {
            return;
        }
        self.revision = self.revision.saturating_add(1);
        if let Some(project) = self.projects.get_mut(&document.project)
            && document.is_kohort
        {
            project.workspace.open(&document.path, Arc::clone(&document.text));
            project.change(Some(&document.path));
        }
        self.focus = Some(name.to_owned());
    }

    /// The editor does not show a document any more; the file counts again, if there is one.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let name = uri.as_str();
        let Some(document) = self.documents.remove(name) else {
            return;
        };
        self.revise();
        self.tokens.remove(name);
        if self.focus.as_deref() == Some(name) {
            self.focus = None;
        }
        if let Some(project) = self.projects.get_mut(&document.project) {
            project.workspace.close(&document.path);
            project.change(Some(&document.path));
        }
        self.drop_if_left(&document.project);
    }

    /// Files changed where they lie.
    pub(crate) fn reload(&mut self) {
        self.revise();
        for project in self.projects.values_mut() {
            project.workspace.reload();
            project.change(None);
        }
    }

    /// The user has set something.
    pub(crate) fn set(&mut self, settings: Settings) {
        if self.settings == settings {
            return;
        }
        self.settings = settings;
        self.revise();
        for project in self.projects.values_mut() {
            project.check_against(&self.settings);
        }
    }

    /// A document that the editor shows, with what belongs to it.
    pub(crate) fn asked(&mut self, uri: &Uri) -> Result<Asked<'_>> {
        let name = uri.as_str();
        let closed = || Error::invalid_params(format!("the document `{name}` is not open"));
        let document = self.documents.get(name).ok_or_else(closed)?;
        let project = self.projects.get_mut(&document.project).ok_or_else(closed)?;
        Ok(Asked::new(
            (&document.project, &document.path),
            document.positions.clone(),
            Arc::clone(&document.text),
            project,
            &self.documents,
            &self.abilities,
        ))
    }

    /// Something changed that answers depend on.
    fn revise(&mut self) {
        self.revision = self.revision.saturating_add(1);
    }

    /// The tokens that were sent last for a document.
    pub(crate) fn sent_tokens(&self, uri: &Uri) -> Option<&(String, Vec<SemanticToken>)> {
        self.tokens.get(uri.as_str())
    }

    /// Remembers the tokens that are sent now, and names them.
    pub(crate) fn send_tokens(&mut self, uri: &Uri, tokens: Vec<SemanticToken>) -> String {
        let before = self.tokens.get(uri.as_str());
        let number = before.and_then(|(name, _)| name.parse::<u64>().ok());
        let name = number.map_or(0, |number| number.wrapping_add(1)).to_string();
        self.tokens
            .insert(uri.as_str().to_owned(), (name.clone(), tokens));
        name
    }
}
