//! What can be changed about the benchmark.

use crate::measure::Task;
use std::error::Error;
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
The times of studies beside a plain scan of the same files.

  --copies N      how often the tutorial's 4,000 patients are repeated (250; 0 leaves it out)
  --people N      how many people are invented for the colorectal study (1000000; 0 leaves it out)
  --treated N     how many people with forty doses each get lines of therapy (1000000; 0 leaves it out)
  --source NAME   in the tables of which country (us)
  --rounds N      how often each thing is measured; the fastest counts (3)
  --folder PATH   where the files are kept; otherwise they are removed at the end
";

#[derive(Debug, Clone)]
pub(crate) struct Arguments {
    pub(crate) copies: u32,
    pub(crate) people: u64,
    pub(crate) treated: u64,
    pub(crate) source: String,
    pub(crate) rounds: usize,
    pub(crate) folder: Option<PathBuf>,
    /// What a process of its own measures.
    pub(crate) only: Option<Task>,
}

impl Arguments {
    /// The arguments; nothing if help was asked for.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, Box<dyn Error>> {
        let mut arguments = Self {
            copies: 250,
            people: 1_000_000,
            treated: 1_000_000,
            source: "us".to_owned(),
            rounds: 3,
            folder: None,
            only: None,
        };
        while let Some(word) = words.next() {
            if word == "--help" {
                return Ok(None);
            }
            let value = words.next().ok_or_else(|| format!("`{word}` needs a value"))?;
            match word.as_str() {
                "--copies" => arguments.copies = value.parse()?,
                "--people" => arguments.people = value.parse()?,
                "--treated" => arguments.treated = value.parse()?,
                "--source" => arguments.source = value,
                "--rounds" => arguments.rounds = value.parse::<usize>()?.max(1),
                "--folder" => arguments.folder = Some(value.into()),
                "--only" => {
                    arguments.only = Some(Task::of_word(&value).ok_or_else(|| format!("no task `{value}`"))?);
                }
                _ => return Err(format!("`{word}` is unknown; `--help` lists what there is").into()),
            }
        }
        Ok(Some(arguments))
    }
}
