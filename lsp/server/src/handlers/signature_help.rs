//! `textDocument/signatureHelp`.

use crate::server::Asked;
use kohort_base::{Encoding, LineIndex};
use kohort_ide::signature_help;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Documentation, MarkupContent, MarkupKind, ParameterInformation, ParameterLabel, SignatureHelp,
    SignatureHelpOptions, SignatureHelpParams, SignatureInformation,
};

/// A form may go on behind a bracket and behind each word.
pub(crate) fn capability() -> SignatureHelpOptions {
    SignatureHelpOptions {
        trigger_characters: Some(vec![String::from("("), String::from(" ")]),
        ..SignatureHelpOptions::default()
    }
}

pub(crate) fn answer(mut asked: Asked<'_>, parameters: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
    let offset = asked.offset(parameters.text_document_position_params.position);
    let path = asked.path();
    let Some(found) = signature_help(asked.workspace(), path, offset) else {
        return Ok(None);
    };
    // Labels are counted in units of UTF-16, whatever was agreed on for texts.
    let columns = LineIndex::new(&found.label);
    let column = |offset| columns.position(offset, Encoding::Utf16).column;
    let parts = found.parameters.iter().map(|part| ParameterInformation {
        label: ParameterLabel::LabelOffsets([column(part.range.start), column(part.range.end)]),
        documentation: Some(markdown(part.doc.clone())),
    });
    let parts: Vec<ParameterInformation> = parts.collect();
    // Behind the last part none is marked, which the protocol says by a number that no part has.
    let active = found.active.unwrap_or(parts.len());
    let active = u32::try_from(active).ok();
    let signature = SignatureInformation {
        label: found.label,
        documentation: found.doc.map(markdown),
        parameters: Some(parts),
        active_parameter: active,
    };
    Ok(Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    }))
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    })
}
