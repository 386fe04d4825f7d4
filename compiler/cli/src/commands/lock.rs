//! `kohort lock`: pins what a study means, reads and gives.
//!
//! Invariant: an existing lock is never changed here, since that asks for a reason; either all new locks are written or
//! none.

use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::lock::{Found, Machine, Unable, Written, find, in_order, new_place, observe};
use crate::terminal::Terminal;
use clap::Args;
use std::path::PathBuf;

/// Pin what a study means, reads and gives, in a file that is committed beside it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort lock study.kohort                   kohort.lock, with the result tables in expected/
  kohort lock studies                        every study below a folder that has no lock yet
  kohort lock study.kohort --data de=/data   on data that no project names

`kohort reproduce` compares a lock with a new run, and alone changes it: --update --reason \"…\".")]
pub(crate) struct Arguments {
    /// Studies, or folders for all studies below them
    #[arg(required = true, value_name = "STUDY")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    machine: Machine,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let found = find(&arguments.paths, terminal)?;
    can_be_locked(&found, terminal)?;
    let share = arguments.machine.shared_by(found.unlocked.len(), terminal)?;
    let mut results = Vec::new();
    in_order(
        share.jobs,
        &found.unlocked,
        |file| (file, observe(file, None, &share)),
        |result| results.push(result),
    );
    let (mut written, mut told) = (Vec::new(), Vec::new());
    let mut worst = Exit::Fine;
    for (file, observed) in results {
        match observed {
            Ok(observed) => {
                let place = new_place(file);
                let sources: Vec<&str> = observed.lock.sources.keys().map(String::as_str).collect();
                told.push(format!(
                    "{}: {} of {}",
                    terminal.shown(&place),
                    match observed.files.len() {
                        1 => String::from("1 table"),
                        tables => format!("{tables} tables"),
                    },
                    sources.join(", ")
                ));
                written.push(Written::beside(&place, &observed.lock, &observed.files)?);
            }
            Err(unable) => worst = worst.max(tell(unable, &terminal.shown(file), terminal)?),
        }
    }
    if worst != Exit::Fine {
        writeln!(terminal.err, "\nno lock was written")?;
        return Err(Failure::said(worst));
    }
    Written::finish(written)?;
    for line in told {
        writeln!(terminal.out, "{line}")?;
    }
    for locked in &found.locked {
        writeln!(
            terminal.out,
            "{}: was there already, and is left as it is",
            terminal.shown(&locked.file)
        )?;
    }
    Ok(Exit::Fine)
}

/// Refuses where there is nothing to lock, or what is there cannot be read.
fn can_be_locked(found: &Found, terminal: &Terminal<'_>) -> Result<(), Failure> {
    if let Some(unusable) = found.unusable.first() {
        return Err(unusable.failure(terminal));
    }
    match (found.unlocked.is_empty(), found.locked.first()) {
        (false, _) => Ok(()),
        (true, Some(locked)) => Err(Failure::environment(format!(
            "`{}` is there already",
            terminal.shown(&locked.file)
        ))
        .help("`kohort reproduce` compares it with a new run; `kohort reproduce --update --reason \"…\"` changes it")),
        (true, None) => Err(Failure::study("there is no study here")
            .help("a study is a file whose name ends in `.kohort`; `kohort new` writes a first one")),
    }
}

/// Tells why a study cannot be locked.
fn tell(unable: Unable, study: &str, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match unable {
        Unable::Wrong(wrong) => {
            let (analysis, project) = *wrong;
            Findings::of(&analysis, &project, terminal).show(crate::arguments::Format::Text, false, terminal)
        }
        Unable::Stopped(exit, text) => {
            writeln!(terminal.err, "error: {study}: {text}")?;
            Ok(exit)
        }
    }
}
