//! `textDocument/documentSymbol`: the outline.

use crate::convert::position::Positions;
use crate::server::Asked;
use kohort_ide::{Symbol, SymbolKind as Kind, document_symbols};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind,
};

pub(crate) fn answer(asked: Asked<'_>, _: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
    let symbols = document_symbols(asked.text());
    if asked.abilities().nested_symbols {
        let nested = symbols.iter().map(|symbol| nested(asked.positions(), symbol));
        return Ok(Some(DocumentSymbolResponse::Nested(nested.collect())));
    }
    let mut flat = Vec::new();
    for symbol in &symbols {
        flatten(&asked, symbol, None, &mut flat);
    }
    Ok(Some(DocumentSymbolResponse::Flat(flat)))
}

fn nested(positions: &Positions, symbol: &Symbol) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = symbol
        .children
        .iter()
        .map(|child| nested(positions, child))
        .collect();
    #[allow(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: positions.range(&symbol.range),
        selection_range: positions.range(&symbol.selection),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

fn flatten(asked: &Asked<'_>, symbol: &Symbol, container: Option<&str>, out: &mut Vec<SymbolInformation>) {
    if let Some(location) = asked.location(asked.path(), &symbol.range) {
        #[allow(deprecated, reason = "the field has no default")]
        out.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: Location::new(location.uri, location.range),
            container_name: container.map(str::to_owned),
        });
    }
    for child in &symbol.children {
        flatten(asked, child, Some(&symbol.name), out);
    }
}

/// The nearest kind of the protocol, whose kinds are those of programs.
pub(crate) fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Study => SymbolKind::MODULE,
        Kind::Parameter => SymbolKind::CONSTANT,
        Kind::Definition => SymbolKind::VARIABLE,
        Kind::Codes | Kind::Drugs => SymbolKind::ARRAY,
        Kind::Analyte | Kind::Drug | Kind::Regimen => SymbolKind::OBJECT,
        Kind::Model => SymbolKind::INTERFACE,
        Kind::Entity => SymbolKind::STRUCT,
        Kind::Attribute => SymbolKind::FIELD,
        Kind::Source => SymbolKind::NAMESPACE,
        Kind::Cohort => SymbolKind::CLASS,
        Kind::Criterion => SymbolKind::BOOLEAN,
        Kind::Lines => SymbolKind::ENUM,
        Kind::Endpoint => SymbolKind::EVENT,
        Kind::Characteristic => SymbolKind::PROPERTY,
        Kind::Test => SymbolKind::METHOD,
        Kind::Value => SymbolKind::ENUM_MEMBER,
        Kind::Table => SymbolKind::FILE,
        Kind::Local => SymbolKind::VARIABLE,
        Kind::Output => SymbolKind::FUNCTION,
    }
}
