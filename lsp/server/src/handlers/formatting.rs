//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`.

use crate::server::Asked;
use kohort_ide::{format, format_range, format_typed};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, TextEdit,
};

/// What is answered: nothing where the text has syntax errors.
type Edits = Result<Option<Vec<TextEdit>>>;

pub(crate) fn document(asked: Asked<'_>, _: DocumentFormattingParams) -> Edits {
    Ok(format(asked.text()).map(|edits| translated(&asked, edits)))
}

pub(crate) fn range(asked: Asked<'_>, parameters: DocumentRangeFormattingParams) -> Edits {
    let range = asked.positions().bytes(parameters.range);
    Ok(format_range(asked.text(), &range).map(|edits| translated(&asked, edits)))
}

pub(crate) fn on_type(asked: Asked<'_>, parameters: DocumentOnTypeFormattingParams) -> Edits {
    let offset = asked.offset(parameters.text_document_position.position);
    let Some(typed) = parameters.ch.chars().next() else {
        return Ok(None);
    };
    Ok(format_typed(asked.text(), offset, typed).map(|edits| translated(&asked, edits)))
}

fn translated(asked: &Asked<'_>, edits: Vec<kohort_ide::TextEdit>) -> Vec<TextEdit> {
    let edits = edits
        .into_iter()
        .map(|edit| TextEdit::new(asked.positions().range(&edit.range), edit.replacement));
    edits.collect()
}
