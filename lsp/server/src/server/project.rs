//! A project that has open documents, or that an editor's folder is part of.

use crate::client::Settings;
use crate::host::Opened;
use kohort_base::MemoryWorld;
use kohort_ide::{ProjectCheck, Workspace};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A project.
pub(super) struct Project {
    /// Its texts.
    pub(super) workspace: Workspace,
    /// What is wrong with them, as far as is known.
    pub(super) check: ProjectCheck,
    /// The files about which the editor may have to be told something new.
    pub(super) untold: BTreeSet<String>,
    /// The files that were edited and about whose text nothing was told yet.
    pub(super) awaited: BTreeSet<String>,
    /// Its folder as the editor writes it. It has none if its texts do not lie on a disk.
    pub(super) folder: Option<PathBuf>,
    /// The sources that its manifest names.
    manifest: Option<Vec<String>>,
}

impl Project {
    /// The project of a folder, which the editor may reach by another way.
    pub(super) fn folder(shown: PathBuf, opened: Opened, settings: &Settings) -> Self {
        let sources = settings.sources.clone().or_else(|| opened.sources.clone());
        let workspace = match opened.has_manifest {
            true => Workspace::project(opened.world, sources),
            false => Workspace::folder(opened.world, sources),
        };
        Self {
            workspace,
            check: ProjectCheck::new(),
            untold: BTreeSet::new(),
            awaited: BTreeSet::new(),
            folder: Some(shown),
            manifest: opened.sources,
        }
    }

    /// Texts that lie nowhere.
    pub(super) fn nowhere(settings: &Settings) -> Self {
        Self {
            workspace: Workspace::folder(Box::new(MemoryWorld::new()), settings.sources.clone()),
            check: ProjectCheck::new(),
            untold: BTreeSet::new(),
            awaited: BTreeSet::new(),
            folder: None,
            manifest: None,
        }
    }

    /// A text changed, or any of them may have.
    pub(super) fn change(&mut self, path: Option<&str>) {
        self.check.change();
        self.untold.extend(path.map(str::to_owned));
        self.awaited.extend(path.map(str::to_owned));
    }

    /// The user has set something.
    pub(super) fn check_against(&mut self, settings: &Settings) {
        let sources = settings.sources.clone().or_else(|| self.manifest.clone());
        self.workspace.check_against(sources);
        self.check.change();
    }
}
