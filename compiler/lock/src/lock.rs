//! What a lock pins.
//!
//! Invariant: plain data with names in order; two runs of the same study on the same data by the same tool give equal
//! locks but for the history, which is written by people.

use crate::hash::hash;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parts of a study by kind, such as `cohort`, and name.
pub type Items = BTreeMap<String, BTreeMap<String, Item>>;

/// What a study meant, read and gave.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The version of the form of the file.
    pub format: u32,
    /// The version of Kohort that the results are of.
    pub kohort: String,
    /// The version of the form in which meanings are hashed; hashes of two versions cannot be compared.
    pub hashes: u32,
    /// The study.
    pub study: StudyLock,
    /// What each of its parts means.
    #[serde(default)]
    pub meaning: Items,
    /// The modules that the study and its sources use, by path, each with the hash of its text.
    #[serde(default)]
    pub libraries: BTreeMap<String, String>,
    /// The sources that it ran on.
    #[serde(default)]
    pub sources: BTreeMap<String, SourceLock>,
    /// Why the lock was changed, the oldest first.
    #[serde(default)]
    pub history: Vec<Revision>,
}

/// The study that is locked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyLock {
    /// The name of its file, which lies beside the lock.
    pub file: String,
    /// The declared name.
    pub name: String,
    /// The declared version.
    pub version: String,
    /// The hash of what it means.
    pub meaning: String,
}

/// A part of a study.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Item {
    /// The hash of what it means.
    Meaning(String),
    /// A list, with the number of its entries.
    List(Entry),
}

/// A list of codes, or a set of drugs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// How many entries it has; one such as `C18.*` is one.
    pub entries: usize,
    /// The hash of what they mean.
    pub meaning: String,
}

/// A source that the study ran on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLock {
    /// The declared version.
    pub version: String,
    /// The hash of what the source model says.
    pub model: String,
    /// The data folder as the project names it; none if it was named on the command line.
    pub data: Option<String>,
    /// The hash of all parts of the data that are read.
    pub fingerprint: String,
    /// The files that are read, or the kinds of prepared records.
    #[serde(flatten)]
    pub parts: Parts,
    /// The result tables, by the names of their files, each with the hash of this source's rows.
    #[serde(default)]
    pub results: BTreeMap<String, String>,
}

/// Which data are read, by name, each with a hash of its content.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// Files below the data folder: hashes of their bytes.
    Files(BTreeMap<String, String>),
    /// Kinds of prepared records: hashes that no order changes.
    Records(BTreeMap<String, String>),
}

/// One change of a lock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// Why, in the words of who changed it.
    pub reason: String,
    /// The version of Kohort that changed it.
    pub kohort: String,
    /// What differed.
    pub changed: Vec<String>,
}

impl Item {
    /// The hash of what it means.
    pub fn meaning(&self) -> &str {
        match self {
            Self::Meaning(meaning) | Self::List(Entry { meaning, .. }) => meaning,
        }
    }
}

impl Parts {
    /// The parts, by name.
    pub fn all(&self) -> &BTreeMap<String, String> {
        match self {
            Self::Files(parts) | Self::Records(parts) => parts,
        }
    }

    /// The hash of all parts: BLAKE3 over a line `HASH  NAME` for each, in order of names.
    pub fn fingerprint(&self) -> String {
        let lines: String = self
            .all()
            .iter()
            .map(|(name, content)| format!("{content}  {name}\n"))
            .collect();
        hash(&lines)
    }
}
