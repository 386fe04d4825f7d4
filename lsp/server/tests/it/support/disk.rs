//! A disk that tests can write on while the server runs.

use super::processes::Processes;
use kohort_base::{MemoryWorld, World, WorldError};
use kohort_lsp::{Host, Opened, Place, Problem, Runner};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Projects by their folders, and what processes say. Clones are the same disk.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<BTreeMap<PathBuf, Project>>>, Processes);

#[derive(Clone, Default)]
struct Project {
    files: Arc<Mutex<MemoryWorld>>,
    committed: Option<Arc<Mutex<MemoryWorld>>>,
    sources: Option<Vec<String>>,
    problem: Option<Problem>,
}

struct Folder(Arc<Mutex<MemoryWorld>>);

impl Disk {
    /// Writes a file of the project in a folder, which is made.
    pub(crate) fn write(&self, root: &str, path: &str, text: impl AsRef<[u8]>) {
        let mut projects = self.0.lock().expect("a lock");
        let project = projects.entry(PathBuf::from(root)).or_default();
        project.files.lock().expect("a lock").insert(path, text);
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, root: &str, path: &str) {
        let projects = self.0.lock().expect("a lock");
        let files = &projects[Path::new(root)].files;
        assert!(files.lock().expect("a lock").remove(path));
    }

    /// The sources that a project's manifest names, or what is wrong with it.
    pub(crate) fn manifest(&self, root: &str, sources: Option<&[&str]>, problem: Option<Problem>) {
        let mut projects = self.0.lock().expect("a lock");
        let project = projects.entry(PathBuf::from(root)).or_default();
        project.sources = sources.map(|sources| sources.iter().map(|name| (*name).to_owned()).collect());
        project.problem = problem;
    }
}

impl Disk {
    /// Commits what lies in a project's folder.
    pub(crate) fn commit(&self, root: &str) {
        let mut projects = self.0.lock().expect("a lock");
        let project = projects.entry(PathBuf::from(root)).or_default();
        let now = project.files.lock().expect("a lock").clone();
        project.committed = Some(Arc::new(Mutex::new(now)));
    }

    /// The processes that can be started.
    pub(crate) fn processes(&self) -> &Processes {
        &self.1
    }
}

impl Host for Disk {
    fn locate(&self, file: &Path, _: &[PathBuf]) -> Option<Place> {
        let projects = self.0.lock().expect("a lock");
        let above = file.ancestors().find(|above| projects.contains_key(*above));
        let root = above.or(file.parent())?;
        Some(Place {
            root: root.to_path_buf(),
            path: file.strip_prefix(root).ok()?.to_str()?.to_owned(),
        })
    }

    fn open(&self, root: &Path) -> Opened {
        let projects = self.0.lock().expect("a lock");
        let project = projects.get(root).cloned().unwrap_or_default();
        let has_manifest = project.files.lock().expect("a lock").exists("kohort.toml");
        Opened {
            world: Box::new(Folder(project.files)),
            sources: project.sources,
            has_manifest,
            problem: project.problem,
        }
    }

    fn last_commit(&self, root: &Path) -> Result<Opened, String> {
        let projects = self.0.lock().expect("a lock");
        let committed = projects.get(root).and_then(|project| project.committed.clone());
        let committed = committed.ok_or("there is no commit")?;
        Ok(Opened {
            world: Box::new(Folder(committed)),
            sources: None,
            has_manifest: true,
            problem: None,
        })
    }

    fn can_run_data(&self) -> bool {
        self.1.has_engine()
    }

    fn runner(&self) -> Arc<dyn Runner> {
        Arc::new(self.1.clone())
    }
}

impl World for Folder {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        self.0.lock().expect("a lock").read_text(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.0.lock().expect("a lock").exists(path)
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        self.0.lock().expect("a lock").list(dir)
    }
}
