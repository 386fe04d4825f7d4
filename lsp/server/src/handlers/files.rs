//! Files and folders that change beside the editor's texts.

use super::initialize::paths;
use crate::convert::uri::{self, Named};
use crate::server::Server;
use tower_lsp::ls_types::{DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams};

/// `textDocument/didSave`: editors that do not watch files at least say what they write.
pub(crate) fn saved(server: &mut Server) {
    server.reload();
}

/// `workspace/didChangeWatchedFiles`.
pub(crate) fn changed(server: &mut Server, parameters: &DidChangeWatchedFilesParams) {
    let is_manifest = |uri| match uri::named(uri) {
        Named::File(path) => path.file_name().is_some_and(|name| name == "kohort.toml"),
        _ => false,
    };
    if parameters.changes.iter().any(|change| is_manifest(&change.uri)) {
        server.place_all_again();
    } else {
        server.reload();
    }
}

/// `workspace/didChangeWorkspaceFolders`.
pub(crate) fn folders(server: &mut Server, parameters: &DidChangeWorkspaceFoldersParams) {
    let removed = paths(&parameters.event.removed);
    server.folders.retain(|folder| !removed.contains(folder));
    for added in paths(&parameters.event.added) {
        if !server.folders.contains(&added) {
            server.folders.push(added);
        }
    }
    server.place_all_again();
}
