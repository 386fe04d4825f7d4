//! `textDocument/completion`: what can be written at a place.

use crate::convert::position::Positions;
use crate::server::Asked;
use kohort_ide::{Completion, CompletionKind as Kind, Insertion, completions};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList, CompletionOptions,
    CompletionParams, CompletionResponse, CompletionTextEdit, Documentation, InsertTextFormat, MarkupContent,
    MarkupKind, TextEdit,
};

/// Behind these marks something new begins; behind a letter every editor asks by itself.
const TRIGGERS: [&str; 5] = [".", " ", "{", ":", "("];

pub(crate) fn capability() -> CompletionOptions {
    CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(String::from).to_vec()),
        ..CompletionOptions::default()
    }
}

pub(crate) fn answer(
    mut asked: Asked<'_>,
    parameters: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let offset = asked.offset(parameters.text_document_position.position);
    let path = asked.path();
    // A text that cannot be read has no places.
    let Ok(found) = completions(asked.workspace(), path, offset) else {
        return Ok(None);
    };
    let items = found.items.into_iter().map(|found| item(&asked, found));
    Ok(Some(CompletionResponse::List(CompletionList {
        is_incomplete: found.incomplete,
        items: items.collect(),
    })))
}

fn item(asked: &Asked<'_>, found: Completion) -> CompletionItem {
    let positions: &Positions = asked.positions();
    let abilities = asked.abilities();
    let (text, format) = match found.insert {
        Insertion::Plain(text) => (text, InsertTextFormat::PLAIN_TEXT),
        Insertion::Snippet(text) if abilities.fills_in => (text, InsertTextFormat::SNIPPET),
        Insertion::Snippet(text) => (filled(&text), InsertTextFormat::PLAIN_TEXT),
    };
    let edits = found.edits.iter();
    let edits: Vec<TextEdit> = edits
        .map(|(range, text)| TextEdit::new(positions.range(range), text.clone()))
        .collect();
    CompletionItem {
        label: found.label,
        kind: Some(kind(found.kind)),
        detail: found.detail,
        documentation: found.documentation.map(|value| {
            Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value,
            })
        }),
        tags: (found.deprecated && abilities.marks_offers).then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(found.sort),
        filter_text: found.filter,
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            positions.range(&found.range),
            text,
        ))),
        additional_text_edits: Some(edits).filter(|edits| !edits.is_empty()),
        ..CompletionItem::default()
    }
}

/// A text with what its places to fill in suggest.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, place)) = rest.split_once("${") {
        out.push_str(before);
        let (inside, after) = place.split_once('}').unwrap_or((place, ""));
        out.push_str(inside.split_once(':').map_or("", |(_, suggested)| suggested));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The nearest kind of the protocol, whose kinds are those of programs.
fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Snippet => CompletionItemKind::SNIPPET,
        Kind::Entity | Kind::Table => CompletionItemKind::STRUCT,
        Kind::Attribute => CompletionItemKind::FIELD,
        Kind::Value => CompletionItemKind::ENUM_MEMBER,
        Kind::Definition => CompletionItemKind::VARIABLE,
        Kind::Cohort => CompletionItemKind::CLASS,
        Kind::Result | Kind::Characteristic => CompletionItemKind::PROPERTY,
        Kind::Lines => CompletionItemKind::ENUM,
        Kind::Endpoint => CompletionItemKind::EVENT,
        Kind::Codes | Kind::Drugs => CompletionItemKind::VALUE,
        Kind::System | Kind::Analyte | Kind::Drug => CompletionItemKind::CONSTANT,
        Kind::Unit => CompletionItemKind::UNIT,
        Kind::Model => CompletionItemKind::INTERFACE,
        Kind::Module => CompletionItemKind::MODULE,
        Kind::Type => CompletionItemKind::TYPE_PARAMETER,
    }
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn without_places_to_fill_in_their_suggestions_stand() {
        assert_eq!(filled("gap > ${1:90} days in "), "gap > 90 days in ");
        assert_eq!(filled("earliest(${1})"), "earliest()");
        assert_eq!(filled("${1:0} g/dL"), "0 g/dL");
    }
}
