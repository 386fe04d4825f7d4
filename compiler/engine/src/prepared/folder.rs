//! A folder of prepared data, opened by its manifest.
//!
//! Invariant: nothing outside the folder is opened, and no file of it but the manifest before the manifest is accepted.

use super::fault::{Damage, PreparedFault};
use super::manifest::{FORMAT, Head, MANIFEST, Manifest, file_name};
use kohort_plan::Plan;
use std::io;
use std::path::{Path, PathBuf};

/// Whether a folder is one of prepared data.
pub fn is_prepared(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// A folder of prepared data.
#[derive(Debug, Clone)]
pub(crate) struct PreparedFolder {
    pub(super) path: PathBuf,
    pub(crate) manifest: Manifest,
}

impl PreparedFolder {
    /// Opens a folder; data of another format are refused.
    pub(crate) fn open(path: &Path) -> Result<Self, PreparedFault> {
        let folder = || path.to_owned();
        let text = std::fs::read_to_string(path.join(MANIFEST)).map_err(|error| PreparedFault::Damaged {
            folder: folder(),
            file: String::from(MANIFEST),
            problem: Damage::Unreadable(error.kind()),
        })?;
        let misunderstood = |error: serde_json::Error| PreparedFault::Manifest {
            folder: folder(),
            // The text of the error could quote the manifest.
            reason: format!("line {}, column {}", error.line(), error.column()),
        };
        let head: Head = serde_json::from_str(&text).map_err(misunderstood)?;
        if head.format != FORMAT {
            return Err(PreparedFault::Format {
                folder: folder(),
                found: head.format,
                kohort: head.kohort,
            });
        }
        let manifest: Manifest = serde_json::from_str(&text).map_err(misunderstood)?;
        Ok(Self {
            path: folder(),
            manifest,
        })
    }

    /// Refuses data of another source, and of another state of the same source.
    pub(super) fn check(&self, plan: &Plan, hash: Option<&str>) -> Result<(), PreparedFault> {
        let source = &self.manifest.source;
        let found = (&source.name, &source.model);
        if found != (&plan.source, &plan.model) {
            return Err(PreparedFault::Source {
                folder: self.path.clone(),
                found: format!("{} for {}", source.name, source.model),
                wanted: format!("{} for {}", plan.source, plan.model),
            });
        }
        let versions = (&source.version, &source.model_version);
        if versions != (&plan.source_version, &plan.model_version) {
            return Err(self.changed(format!(
                "they are of version {} (model {}), and the run is on version {} (model {})",
                source.version, source.model_version, plan.source_version, plan.model_version
            )));
        }
        match hash {
            Some(hash) if hash != source.hash => {
                Err(self.changed(String::from("its content hash is another one")))
            }
            _ => Ok(()),
        }
    }

    /// The fault of a source model that is not the one that the data were prepared with.
    pub(super) fn changed(&self, what: String) -> PreparedFault {
        PreparedFault::Changed {
            folder: self.path.clone(),
            name: self.manifest.source.name.clone(),
            what,
        }
    }

    /// The fault of a file that is not as it was written.
    pub(super) fn damaged(&self, file: &str, problem: Damage) -> PreparedFault {
        PreparedFault::Damaged {
            folder: self.path.clone(),
            file: file.to_owned(),
            problem,
        }
    }

    /// The fault of the file of a stream's bucket.
    pub(super) fn damaged_bucket(&self, stream: usize, bucket: usize, problem: Damage) -> PreparedFault {
        let entity = self
            .manifest
            .streams
            .get(stream)
            .map_or("", |stream| stream.entity.as_str());
        self.damaged(&file_name(entity, bucket), problem)
    }

    /// The fault of a file that the system does not let be read.
    pub(super) fn unreadable(&self, file: &str, error: &io::Error) -> PreparedFault {
        self.damaged(file, Damage::Unreadable(error.kind()))
    }
}
