//! `textDocument/semanticTokens`: what each word is, for all of a document, for what changed, and for a part.

use crate::convert::position::Positions;
use crate::server::{Asked, Server};
use kohort_ide::{Token, TokenKind, understood_tokens};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensFullOptions,
    SemanticTokensLegend, SemanticTokensOptions, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, SemanticTokensServerCapabilities, Uri, WorkDoneProgressOptions,
};

/// Our own modifier: some source does not record the attribute.
const NOT_EVERYWHERE: &str = "notRecordedEverywhere";

/// The modifiers, each a bit in the order given here.
fn modifiers_known() -> Vec<SemanticTokenModifier> {
    vec![
        SemanticTokenModifier::DECLARATION,
        SemanticTokenModifier::DOCUMENTATION,
        SemanticTokenModifier::DEFAULT_LIBRARY,
        SemanticTokenModifier::new(NOT_EVERYWHERE),
    ]
}

pub(crate) fn capability() -> SemanticTokensServerCapabilities {
    SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
        work_done_progress_options: WorkDoneProgressOptions::default(),
        legend: SemanticTokensLegend {
            token_types: TokenKind::ALL.map(type_of).to_vec(),
            token_modifiers: modifiers_known(),
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
    })
}

pub(crate) fn full(server: &mut Server, document: &Uri) -> Result<Option<SemanticTokensResult>> {
    let data = encoded(&mut server.asked(document)?, |_| true);
    let result_id = Some(server.send_tokens(document, data.clone()));
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens {
        result_id,
        data,
    })))
}

pub(crate) fn delta(
    server: &mut Server,
    parameters: &SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let document = &parameters.text_document.uri;
    let now = encoded(&mut server.asked(document)?, |_| true);
    let sent = server.sent_tokens(document);
    let edit = sent
        .filter(|(name, _)| *name == parameters.previous_result_id)
        .map(|(_, before)| difference(before, &now));
    let result_id = Some(server.send_tokens(document, now.clone()));
    Ok(Some(match edit {
        Some(edit) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
            result_id,
            edits: edit.into_iter().collect(),
        }),
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data: now }),
    }))
}

pub(crate) fn range(
    mut asked: Asked<'_>,
    parameters: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let range = asked.positions().bytes(parameters.range);
    let data = encoded(&mut asked, |token| {
        token.range.end > range.start && token.range.start < range.end
    });
    Ok(Some(SemanticTokensRangeResult::Tokens(SemanticTokens {
        result_id: None,
        data,
    })))
}

fn encoded(asked: &mut Asked<'_>, wanted: impl Fn(&Token) -> bool) -> Vec<SemanticToken> {
    let path = asked.path();
    let tokens = understood_tokens(asked.workspace(), path)
        .into_iter()
        .filter(wanted);
    encode(asked.positions(), tokens)
}

/// Tokens as the protocol writes them: each by its distance from the one before, and within one line.
fn encode(positions: &Positions, tokens: impl Iterator<Item = Token>) -> Vec<SemanticToken> {
    let (mut line, mut column) = (0, 0);
    let mut encoded = Vec::new();
    for token in tokens {
        let range = positions.range(&token.range);
        for at in range.start.line..=range.end.line {
            let Some(bytes) = positions.lines().line_range(at) else {
                break;
            };
            let within =
                positions.range(&(token.range.start.max(bytes.start)..token.range.end.min(bytes.end)));
            let length = within.end.character.saturating_sub(within.start.character);
            if within.end.line != within.start.line || length == 0 {
                continue;
            }
            if at != line {
                column = 0;
            }
            encoded.push(SemanticToken {
                delta_line: at.saturating_sub(line),
                delta_start: within.start.character.saturating_sub(column),
                length,
                token_type: number_of(token.kind),
                token_modifiers_bitset: modifiers(&token),
            });
            (line, column) = (at, within.start.character);
        }
    }
    encoded
}

/// The one change that turns a list of tokens into another: between their equal beginnings and ends.
fn difference(before: &[SemanticToken], now: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same_start = before
        .iter()
        .zip(now)
        .take_while(|(before, now)| before == now)
        .count();
    let (before, now) = (before.get(same_start..)?, now.get(same_start..)?);
    let same_end = before
        .iter()
        .rev()
        .zip(now.iter().rev())
        .take_while(|(before, now)| before == now)
        .count();
    let removed = before.len().saturating_sub(same_end);
    let added = now.get(..now.len().saturating_sub(same_end))?;
    if removed == 0 && added.is_empty() {
        return None;
    }
    // The protocol counts numbers, of which a token has five.
    let numbers = |tokens: usize| u32::try_from(tokens.saturating_mul(5)).unwrap_or(u32::MAX);
    Some(SemanticTokensEdit {
        start: numbers(same_start),
        delete_count: numbers(removed),
        data: Some(added.to_vec()),
    })
}

fn number_of(kind: TokenKind) -> u32 {
    let position = TokenKind::ALL.iter().position(|known| *known == kind);
    position
        .and_then(|position| u32::try_from(position).ok())
        .unwrap_or(0)
}

fn modifiers(token: &Token) -> u32 {
    let bits = [
        token.declares,
        token.kind == TokenKind::DocComment,
        token.of_library,
        token.not_everywhere,
    ];
    let bits = bits.into_iter().enumerate();
    bits.fold(0, |all, (position, bit)| all | (u32::from(bit) << position))
}

/// The protocol's type, which themes have a colour for. Two are our own; `unit` and `code` are declared by our extension
/// and left uncoloured by editors that do not know them.
fn type_of(kind: TokenKind) -> SemanticTokenType {
    match kind {
        TokenKind::Keyword => SemanticTokenType::KEYWORD,
        TokenKind::Name => SemanticTokenType::VARIABLE,
        TokenKind::Module => SemanticTokenType::NAMESPACE,
        TokenKind::Number => SemanticTokenType::NUMBER,
        TokenKind::Unit => SemanticTokenType::new("unit"),
        TokenKind::Code => SemanticTokenType::new("code"),
        TokenKind::Text => SemanticTokenType::STRING,
        TokenKind::Comment | TokenKind::DocComment => SemanticTokenType::COMMENT,
        TokenKind::Operator => SemanticTokenType::OPERATOR,
        TokenKind::Entity => SemanticTokenType::STRUCT,
        TokenKind::Attribute => SemanticTokenType::PROPERTY,
        TokenKind::Value => SemanticTokenType::ENUM_MEMBER,
        TokenKind::CodeList => SemanticTokenType::new("codeList"),
        TokenKind::Drug => SemanticTokenType::new("drug"),
        TokenKind::Analyte => SemanticTokenType::new("analyte"),
        TokenKind::Model => SemanticTokenType::INTERFACE,
        TokenKind::Source => SemanticTokenType::new("source"),
        TokenKind::Definition => SemanticTokenType::VARIABLE,
        TokenKind::Parameter => SemanticTokenType::PARAMETER,
        TokenKind::Cohort => SemanticTokenType::CLASS,
        TokenKind::Criterion => SemanticTokenType::new("criterion"),
        TokenKind::Endpoint => SemanticTokenType::EVENT,
        TokenKind::Rules => SemanticTokenType::FUNCTION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::Encoding;
    use kohort_ide::tokens;

    fn encode_text(text: &str, encoding: Encoding) -> Vec<[u32; 4]> {
        let encoded = encode(&Positions::new(text, encoding), tokens(text).into_iter());
        encoded
            .iter()
            .map(|token| {
                [
                    token.delta_line,
                    token.delta_start,
                    token.length,
                    token.token_type,
                ]
            })
            .collect()
    }

    #[test]
    fn tokens_are_written_by_their_distance() {
        let text = "// 胃🩺\r\nlet a = 1\r\n\r\nlet b = 2";
        let keyword = number_of(TokenKind::Keyword);
        let utf16 = encode_text(text, Encoding::Utf16);
        assert_eq!(utf16[0], [0, 0, 6, number_of(TokenKind::Comment)]);
        assert_eq!(utf16[1], [1, 0, 3, keyword]);
        assert_eq!(utf16[2], [0, 4, 1, number_of(TokenKind::Name)]);
        assert_eq!(utf16[5], [2, 0, 3, keyword]);
        assert_eq!(encode_text(text, Encoding::Utf8)[0][2], 10);
    }

    #[test]
    fn a_difference_turns_one_list_into_the_other() {
        let texts = [
            "",
            "let a = 1",
            "let a = 1\nlet b = 2",
            "let c = 1\nlet b = 2",
            "// x",
        ];
        for before in texts {
            for now in texts {
                let of = |text: &str| encode(&Positions::new(text, Encoding::Utf8), tokens(text).into_iter());
                let (before, now) = (of(before), of(now));
                let mut changed = before.clone();
                if let Some(edit) = difference(&before, &now) {
                    let start = edit.start as usize / 5;
                    let end = start + edit.delete_count as usize / 5;
                    changed.splice(start..end, edit.data.unwrap());
                }
                assert_eq!(changed, now);
            }
        }
    }
}
