//! `textDocument/hover`.

use crate::server::Asked;
use kohort_ide::hover;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

pub(crate) fn answer(mut asked: Asked<'_>, parameters: HoverParams) -> Result<Option<Hover>> {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let found = hover(asked.workspace(), path, offset);
    Ok(found.map(|found| Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: found.markdown,
        }),
        range: Some(asked.positions().range(&found.range)),
    }))
}
