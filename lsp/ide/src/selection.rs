//! What an editor selects when a selection grows: from the word at the cursor to the file.
//!
//! Invariant: each range holds the one before it and is larger, and the last is the whole text.

use crate::{Range, plain};
use kohort_grammar::{SyntaxKind, SyntaxNode, SyntaxToken, TextRange, parse};

/// The ranges around an offset, the smallest first.
#[must_use]
pub fn selection_ranges(text: &str, offset: u32) -> Vec<Range> {
    let parse = parse(text);
    let root = parse.syntax();
    let all = root.text_range();
    // What lies behind the text is its end.
    let offset = offset.min(all.end().into());
    let mut ranges = Vec::new();
    if TextRange::up_to(all.end()).contains_inclusive(offset.into()) {
        let token = token_at(&root, offset);
        if let Some(token) = &token {
            if token.kind() != SyntaxKind::Whitespace {
                ranges.push(plain(token.text_range()));
            }
            ranges.extend(
                token
                    .parent_ancestors()
                    .filter_map(|node| Some(plain(significant(&node)?))),
            );
        }
    }
    ranges.push(plain(all));
    let mut growing: Vec<Range> = Vec::new();
    for range in ranges {
        let grows = growing
            .last()
            .is_none_or(|last| range.start <= last.start && last.end <= range.end && range != *last);
        let around = range.start <= offset && offset <= range.end;
        if grows && around {
            growing.push(range);
        }
    }
    growing
}

/// The token at an offset; of two that meet there the one that says more.
fn token_at(root: &SyntaxNode, offset: u32) -> Option<SyntaxToken> {
    let rank = |token: &SyntaxToken| match token.kind() {
        SyntaxKind::Whitespace => 0,
        SyntaxKind::Comment | SyntaxKind::DocComment => 1,
        SyntaxKind::Word | SyntaxKind::Keyword | SyntaxKind::Number | SyntaxKind::Text | SyntaxKind::Date => {
            3
        }
        _ => 2,
    };
    let tokens = root.token_at_offset(offset.into());
    // Of two alike the one on the right, where the cursor stands before it.
    tokens.max_by_key(rank)
}

/// Where a node stands without the blanks and comments around it; none if it holds nothing else.
pub(crate) fn significant(node: &SyntaxNode) -> Option<TextRange> {
    let mut tokens = node
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .filter(|token| !token.kind().is_trivia());
    let first = tokens.next()?.text_range();
    Some(tokens.last().map_or(first, |last| first.cover(last.text_range())))
}
