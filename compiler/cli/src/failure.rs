//! How a command ends.
//!
//! Invariant: every way to end has one exit code, which scripts may rely on: 0 fine, 1 the study is wrong, 2 the data, the
//! environment or the command line is wrong, 3 a result did not reproduce.

use crate::terminal::Terminal;
use kohort_base::WorldError;
use std::io;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything is as it should be.
    Fine,
    /// What somebody wrote is wrong: a study, a library or a source.
    Study,
    /// The data, the environment or the command line is wrong.
    Environment,
    /// A study did not give what was locked.
    Irreproducible,
    /// A study means something else than it did.
    Changed,
    /// An editor went away without saying so; the protocol of language servers wants the code 1 for that.
    CutOff,
}

impl Exit {
    /// The exit code of the process.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Study | Self::CutOff => 1,
            Self::Environment => 2,
            Self::Irreproducible | Self::Changed => 3,
        }
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// What is wrong; nothing if it was already said.
    message: Option<String>,
    help: Option<String>,
}

impl Failure {
    /// The data, the environment or the command line is wrong.
    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Environment,
            message: Some(message.into()),
            help: None,
        }
    }

    /// What somebody wrote is wrong.
    pub(crate) fn study(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Study,
            message: Some(message.into()),
            help: None,
        }
    }

    /// Everything has been said.
    pub(crate) fn said(exit: Exit) -> Self {
        Self {
            exit,
            message: None,
            help: None,
        }
    }

    /// What to do instead.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The exit code, and what would be told.
    pub(crate) fn into_text(self) -> (Exit, String) {
        let help = self.help.map(|help| format!("help: {help}"));
        let lines: Vec<String> = self.message.into_iter().chain(help).collect();
        (self.exit, lines.join("\n"))
    }

    /// Tells the reader, and gives the exit code.
    pub(crate) fn show(self, terminal: &mut Terminal<'_>) -> Exit {
        let lines = [
            self.message.map(|message| format!("error: {message}")),
            self.help.map(|help| format!("help: {help}")),
        ];
        for line in lines.into_iter().flatten() {
            // Where the place for errors is gone, there is nobody to tell.
            let _ = writeln!(terminal.err, "{line}");
        }
        self.exit
    }
}

/// What an error of the system says, in words for people who do not program.
pub(crate) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => String::from("it does not exist"),
        io::ErrorKind::PermissionDenied => String::from("the system does not permit it"),
        io::ErrorKind::NotADirectory => String::from("a part of the path is no folder"),
        io::ErrorKind::StorageFull => String::from("the disk is full"),
        kind => kind.to_string(),
    }
}

/// Writing to the terminal failed. A reader that closed the pipe, as `head` does, has all it wanted.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::said(Exit::Fine),
            _ => Self::environment(format!("the output cannot be written: {}", why(&error))),
        }
    }
}

/// Something of a project cannot be read.
impl From<WorldError> for Failure {
    fn from(error: WorldError) -> Self {
        Self::environment(error.to_string())
    }
}
