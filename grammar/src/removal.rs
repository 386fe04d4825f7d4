//! What to cut out of a text so that a declaration, or a member of a list, is gone and nothing else has changed.
//!
//! Invariant: what is left has the same tree but for what was cut, and no blank line or comma more than before.

use crate::kind::{SyntaxKind, SyntaxNode};
use rowan::{NodeOrToken, TextRange};

/// The text that goes with a node that stands on lines of its own: its doc comment, a comment behind it, the end of its
/// last line, and the blank lines that would be left twice.
#[must_use]
pub fn lines_to_remove(node: &SyntaxNode) -> TextRange {
    let whole = documented_range(node);
    let Some(root) = node.ancestors().last() else {
        return whole;
    };
    let text = root.text().to_string();
    let (mut start, mut end) = (usize::from(whole.start()), usize::from(whole.end()));
    let before = text.get(..start).unwrap_or_default();
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let line_after = after.split('\n').next().unwrap_or_default();
    let alone_behind = line_after.trim().is_empty() || line_after.trim_start().starts_with("//");
    if !line_before.trim().is_empty() || !alone_behind {
        // Something else stands on its lines.
        return whole;
    }
    start -= line_before.len();
    end += line_after.len();
    if text.get(end..).is_some_and(|rest| rest.starts_with('\n')) {
        end += 1;
    }
    let above = text.get(..start).unwrap_or_default();
    let blank_above = above.is_empty() || above.ends_with("\n\n") || above.ends_with("\n\r\n");
    while blank_above && let Some(blank) = blank_line(text.get(end..).unwrap_or_default()) {
        end += blank;
    }
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).into();
    TextRange::new(offset(start), offset(end))
}

/// The text that goes with a member of a list with commas: one comma and the blanks beside it. Nothing if it is the only
/// member.
#[must_use]
pub fn member_to_remove(member: &SyntaxNode) -> Option<TextRange> {
    let own = documented_range(member);
    let list = member.parent()?;
    let alike = |node: &SyntaxNode| node.kind() == member.kind();
    let next = member.siblings(rowan::Direction::Next).skip(1).find(alike);
    let previous = member.siblings(rowan::Direction::Prev).skip(1).find(alike);
    let has_comma = |from: rowan::TextSize, to: rowan::TextSize| {
        list.children_with_tokens()
            .filter_map(NodeOrToken::into_token)
            .any(|token| {
                token.kind() == SyntaxKind::Comma
                    && from <= token.text_range().start()
                    && token.text_range().end() <= to
            })
    };
    match (previous, next) {
        (_, Some(next)) if has_comma(own.end(), documented_range(&next).start()) => {
            Some(TextRange::new(own.start(), documented_range(&next).start()))
        }
        (Some(previous), _) if has_comma(documented_range(&previous).end(), own.start()) => {
            Some(TextRange::new(documented_range(&previous).end(), own.end()))
        }
        _ => None,
    }
}

/// A node with its doc comment, without other blanks and comments around it.
#[must_use]
pub fn documented_range(node: &SyntaxNode) -> TextRange {
    let significant = crate::ast::significant_range(node);
    let docs = node
        .descendants_with_tokens()
        .filter_map(NodeOrToken::into_token)
        .take_while(|token| token.kind().is_trivia())
        .find(|token| token.kind() == SyntaxKind::DocComment);
    match docs {
        Some(docs) => significant.cover(docs.text_range()),
        None => significant,
    }
}

/// The length of a blank line at the front of a text, with its end.
fn blank_line(text: &str) -> Option<usize> {
    let (line, _) = text.split_once('\n')?;
    line.trim().is_empty().then(|| line.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{DrugsMember, UseName};
    use crate::{format, parse};

    fn without(text: &str, range: TextRange) -> String {
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        format!("{}{}", &text[..start], &text[end..])
    }

    #[test]
    fn an_item_goes_with_its_documentation_and_one_blank_line() {
        let text = "use m.{a}\n\n/// What b is.\nlet b = a // used once\n\nlet c = 1\n";
        let tree = parse(text).tree();
        let cut = lines_to_remove(tree.items()[1].syntax());
        assert_eq!(without(text, cut), "use m.{a}\n\nlet c = 1\n");
        let cut = lines_to_remove(tree.items()[0].syntax());
        assert_eq!(
            without(text, cut),
            "/// What b is.\nlet b = a // used once\n\nlet c = 1\n"
        );
        let cut = lines_to_remove(tree.items()[2].syntax());
        assert!(without(text, cut).starts_with("use m.{a}\n\n/// What b is."));
    }

    #[test]
    fn an_item_that_shares_its_line_goes_alone() {
        let text = "let a = 1 let b = 2\n";
        let tree = parse(text).tree();
        assert_eq!(
            without(text, lines_to_remove(tree.items()[0].syntax())),
            " let b = 2\n"
        );
        assert_eq!(
            without(text, lines_to_remove(tree.items()[1].syntax())),
            "let a = 1 \n"
        );
    }

    #[test]
    fn a_member_goes_with_one_comma() {
        let text = "use m.{one, two as other, three}\n";
        let names: Vec<SyntaxNode> = parse(text)
            .tree()
            .syntax()
            .descendants()
            .filter(|node| UseName::can_cast(node.kind()))
            .collect();
        let left: Vec<String> = names
            .iter()
            .filter_map(|name| Some(without(text, member_to_remove(name)?)))
            .collect();
        assert_eq!(
            left,
            [
                "use m.{two as other, three}\n",
                "use m.{one, three}\n",
                "use m.{one, two as other}\n"
            ]
        );
        for text in left {
            assert_eq!(format(&parse(&text)).as_deref(), Ok(text.as_str()));
        }
    }

    #[test]
    fn the_only_member_does_not_go() {
        let text = "drugs d { a }\n";
        let tree = parse(text).tree();
        let member = tree
            .syntax()
            .descendants()
            .find(|node| DrugsMember::can_cast(node.kind()))
            .unwrap();
        assert_eq!(member_to_remove(&member), None);
    }
}
