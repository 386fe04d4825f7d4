//! `textDocument/prepareRename`, `textDocument/rename` and `textDocument/linkedEditingRange`: another name.

use crate::convert::edit::workspace_edit;
use crate::server::Asked;
use kohort_ide::{Refusal, linked_editing_ranges, prepare_rename, rename};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    LinkedEditingRangeParams, LinkedEditingRanges, PrepareRenameResponse, RenameParams,
    TextDocumentPositionParams, WorkspaceEdit,
};

/// `RequestFailed`: everything was understood, and it cannot be done.
const FAILED: i64 = -32803;

pub(crate) fn prepare(
    mut asked: Asked<'_>,
    parameters: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let offset = asked.offset(parameters.position);
    let path = asked.path();
    let (range, placeholder) =
        prepare_rename(asked.workspace(), path, offset).map_err(|why| refused(&why))?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: asked.positions().range(&range),
        placeholder,
    }))
}

pub(crate) fn answer(mut asked: Asked<'_>, parameters: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let offset = asked.offset(parameters.text_document_position.position);
    let path = asked.path();
    let edits = rename(asked.workspace(), path, offset, &parameters.new_name).map_err(|why| refused(&why))?;
    Ok(workspace_edit(&asked, &edits))
}

pub(crate) fn linked(
    mut asked: Asked<'_>,
    parameters: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let found = linked_editing_ranges(asked.workspace(), path, offset);
    Ok(found.map(|ranges| LinkedEditingRanges {
        ranges: ranges
            .iter()
            .map(|range| asked.positions().range(range))
            .collect(),
        word_pattern: None,
    }))
}

fn refused(why: &Refusal) -> Error {
    Error {
        code: ErrorCode::ServerError(FAILED),
        message: why.message().to_owned().into(),
        data: None,
    }
}
