//! The commands, one a file: each parses its own arguments and answers with an exit code.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod new;
pub(crate) mod plan;
#[cfg(feature = "run")]
pub(crate) mod run;

use crate::arguments::Command;
use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;

/// Runs a command.
pub(crate) fn run(command: Command, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Fmt(arguments) => fmt::run(&arguments, terminal),
        Command::Plan(arguments) => plan::run(&arguments, terminal),
        #[cfg(feature = "run")]
        Command::Run(arguments) => run::run(&arguments, terminal),
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
    }
}
