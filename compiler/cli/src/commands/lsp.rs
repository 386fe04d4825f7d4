//! `kohort lsp`: the language server.
//!
//! Invariant: from here on the output belongs to the protocol; whatever else is to be said goes to the errors.

use crate::editor_host::EditorHost;
use crate::failure::{Exit, Failure, why};
use crate::terminal::Terminal;
use clap::Args;
use kohort_lsp::{Ended, converse};
use std::io::{self, IsTerminal};

/// Serve an editor: findings, outline, formatting and more while somebody writes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort lsp    started by an editor, which talks to it over standard input and output

docs/lsp.md says how editors are set up, and what they can ask for.")]
pub(crate) struct Arguments {
    /// Talk over standard input and output; editors add this, and there is no other way
    #[arg(long)]
    stdio: bool,
}

pub(crate) fn run(_: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if io::stdin().is_terminal() {
        writeln!(
            terminal.err,
            "This waits for an editor. Set yours up to start `kohort lsp`; Ctrl-C ends it."
        )?;
    }
    let ended = converse(tokio::io::stdin(), tokio::io::stdout(), Box::new(EditorHost)).map_err(|error| {
        Failure::environment(format!("the language server cannot be started: {}", why(&error)))
    })?;
    match ended {
        Ended::AsAgreed => Ok(Exit::Fine),
        Ended::WithoutWarning => Ok(Exit::CutOff),
        Ended::Broken => Err(Failure::environment("the language server has stopped")
            .help("this is a mistake in Kohort; what was typed before would help to find it")),
    }
}
