//! The command line: `kohort check`, `run`, `reproduce` and the others.
//!
//! The only crate beside the tests that reads the disk, prints and decides exit codes. Invariant: a command is a function
//! of its arguments, the [`Terminal`] and the files; the environment is read in `main` alone, so that tests run commands
//! in their own process. Meaning is deliberately absent: every rule of the language lives below this crate.

mod arguments;
mod commands;
mod describe;
mod disk_world;
mod editor_host;
mod failure;
mod findings;
mod git;
mod itself;
mod manifest;
mod project;
mod revision;
mod study_file;
mod terminal;
mod write;

#[cfg(feature = "run")]
mod lock;
#[cfg(feature = "run")]
mod report;

pub use failure::Exit;
pub use terminal::Terminal;

use clap::Parser;
use std::ffi::OsString;

/// Runs one command line, whose first argument is the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> Exit {
    let outcome = match arguments::Arguments::try_parse_from(arguments) {
        Ok(arguments) => commands::run(arguments.command, terminal),
        Err(shown) => arguments::show(&shown, terminal),
    };
    outcome.unwrap_or_else(|failure| failure.show(terminal))
}
