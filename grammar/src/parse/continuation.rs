//! What may stand at a place, for editors: the text up to there is continued, and the grammar says what it took it for.
//!
//! Invariant: no list of what follows what is kept anywhere; `kohort.pest` alone decides.

use super::build;
use super::grammar::{Grammar, Rule};
use super::{LONGEST_FILE, message};
use crate::{SyntaxNode, SyntaxToken};
use pest::Parser;
use rowan::TextSize;

/// The first token of `words` if they can stand behind `before`, with nothing missing between them; its kind and the nodes
/// around it say as what. What would have to follow them may be missing.
#[must_use]
pub fn continuation(before: &str, words: &str) -> Option<SyntaxToken> {
    let text = format!("{before}{words}");
    if text.len() > LONGEST_FILE {
        return None;
    }
    let pairs = Grammar::parse(Rule::file, &text).ok()?;
    let (green, _) = build::tree(&text, pairs.clone());
    let start = TextSize::try_from(before.len()).ok()?;
    let root = SyntaxNode::new_root(green);
    let token = root.token_at_offset(start).right_biased()?;
    if token.text_range().start() != start {
        return None;
    }
    let previous = std::iter::successors(token.prev_token(), SyntaxToken::prev_token)
        .find(|token| !token.kind().is_trivia());
    let end = previous.map_or(0, |token| usize::from(token.text_range().end()));
    let hole = pairs.flatten().any(|pair| {
        message::is_missing(pair.as_rule()) && (end..=before.len()).contains(&pair.as_span().start())
    });
    (!hole).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::continuation;
    use crate::SyntaxKind;

    fn kind(before: &str, words: &str) -> Option<SyntaxKind> {
        continuation(before, words).map(|token| token.kind())
    }

    #[test]
    fn the_grammar_says_what_words_are() {
        let cohort = "cohort c { include adult: ";
        assert_eq!(kind(cohort, "any"), Some(SyntaxKind::Keyword));
        assert_eq!(kind(cohort, "visit"), Some(SyntaxKind::Word));
        assert_eq!(kind(cohort, "window"), Some(SyntaxKind::Word));
        assert_eq!(kind("lines l { ", "window"), Some(SyntaxKind::Keyword));
        assert_eq!(kind("let x = any visit ", "where"), Some(SyntaxKind::Keyword));
    }

    #[test]
    fn what_leaves_something_missing_behind_it_cannot_stand_there() {
        assert_eq!(kind("cohort c { include adult: ", "include"), None);
        assert_eq!(kind("cohort c { include adult: x ", "let"), None);
        assert_eq!(kind("cohort c { include adult: (x ", "exclude"), None);
        assert_eq!(
            kind("cohort c { include adult: x ", "exclude"),
            Some(SyntaxKind::Keyword)
        );
    }

    #[test]
    fn damage_is_no_place_for_anything() {
        assert_ne!(kind("cohort c { ) ", "where"), Some(SyntaxKind::Keyword));
        assert_eq!(kind("", ""), None);
    }
}
