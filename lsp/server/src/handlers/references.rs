//! `textDocument/references` and `textDocument/documentHighlight`: the uses of what is named.

use super::definition::location;
use crate::server::Asked;
use kohort_ide::{document_highlights, references};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};

pub(crate) fn answer(mut asked: Asked<'_>, parameters: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let offset = asked.offset(parameters.text_document_position.position);
    let path = asked.path();
    let with_declaration = parameters.context.include_declaration;
    let found = references(asked.workspace(), path, offset, with_declaration);
    Ok(found.map(|found| {
        found
            .iter()
            .filter_map(|target| location(&asked, target))
            .collect()
    }))
}

pub(crate) fn highlight(
    mut asked: Asked<'_>,
    parameters: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let found = document_highlights(asked.workspace(), path, offset);
    let highlights = found.iter().map(|found| DocumentHighlight {
        range: asked.positions().range(&found.range),
        kind: Some(match found.is_declaration {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        }),
    });
    Ok(Some(highlights.collect()))
}
