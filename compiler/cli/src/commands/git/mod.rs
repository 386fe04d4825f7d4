//! `kohort git`: differences of meaning in `git diff`, `git log -p` and `git show`.
//!
//! Invariant: what git calls never fails where git could go on without it. A text that cannot be understood is shown as
//! the text that it is, with the reason.

mod driver;
mod install;
mod show;
mod text;

use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use clap::{Args, Subcommand};

/// Show what changed in meaning in `git diff`: set it up with `kohort git install`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort git install           in this repository, from now on
  git diff                     what changed in meaning
  git log -p                   what studies mean, as a difference of texts
  git diff --no-ext-diff --no-textconv   the text itself
  kohort git install --undo    as it was before")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Install(install::Arguments),
    Diff(driver::Arguments),
    Textconv(text::Arguments),
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match &arguments.what {
        What::Install(arguments) => install::run(arguments, terminal),
        What::Diff(arguments) => driver::run(arguments, terminal),
        What::Textconv(arguments) => text::run(arguments, terminal),
    }
}
