//! The program `kohort`: the process around [`kohort::run`].

use kohort::Terminal;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

#[allow(
    clippy::disallowed_methods,
    reason = "this is where the environment is read, once, for all commands"
)]
fn main() -> ExitCode {
    let folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(error) => {
            eprintln!("error: the current folder cannot be read: {}", error.kind());
            return ExitCode::from(2);
        }
    };
    let wants_colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|value| value != "dumb");
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let mut terminal = Terminal {
        colour: wants_colour && io::stdout().is_terminal(),
        colour_errors: wants_colour && io::stderr().is_terminal(),
        progress: io::stderr().is_terminal(),
        width: Terminal::usual_width(),
        table_width: Terminal::window(),
        out: &mut out,
        err: &mut err,
        folder,
    };
    ExitCode::from(kohort::run(std::env::args_os(), &mut terminal).code())
}
