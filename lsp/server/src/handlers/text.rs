//! `kohort/text`: the texts that lie nowhere and are shown without being edited.

use crate::convert::uri::{self, Named};
use crate::server::Server;
use kohort_base::Code;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;

/// What is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TextParams {
    uri: Uri,
}

/// The text of the standard library, or the page of a code.
pub(crate) fn answer(_: &mut Server, parameters: &TextParams) -> Result<String> {
    let found = match uri::named(&parameters.uri) {
        Named::Standard(path) => kohort_ide::standard_text(&path),
        Named::Page(code) => Code::from_str(&code).ok().map(|code| code.info().page),
        Named::File(_) | Named::Unsaved(_) => None,
    };
    let nothing = || Error::invalid_params(format!("there is no text `{}`", parameters.uri.as_str()));
    found.map(str::to_owned).ok_or_else(nothing)
}
