//! `kohort reproduce`: runs every locked study again and compares.
//!
//! Invariant: what is said, and in which order, depends on the studies, their data and their locks, never on how many ran
//! at once; a lock is changed only with a reason, and then all locks that are to change do, or none.

mod github;
mod json;
mod junit;
mod outcome;
mod text;
mod update;

use crate::failure::{Exit, Failure};
use crate::lock::{Found, Locked, Machine, Share, Unable, find, in_order, kept, observe};
use crate::terminal::Terminal;
use clap::Args;
use kohort_lock::{Kept, compare};
use outcome::{Again, Outcome, Tally};
use std::path::PathBuf;

/// Run every locked study again, and compare with what is locked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort reproduce                                     every locked study below this folder
  kohort reproduce studies --jobs 2 --format junit     for a CI server
  kohort reproduce study.kohort --update --reason \"the data of 2024 were added\"

Exit codes: 0 all reproduce, 1 a study is wrong, 2 data, a lock or the environment is wrong,
3 a study does not reproduce. The highest one of all studies counts.")]
pub(crate) struct Arguments {
    /// Studies, or folders for all locked studies below them
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    machine: Machine,
    /// Lock what is found now in place of what differs
    #[arg(long, requires = "reason")]
    update: bool,
    /// Why the locks change; it is written into each of them
    #[arg(long, value_name = "TEXT", requires = "update", value_parser = reason)]
    reason: Option<String>,
    /// How to show the results: `github` writes annotations
    #[arg(long, value_enum, default_value = "text")]
    format: Shape,
}

/// How the results are shown. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    Text,
    Json,
    Junit,
    Github,
}

/// Reads a reason.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(String::from("say why the locks change"));
    }
    Ok(text.to_owned())
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let found = find(&arguments.paths, terminal)?;
    something_is_locked(&found, terminal)?;
    let share = arguments.machine.shared_by(found.locked.len(), terminal)?;
    let updating = arguments.reason.as_deref();
    let mut tally = Tally::default();
    let mut again = Vec::new();
    let mut gone = None;
    in_order(
        share.jobs,
        &found.locked,
        |locked| (locked, run_again(locked, &share)),
        |(locked, result)| {
            let outcome = Outcome::of(locked, &result, terminal);
            if arguments.format == Shape::Text
                && let Err(error) = text::study(&outcome, terminal)
            {
                gone.get_or_insert(error);
            }
            tally.studies.push(outcome);
            again.extend(result.ok().map(|again| (locked, again)));
        },
    );
    if let Some(error) = gone {
        return Err(error.into());
    }
    tally.add_unusable(&found, terminal);
    tally.unlocked = found.unlocked.iter().map(|file| terminal.shown(file)).collect();
    if let Some(reason) = updating {
        tally.updated = Some(if tally.stopped() {
            Vec::new()
        } else {
            update::update(again, reason, terminal)?
        });
    }
    match arguments.format {
        Shape::Text => text::rest(&tally, terminal)?,
        Shape::Json => json::show(&tally, terminal)?,
        Shape::Junit => junit::show(&tally, terminal)?,
        Shape::Github => github::show(&tally, terminal)?,
    }
    Ok(tally.exit())
}

/// Runs a locked study and compares.
fn run_again(locked: &Locked, share: &Share) -> Result<Again, Unable> {
    let observed = observe(&locked.study, Some(&locked.lock), share)?;
    let beside = kept(&locked.file)?;
    let tables = beside.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let comparison = compare(
        &locked.lock,
        &Kept::read(tables),
        &observed.lock,
        &observed.tables,
    );
    Ok(Again { observed, comparison })
}

/// Refuses where nothing could be compared: a check that looks at nothing would pass.
fn something_is_locked(found: &Found, terminal: &Terminal<'_>) -> Result<(), Failure> {
    if !found.locked.is_empty() || !found.unusable.is_empty() {
        return Ok(());
    }
    let Some(study) = found.unlocked.first() else {
        return Err(Failure::study("there is no study here")
            .help("a study is a file whose name ends in `.kohort`; `kohort new` writes a first one"));
    };
    let study = terminal.shown(study);
    let message = match found.unlocked.len() {
        1 => format!("`{study}` has no lock"),
        many => format!("none of {many} studies here has a lock"),
    };
    Err(Failure::environment(message).help(format!("`kohort lock {study}` writes one, to be committed")))
}
