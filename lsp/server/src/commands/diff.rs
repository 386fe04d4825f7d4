//! `kohort.diffWithLastCommit`: what changed in a study's meaning since the last commit, with texts that are not saved yet.

use super::{Argument, refused, show};
use crate::server::Server;
use kohort_ide::{Workspace, shown};
use serde_json::Value;
use tower_lsp::jsonrpc::Result;

pub(crate) fn answer(server: &mut Server, argument: &Argument) -> Result<Option<Value>> {
    let root = server
        .asked(&argument.uri)?
        .folder()
        .ok_or_else(|| refused("this text has not been saved yet, so that it is in no commit"))?;
    let committed = server.host.last_commit(&root).map_err(refused)?;
    let sources = server.settings.sources.clone().or(committed.sources);
    let mut before = Workspace::project(committed.world, sources);
    let mut asked = server.asked(&argument.uri)?;
    let path = asked.path();
    shown::difference(asked.workspace(), &mut before, path, "the last commit")
        .map(show::answer)
        .map_err(refused)
}
