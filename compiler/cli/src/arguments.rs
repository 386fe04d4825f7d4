//! The command line's grammar: one command, and its arguments where the command is.
//!
//! Invariant: help goes to the output, misuse to the errors with exit code 2.

use crate::commands::{check, describe, diff, explain, fmt, git, hash, library, lsp, new, plan, synth, test};
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use clap::{Parser, Subcommand};

/// Write a real-world oncology study once, check it against every source before any data is read, and run it.
#[derive(Debug, Parser)]
#[command(
    name = "kohort",
    version,
    after_help = "Examples:
  kohort new my_study                  a project to start from
  kohort check my_study                all errors and warnings, before any data is read
  kohort run my_study --out results    the attrition of every cohort
  kohort lock my_study                 pin what it means, reads and gives
  kohort reproduce                     run every locked study again and compare

Exit codes: 0 fine, 1 the study is wrong, 2 the data, the environment or the command line is wrong,
3 a result did not reproduce, or a meaning changed."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Arguments),
    Fmt(fmt::Arguments),
    Describe(describe::Arguments),
    Plan(plan::Arguments),
    Diff(diff::Arguments),
    Hash(hash::Arguments),
    #[cfg(feature = "run")]
    Run(crate::commands::run::Arguments),
    #[cfg(feature = "run")]
    Lock(crate::commands::lock::Arguments),
    #[cfg(feature = "run")]
    Reproduce(crate::commands::reproduce::Arguments),
    #[cfg(feature = "run")]
    Prepare(crate::commands::prepare::Arguments),
    Synth(synth::Arguments),
    Test(test::Arguments),
    New(new::Arguments),
    Library(library::Arguments),
    Git(git::Arguments),
    Lsp(lsp::Arguments),
    Explain(explain::Arguments),
}

/// How a command answers. The variants have no doc comments, since help would print them at length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Shows help, the version, or what is wrong with the command line.
pub(crate) fn show(shown: &clap::Error, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let text = shown.render();
    let worded = |colour: bool| {
        if colour {
            text.ansi().to_string()
        } else {
            text.to_string()
        }
    };
    if shown.use_stderr() {
        write!(terminal.err, "{}", worded(terminal.colour_errors))?;
        return Ok(Exit::Environment);
    }
    write!(terminal.out, "{}", worded(terminal.colour))?;
    Ok(Exit::Fine)
}
