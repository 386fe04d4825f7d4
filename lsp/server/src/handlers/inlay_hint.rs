//! `textDocument/inlayHint`.

use crate::server::Asked;
use kohort_ide::{InlayKind, LabelPart, inlay_hints};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    InlayHint, InlayHintKind, InlayHintLabel, InlayHintLabelPart, InlayHintParams, InlayHintTooltip,
    MarkupContent, MarkupKind,
};

pub(crate) fn answer(mut asked: Asked<'_>, parameters: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let range = asked.positions().bytes(parameters.range);
    let path = asked.path();
    let found = inlay_hints(asked.workspace(), path, &range);
    let hints = found.into_iter().map(|hint| InlayHint {
        position: asked.positions().position(hint.offset),
        label: InlayHintLabel::LabelParts(hint.label.into_iter().map(|one| part(&asked, one)).collect()),
        kind: (hint.kind == InlayKind::Type).then_some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: hint.tooltip.map(|value| {
            InlayHintTooltip::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value,
            })
        }),
        padding_left: None,
        padding_right: None,
        data: None,
    });
    Ok(Some(hints.collect()))
}

fn part(asked: &Asked<'_>, part: LabelPart) -> InlayHintLabelPart {
    let location = part
        .target
        .and_then(|(path, range)| asked.location(&path, &range));
    InlayHintLabelPart {
        value: part.text,
        tooltip: None,
        location,
        command: None,
    }
}
