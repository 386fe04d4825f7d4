//! `textDocument/selectionRange`: what is selected when a selection grows.

use crate::server::Asked;
use kohort_ide::selection_ranges;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Position, SelectionRange, SelectionRangeParams};

pub(crate) fn answer(
    asked: Asked<'_>,
    parameters: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let ranges = parameters.positions.into_iter();
    Ok(Some(ranges.map(|position| around(&asked, position)).collect()))
}

/// The ranges around a position, each inside of the next.
fn around(asked: &Asked<'_>, position: Position) -> SelectionRange {
    let ranges = selection_ranges(asked.text(), asked.offset(position));
    let positions = asked.positions();
    let mut chain: Option<SelectionRange> = None;
    for range in ranges.iter().rev() {
        chain = Some(SelectionRange {
            range: positions.range(range),
            parent: chain.map(Box::new),
        });
    }
    // The whole text is always there.
    chain.unwrap_or_else(|| SelectionRange {
        range: tower_lsp::ls_types::Range::new(position, position),
        parent: None,
    })
}
