//! A project as it was at a commit.
//!
//! Invariant: it shows and refuses what a world on a disk would, had the commit been checked out: hidden and cached
//! entries are not listed, links are followed inside the project and nowhere else. Its texts are read once.

use super::tree::Tree;
use crate::disk_world::CACHE_MARK;
use crate::failure::Failure;
use kohort_base::{MAX_FILE_BYTES, OutsideReason, World, WorldError, decode_text, project_path};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More links than this on the way to a file are a circle.
const MOST_LINKS: usize = 40;

/// The files of a project, by path from its folder.
#[derive(Debug)]
pub(crate) struct RevisionWorld {
    names: BTreeSet<String>,
    texts: BTreeMap<String, Result<Arc<str>, WorldError>>,
    /// The targets of links, as they are written.
    links: BTreeMap<String, String>,
    library: Option<String>,
}

impl RevisionWorld {
    /// The project in a folder of a commit, named from the top of the repository.
    pub(super) fn of(tree: &Tree, root: &str) -> Result<Self, Failure> {
        let is_text = |path: &str| path.ends_with(".kohort") || path.ends_with(crate::manifest::MANIFEST);
        let mut names = BTreeSet::new();
        let (mut paths, mut entries) = (Vec::new(), Vec::new());
        for (path, entry) in tree.below(root) {
            if !entry.is_link {
                names.insert(path.to_owned());
            }
            if entry.is_link || is_text(path) {
                paths.push(path);
                entries.push(entry);
            }
        }
        let (mut texts, mut links) = (BTreeMap::new(), BTreeMap::new());
        let contents = tree.contents(&entries)?;
        for ((path, entry), content) in paths.into_iter().zip(entries).zip(contents) {
            match content {
                Some(target) if entry.is_link => {
                    links.insert(path.to_owned(), String::from_utf8_lossy(&target).into_owned());
                }
                Some(bytes) => {
                    texts.insert(path.to_owned(), decode_text(path, &bytes));
                }
                None => {
                    let error = WorldError::TooLarge {
                        path: path.to_owned(),
                        size: entry.size,
                        limit: MAX_FILE_BYTES,
                    };
                    texts.insert(path.to_owned(), Err(error));
                }
            }
        }
        Ok(Self {
            names,
            texts,
            links,
            library: None,
        })
    }

    /// The project with its own standard library in a folder, or with the one that comes with the tool.
    pub(super) fn with_library(mut self, folder: Option<&str>) -> Self {
        self.library = folder.map(str::to_owned);
        self
    }

    /// Where something of the project really is, links followed.
    fn locate(&self, path: &str) -> Result<String, WorldError> {
        let outside = || WorldError::Outside {
            path: path.to_owned(),
            reason: OutsideReason::Link,
        };
        let mut ahead: Vec<String> = backwards(&project_path(path)?);
        let mut way: Vec<String> = Vec::new();
        let mut followed = 0_usize;
        while let Some(part) = ahead.pop() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    way.pop().ok_or_else(outside)?;
                    continue;
                }
                _ => way.push(part),
            }
            let Some(target) = self.links.get(&way.join("/")) else {
                continue;
            };
            followed += 1;
            if followed > MOST_LINKS {
                return Err(WorldError::Unreadable {
                    path: path.to_owned(),
                    reason: String::from("its links lead in a circle"),
                });
            }
            if target.starts_with('/') {
                return Err(outside());
            }
            way.pop();
            ahead.extend(backwards(target));
        }
        Ok(way.join("/"))
    }
}

/// The parts of a path, the last one first.
fn backwards(path: &str) -> Vec<String> {
    path.split('/').rev().map(str::to_owned).collect()
}

impl World for RevisionWorld {
    fn read_text(&self, path: &str) -> Result<Arc<str>, WorldError> {
        let real = self.locate(path)?;
        match self.texts.get(&real) {
            Some(text) => text.clone(),
            None if self.names.contains(&real) => Err(WorldError::Unreadable {
                path: path.to_owned(),
                reason: String::from("of a revision, only modules are read"),
            }),
            None => Err(WorldError::NotFound {
                path: path.to_owned(),
            }),
        }
    }

    fn exists(&self, path: &str) -> bool {
        self.locate(path).is_ok_and(|real| self.names.contains(&real))
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, WorldError> {
        let real = self.locate(dir)?;
        let inside = |folder: &str| {
            if folder.is_empty() {
                String::new()
            } else {
                format!("{folder}/")
            }
        };
        let (there, here) = (inside(&real), inside(&project_path(dir)?));
        let names = self.names.iter().chain(self.links.keys());
        let below: BTreeSet<&str> = names
            .filter_map(|path| path.strip_prefix(there.as_str()))
            .collect();
        if below.is_empty() && !real.is_empty() {
            return Err(WorldError::NotFound { path: dir.to_owned() });
        }
        let is_cache = |folder: &str| self.names.contains(&format!("{there}{folder}/{CACHE_MARK}"));
        let mut entries = BTreeSet::new();
        for path in below.into_iter().filter(|path| !path.starts_with('.')) {
            match path.split_once('/') {
                Some((folder, _)) if is_cache(folder) => {}
                Some((folder, _)) => {
                    entries.insert(format!("{here}{folder}/"));
                }
                None if self.exists(&format!("{there}{path}")) => {
                    entries.insert(format!("{here}{path}"));
                }
                None => {}
            }
        }
        Ok(entries.into_iter().collect())
    }

    fn library(&self) -> Option<&str> {
        self.library.as_deref()
    }
}
