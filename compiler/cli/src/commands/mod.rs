//! The commands, one a file: each parses its own arguments and answers with an exit code.

pub(crate) mod check;
pub(crate) mod describe;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod git;
pub(crate) mod hash;
pub(crate) mod library;
#[cfg(feature = "run")]
pub(crate) mod lock;
pub(crate) mod lsp;
#[cfg(feature = "run")]
pub(crate) mod memory;
pub(crate) mod new;
pub(crate) mod plan;
#[cfg(feature = "run")]
pub(crate) mod prepare;
#[cfg(feature = "run")]
pub(crate) mod reproduce;
#[cfg(feature = "run")]
pub(crate) mod run;
pub(crate) mod synth;
pub(crate) mod test;

use crate::arguments::Command;
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;

/// Runs a command.
pub(crate) fn run(command: Command, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Fmt(arguments) => fmt::run(&arguments, terminal),
        Command::Describe(arguments) => describe::run(&arguments, terminal),
        Command::Hash(arguments) => hash::run(&arguments, terminal),
        Command::Plan(arguments) => plan::run(&arguments, terminal),
        Command::Diff(arguments) => diff::run(&arguments, terminal),
        #[cfg(feature = "run")]
        Command::Run(arguments) => run::run(&arguments, terminal),
        #[cfg(feature = "run")]
        Command::Lock(arguments) => lock::run(&arguments, terminal),
        #[cfg(feature = "run")]
        Command::Reproduce(arguments) => reproduce::run(&arguments, terminal),
        #[cfg(feature = "run")]
        Command::Prepare(arguments) => prepare::run(&arguments, terminal),
        Command::Synth(arguments) => synth::run(&arguments, terminal),
        Command::Test(arguments) => test::run(&arguments, terminal),
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Library(arguments) => library::run(&arguments, terminal),
        Command::Git(arguments) => git::run(&arguments, terminal),
        Command::Lsp(arguments) => lsp::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
    }
}
