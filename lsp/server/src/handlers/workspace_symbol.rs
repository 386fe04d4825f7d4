//! `workspace/symbol`: declarations by a few letters, of all projects and of the standard library.

use super::document_symbol::kind;
use crate::server::Server;
use kohort_ide::workspace_symbols;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};

pub(crate) fn answer(
    server: &mut Server,
    parameters: &WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let found = server.in_each_project(|mut asked| {
        let found = workspace_symbols(asked.workspace(), &parameters.query);
        let symbols = found.into_iter().filter_map(|found| {
            #[allow(deprecated, reason = "the field has no default")]
            Some(SymbolInformation {
                location: asked.location(&found.path, &found.range)?,
                name: found.name,
                kind: kind(found.kind),
                tags: None,
                deprecated: None,
                container_name: Some(found.container),
            })
        });
        symbols.collect::<Vec<_>>()
    });
    // Every project sees the standard library.
    let mut symbols: Vec<SymbolInformation> = Vec::new();
    for symbol in found.into_iter().flatten() {
        let known = symbols
            .iter()
            .any(|known| known.location == symbol.location && known.name == symbol.name);
        if !known {
            symbols.push(symbol);
        }
    }
    Ok(Some(WorkspaceSymbolResponse::Flat(symbols)))
}
