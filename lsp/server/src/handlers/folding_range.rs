//! `textDocument/foldingRange`.

use crate::server::Asked;
use kohort_ide::{FoldKind, folding_ranges};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

pub(crate) fn answer(asked: Asked<'_>, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let by_lines = asked.abilities().folds_lines;
    let positions = asked.positions();
    let folds = folding_ranges(asked.text()).into_iter().filter_map(|fold| {
        let range = positions.range(&fold.range);
        // An editor that folds whole lines is to leave the closing brace in sight.
        let closing = u32::from(by_lines && fold.kind == FoldKind::Block);
        let end_line = range.end.line.saturating_sub(closing);
        (end_line > range.start.line).then(|| FoldingRange {
            start_line: range.start.line,
            start_character: (!by_lines).then_some(range.start.character),
            end_line,
            end_character: (!by_lines).then_some(range.end.character),
            kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
            collapsed_text: None,
        })
    });
    Ok(Some(folds.collect()))
}
