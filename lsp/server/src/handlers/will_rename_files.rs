//! `workspace/willRenameFiles`: the `use` lines that follow when files get other places.

use crate::convert::edit::workspace_edit;
use crate::server::{Asked, Server};
use kohort_ide::rename_files;
use std::str::FromStr;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions, RenameFilesParams, Uri,
    WorkspaceEdit,
};

/// Texts, and folders that may hold some.
pub(super) fn capability() -> FileOperationRegistrationOptions {
    let filters = ["**/*.kohort", "**/"].map(|glob| FileOperationFilter {
        scheme: Some(String::from("file")),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: None,
            options: None,
        },
    });
    FileOperationRegistrationOptions {
        filters: filters.to_vec(),
    }
}

pub(crate) fn answer(server: &mut Server, parameters: &RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let edits = server.in_each_project(|mut asked| {
        let path = |name: &str, asked: &Asked<'_>| asked.path_of(&Uri::from_str(name).ok()?);
        let moves = parameters
            .files
            .iter()
            .filter_map(|file| Some((path(&file.old_uri, &asked)?, path(&file.new_uri, &asked)?)));
        let moves: Vec<(String, String)> = moves.collect();
        if moves.is_empty() {
            return None;
        }
        let edits = rename_files(asked.workspace(), &moves);
        workspace_edit(&asked, &edits).filter(|_| !edits.is_empty())
    });
    // A file lies in one project, and projects do not name each other's modules.
    Ok(edits.into_iter().flatten().next())
}
