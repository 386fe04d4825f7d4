//! `textDocument/documentLink`: modules, files of tables, and addresses in comments.

use crate::server::Asked;
use kohort_ide::{LinkTarget, document_links};
use std::str::FromStr;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

pub(crate) fn answer(mut asked: Asked<'_>, _: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let path = asked.path();
    let links = document_links(asked.workspace(), path);
    let links = links.into_iter().filter_map(|link| {
        let target = match &link.target {
            LinkTarget::File(path) => asked.uri_of(path)?,
            LinkTarget::Address(address) => Uri::from_str(address).ok()?,
        };
        Some(DocumentLink {
            range: asked.positions().range(&link.range),
            target: Some(target),
            tooltip: None,
            data: None,
        })
    });
    Ok(Some(links.collect()))
}
