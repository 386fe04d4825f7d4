//! What runs may use of the machine, and where data lie that no project names.
//!
//! Invariant: studies that run side by side share threads and memory, so that together they hold no more than one would.

use crate::commands::memory;
use crate::failure::Failure;
use crate::project::existing;
use crate::terminal::Terminal;
use clap::Args;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How studies are run.
#[derive(Debug, Args)]
pub(crate) struct Machine {
    /// The folder with the data of a source, where kohort.toml names none or another one
    #[arg(long = "data", value_name = "SOURCE=FOLDER", value_parser = source_and_folder)]
    data: Vec<(String, PathBuf)>,
    /// How many studies run at once; otherwise as many as the machine has threads
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Sort on disk above this much memory, such as 500MB; shared by the studies that run at once
    #[arg(long, value_name = "SIZE", value_parser = memory::bytes, default_value = "2GB")]
    memory: usize,
}

/// What one of the studies that run at once may use.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// How many studies run at once.
    pub(crate) jobs: NonZeroUsize,
    /// How many threads a study has.
    pub(crate) threads: usize,
    /// How many bytes a study may hold for sorting.
    pub(crate) memory: usize,
    /// Data folders that were named on the command line, free of links.
    pub(crate) data: BTreeMap<String, PathBuf>,
}

impl Machine {
    /// The share of each of so many studies.
    pub(crate) fn shared_by(&self, studies: usize, terminal: &Terminal<'_>) -> Result<Share, Failure> {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let wanted = self.jobs.unwrap_or(threads);
        let jobs = NonZeroUsize::new(studies).map_or(NonZeroUsize::MIN, |studies| wanted.min(studies));
        let mut data = BTreeMap::new();
        for (source, folder) in &self.data {
            if data
                .insert(source.clone(), existing(&terminal.path(folder))?)
                .is_some()
            {
                return Err(
                    Failure::environment(format!("`--data` names two folders for `{source}`"))
                        .help("name one folder for each source"),
                );
            }
        }
        Ok(Share {
            jobs,
            threads: (threads.get() / jobs).max(1),
            memory: (self.memory / jobs).max(1),
            data,
        })
    }
}

/// Reads `SOURCE=FOLDER`.
pub(crate) fn source_and_folder(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((source, folder)) if !source.is_empty() && !folder.is_empty() => {
            Ok((source.to_owned(), PathBuf::from(folder)))
        }
        _ => Err(String::from(
            "write the source and its folder, such as de=/data/registry",
        )),
    }
}
