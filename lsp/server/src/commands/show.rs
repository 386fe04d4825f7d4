//! `kohort.showPlan` and `kohort.showProtocol`: a study in other words, as a text to be shown.

use super::{Argument, refused};
use crate::server::Server;
use kohort_ide::shown::{self, Shown};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

/// What the study means, with every default said.
pub(crate) fn plan(server: &mut Server, argument: &Argument) -> Result<Option<Value>> {
    let mut asked = server.asked(&argument.uri)?;
    let path = asked.path();
    shown::plan(asked.workspace(), path).map(answer).map_err(refused)
}

/// The study as the section of a protocol.
pub(crate) fn protocol(server: &mut Server, argument: &Argument) -> Result<Option<Value>> {
    let mut asked = server.asked(&argument.uri)?;
    let path = asked.path();
    shown::protocol(asked.workspace(), path)
        .map(answer)
        .map_err(refused)
}

/// A text with what it is.
pub(super) fn answer(shown: Shown) -> Option<Value> {
    Some(json!({ "title": shown.title, "language": shown.language, "text": shown.text }))
}
