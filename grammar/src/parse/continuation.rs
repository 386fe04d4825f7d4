//! What may stand at a place, for editors: the text up to there is continued, and the grammar says what it took it for.
//!
//! Invariant: no list of what follows what is kept anywhere; `kohort.pest` alone decides.

use super::build;
use super::grammar::{Grammar, Rule};
use super::{LONGEST_FILE, kinds, message, tried};
use crate::{SyntaxKind, SyntaxNode, SyntaxToken};
use pest::Parser;
use rowan::TextSize;
use std::cell::OnceCell;

/// The text up to a place, which can be continued.
#[derive(Debug, Clone)]
pub struct Beginning {
    text: String,
    /// Where its last word ends.
    end: usize,
    /// Where the entry begins that the last word belongs to, if it is understood without what follows.
    entry: Option<TextSize>,
    /// How much is missing before its last word.
    holes: usize,
    /// The words of the language that the grammar tries at the end, and others; none if that is not known.
    tried: OnceCell<Option<Vec<String>>>,
}

impl Beginning {
    /// The text up to a place.
    #[must_use]
    pub fn new(text: String) -> Self {
        let root = super::parse(&text).syntax();
        let last = root.last_token().as_ref().and_then(significant);
        let end = last
            .as_ref()
            .map_or(0, |last| usize::from(last.text_range().end()));
        let holes = Grammar::parse(Rule::file, &text).map_or(0, |pairs| {
            let missing = pairs.flatten().filter(|pair| message::is_missing(pair.as_rule()));
            missing.filter(|pair| pair.as_span().start() < end).count()
        });
        let entry = last.filter(is_understood).as_ref().and_then(entry_of);
        Self {
            text,
            end,
            entry,
            holes,
            tried: OnceCell::new(),
        }
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first token of `words` if they can stand here, with nothing missing before or between them; its kind and the nodes
    /// around it say as what. What would have to follow them may be missing. They must not change what stands before them:
    /// behind `age at index` a name would make of `index` the beginning of an entry.
    #[must_use]
    pub fn continued(&self, words: &str) -> Option<SyntaxToken> {
        self.read(words, false)
    }

    /// The same, if the first of the words is read as a word of the language; that is less work for those that are not.
    #[must_use]
    pub fn continued_by_keyword(&self, words: &str) -> Option<SyntaxToken> {
        let tried = self.tried.get_or_init(|| tried::at_end(&self.text));
        if !tried::may_begin(tried.as_deref(), words) {
            return None;
        }
        let token = self.read(words, true)?;
        (token.kind() == SyntaxKind::Keyword).then_some(token)
    }

    fn read(&self, words: &str, only_keyword: bool) -> Option<SyntaxToken> {
        let text = format!("{}{words}", self.text);
        if text.len() > LONGEST_FILE {
            return None;
        }
        let pairs = Grammar::parse(Rule::file, &text).ok()?;
        // Most words leave a hole, or are a name, and that costs less to find than a tree to build.
        let mut holes = 0_usize;
        for pair in pairs.clone().flatten() {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            if message::is_missing(rule) {
                if (self.end..text.len()).contains(&start) {
                    return None;
                }
                holes = holes.saturating_add(usize::from(start < self.end));
            } else if only_keyword && start == self.text.len() && (is_name(rule) || kinds::is_damage(rule)) {
                return None;
            }
        }
        if holes > self.holes {
            return None;
        }
        let (green, _) = build::tree(&text, pairs);
        let start = TextSize::try_from(self.text.len()).ok()?;
        let token = SyntaxNode::new_root(green)
            .token_at_offset(start)
            .right_biased()?;
        if token.text_range().start() != start {
            return None;
        }
        let previous = token.prev_token().as_ref().and_then(significant);
        let changed = self.entry.is_some() && previous.as_ref().and_then(entry_of) != self.entry;
        (!changed).then_some(token)
    }
}

/// Whether a rule takes a word for a name that somebody chose.
fn is_name(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::name | Rule::any_name | Rule::from_name | Rule::reserved_name | Rule::system
    )
}

/// A token, or the last one before it that is neither blank nor comment.
fn significant(token: &SyntaxToken) -> Option<SyntaxToken> {
    let mut tokens = std::iter::successors(Some(token.clone()), SyntaxToken::prev_token);
    tokens.find(|token| !token.kind().is_trivia())
}

/// Whether a token has a part in what is around it.
fn is_understood(token: &SyntaxToken) -> bool {
    use SyntaxKind::{BadEntry, BadItem, Misplaced, Unexpected};
    token.kind() != Unexpected
        && !token
            .parent_ancestors()
            .any(|node| matches!(node.kind(), BadEntry | BadItem | Misplaced))
}

/// Where the entry of a block, or the item, begins that a token belongs to.
fn entry_of(token: &SyntaxToken) -> Option<TextSize> {
    let start = token.text_range().start();
    let is_block = |node: &SyntaxNode| {
        let mut tokens = node.children_with_tokens().filter_map(|child| child.into_token());
        tokens.any(|mark| mark.kind() == SyntaxKind::LeftBrace && mark.text_range().end() <= start)
    };
    let entry = token.parent_ancestors().find(|node| {
        node.parent()
            .is_none_or(|around| around.kind() == SyntaxKind::File || is_block(&around))
    });
    entry.map(|node| node.text_range().start())
}

#[cfg(test)]
mod tests {
    use super::Beginning;
    use crate::SyntaxKind;

    fn kind(before: &str, words: &str) -> Option<SyntaxKind> {
        Beginning::new(before.to_owned())
            .continued(words)
            .map(|token| token.kind())
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
    fn what_leaves_something_missing_before_it_cannot_stand_there() {
        assert_eq!(kind("cohort c { include adult: ", "include"), None);
        assert_eq!(kind("cohort c { include adult: x ", "let"), None);
        assert_eq!(kind("cohort c { include adult: (x ", "exclude"), None);
        assert_eq!(kind("cohort c { include adult: ", "not in x"), None);
        assert_eq!(
            kind("cohort c { include adult: x ", "exclude"),
            Some(SyntaxKind::Keyword)
        );
    }

    #[test]
    fn what_changes_the_words_before_it_cannot_stand_there() {
        assert_eq!(kind("cohort c { include adult: age at index ", "x"), None);
        assert_eq!(kind("cohort c { include adult: age at index ", "first x"), None);
        assert_eq!(
            kind("cohort c { include adult: age at index ", "or x"),
            Some(SyntaxKind::Keyword)
        );
    }

    #[test]
    fn a_list_can_go_on() {
        assert_eq!(kind("use a.b.{", "x"), Some(SyntaxKind::Word));
        assert_eq!(kind("lines l = ", "x"), Some(SyntaxKind::Word));
        assert_eq!(
            kind("cohort c { include a: any b where code not ", "in x"),
            Some(SyntaxKind::Keyword)
        );
    }

    #[test]
    fn damage_is_no_place_for_anything() {
        assert_ne!(kind("cohort c { ) ", "where"), Some(SyntaxKind::Keyword));
        assert_eq!(kind("", ""), None);
    }
}
