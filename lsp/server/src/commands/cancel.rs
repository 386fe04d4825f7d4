//! `kohort.cancel`: whatever runs in the background is stopped.

use crate::server::Server;
use serde_json::{Value, json};

/// Whether anything ran.
pub(crate) fn answer(server: &mut Server) -> Option<Value> {
    Some(json!({ "stopped": server.stop_job() }))
}
