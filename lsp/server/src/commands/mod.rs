//! What `workspace/executeCommand` does, one file a command.
//!
//! Each takes one object with the address of a study: `{ "uri": "file:///…" }`. Invariant: what takes long runs outside the
//! compiler's thread in a process of its own, one at a time, and is killed when nobody waits for it any more.

pub(crate) mod attrition;
pub(crate) mod cancel;
pub(crate) mod diff;
pub(crate) mod job;
mod progress;
pub(crate) mod show;
pub(crate) mod tests;

use crate::server::Server;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, ProgressToken, Uri};

/// The commands, as clients name them.
pub(crate) const NAMES: [&str; 6] = [
    "kohort.runTests",
    "kohort.attrition",
    "kohort.showPlan",
    "kohort.showProtocol",
    "kohort.diffWithLastCommit",
    "kohort.cancel",
];

/// What a command is about.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Argument {
    /// The study.
    pub(crate) uri: Uri,
    /// One test of it.
    #[serde(default)]
    pub(crate) test: Option<String>,
    /// How many people are invented.
    #[serde(default)]
    pub(crate) people: Option<u32>,
}

/// Where the answer goes, and how the one who waits for it says that it is not wanted any more.
pub(crate) struct Waiting {
    pub(crate) reply: oneshot::Sender<Result<Option<Value>>>,
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) token: Option<ProgressToken>,
}

impl Waiting {
    /// Gives the answer.
    pub(crate) fn answer(self, answer: Result<Option<Value>>) {
        // Nobody waits any more if the request was cancelled.
        let _ = self.reply.send(answer);
    }
}

/// Executes a command, or begins to.
pub(crate) fn execute(server: &mut Server, parameters: ExecuteCommandParams, waiting: Waiting) {
    if parameters.command == "kohort.cancel" {
        waiting.answer(Ok(cancel::answer(server)));
        return;
    }
    let argument = match argument(&parameters) {
        Ok(argument) => argument,
        Err(error) => return waiting.answer(Err(error)),
    };
    match parameters.command.as_str() {
        "kohort.runTests" => tests::begin(server, argument, waiting),
        "kohort.attrition" => attrition::begin(server, argument, waiting),
        "kohort.showPlan" => waiting.answer(show::plan(server, &argument)),
        "kohort.showProtocol" => waiting.answer(show::protocol(server, &argument)),
        "kohort.diffWithLastCommit" => waiting.answer(diff::answer(server, &argument)),
        other => {
            let message = format!("there is no command `{other}`; there are {}", NAMES.join(", "));
            waiting.answer(Err(Error::invalid_params(message)));
        }
    }
}

fn argument(parameters: &ExecuteCommandParams) -> Result<Argument> {
    let first = parameters.arguments.first().cloned().unwrap_or_default();
    serde_json::from_value(first).map_err(|_| {
        Error::invalid_params(format!(
            "`{}` takes one object with the address of a study: {{ \"uri\": \"file:///…\" }}",
            parameters.command
        ))
    })
}

/// Something that the user has to do before, as an error that editors show.
pub(crate) fn refused(message: impl Into<String>) -> Error {
    Error {
        // The protocol's code for a request that is understood and could not be done.
        code: ErrorCode::ServerError(-32803),
        message: message.into().into(),
        data: None,
    }
}
