//! On which data people are counted.
//!
//! Invariant: both versions read one folder. What the command line names comes first, then what the project of the new
//! version names, then that of the old one; where nothing is named for any source, people are invented.

use crate::commands::synth;
use crate::failure::{Failure, why};
use crate::project::{Project, existing};
use crate::revision::StudyAt;
use crate::terminal::Terminal;
use kohort_base::suggest;
use kohort_diff::counts::Data;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tempfile::TempDir;

/// How many people are invented where nobody says it.
const PEOPLE: u64 = 1000;

/// The folders that were named, and those of invented people.
#[derive(Debug)]
pub(in crate::commands::diff) struct Folders {
    /// Those that the command line names, by source.
    named: BTreeMap<String, PathBuf>,
    /// The sources of all studies so far.
    sources: BTreeSet<String>,
    /// How many people are to be invented for every source.
    synthetic: Option<u64>,
    /// Where invented people are, until the command ends.
    invented: Option<TempDir>,
    made: BTreeSet<String>,
}

/// Where the data of a source are.
pub(super) enum Place {
    At(Chosen),
    /// Nowhere, and why.
    Nowhere(&'static str),
}

/// A folder with data.
pub(super) struct Chosen {
    pub(super) folder: PathBuf,
    pub(super) data: Data,
}

impl Folders {
    pub(super) fn new(
        data: &[(String, PathBuf)],
        synthetic: Option<u64>,
        terminal: &Terminal<'_>,
    ) -> Result<Self, Failure> {
        let mut named = BTreeMap::new();
        for (source, folder) in data {
            let folder = existing(&terminal.path(folder))?;
            if named.insert(source.clone(), folder).is_some() {
                return Err(
                    Failure::environment(format!("`--data` names two folders for `{source}`"))
                        .help("name one folder for each source"),
                );
            }
        }
        Ok(Self {
            named,
            sources: BTreeSet::new(),
            synthetic,
            invented: None,
            made: BTreeSet::new(),
        })
    }

    /// Where each source's data are, for the sources of one study whose versions are given, the first one first.
    pub(super) fn choose(
        &mut self,
        sources: &[&str],
        versions: &[&StudyAt],
        terminal: &mut Terminal<'_>,
    ) -> Result<Vec<Place>, Failure> {
        self.sources
            .extend(sources.iter().map(|source| (*source).to_owned()));
        if let Some(people) = self.synthetic {
            return self.invented(sources, people, terminal);
        }
        let mut projects = Vec::new();
        for version in versions {
            // The folder of an earlier revision may be gone.
            if version.project.root.is_dir() {
                projects.push(Project::around(&version.project.root)?);
            }
        }
        let mut places = Vec::new();
        for source in sources {
            places.push(match self.folder(source, &projects)? {
                Some(folder) => Place::At(Chosen {
                    folder,
                    data: Data::Given,
                }),
                None => Place::Nowhere("no folder with its data is named"),
            });
        }
        if self.named.is_empty() && places.iter().all(|place| matches!(place, Place::Nowhere(_))) {
            return self.invented(sources, PEOPLE, terminal);
        }
        Ok(places)
    }

    /// The folder that is named for a source.
    fn folder(&self, source: &str, projects: &[Project]) -> Result<Option<PathBuf>, Failure> {
        if let Some(folder) = self.named.get(source) {
            return Ok(Some(folder.clone()));
        }
        let names = |project: &&Project| project.data_name(source).is_some();
        let project = projects.iter().find(names);
        project.map(|project| project.data_folder(source)).transpose()
    }

    /// Invents people for each source that has a writer.
    fn invented(
        &mut self,
        sources: &[&str],
        people: u64,
        terminal: &mut Terminal<'_>,
    ) -> Result<Vec<Place>, Failure> {
        let root = match &self.invented {
            Some(folder) => folder.path().to_path_buf(),
            None => {
                let folder = tempfile::tempdir().map_err(|error| {
                    Failure::environment(format!(
                        "a folder for invented people cannot be made: {}",
                        why(&error)
                    ))
                })?;
                let root = folder.path().to_path_buf();
                self.invented = Some(folder);
                root
            }
        };
        let (known, seed) = synth::invented();
        let wanted: Vec<String> = sources
            .iter()
            .filter(|source| known.contains(*source) && !self.made.contains(**source))
            .map(|source| (*source).to_owned())
            .collect();
        if !wanted.is_empty() {
            synth::invent(people, &wanted, &root, terminal)?;
            self.made.extend(wanted);
        }
        let place = |source: &&str| match self.made.contains(*source) {
            true => Place::At(Chosen {
                folder: root.join(source),
                data: Data::Synthetic { people, seed },
            }),
            false => Place::Nowhere("nobody is invented for it; name its data with `--data`"),
        };
        Ok(sources.iter().map(place).collect())
    }

    /// Refuses a name on the command line that no study's versions have both.
    pub(in crate::commands::diff) fn check_names(&self) -> Result<(), Failure> {
        let unknown = self.named.keys().find(|source| !self.sources.contains(*source));
        let Some(unknown) = unknown else {
            return Ok(());
        };
        let failure = Failure::environment(format!(
            "`--data` names a folder for `{unknown}`, which is not a source of both versions of a study that changed"
        ));
        let names: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        Err(match suggest::nearest(unknown, names.iter().copied()) {
            Some(near) => failure.help(format!("the nearest is `{near}`")),
            None if names.is_empty() => failure.help("nobody moves where nothing changed, so leave it out"),
            None => failure.help(format!("the sources are: {}", names.join(", "))),
        })
    }
}
