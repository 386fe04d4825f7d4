//! As little of the text before a place as decides what may stand there.
//!
//! Which words the grammar allows is asked many times, so the text that it reads each time is short: the declaration
//! around, with its heading, and of what stands before the place in each block no more than the last entry, which may
//! still go on. Invariant: entries of a block do not depend on each other, so nothing else is lost.

use kohort_grammar::{SyntaxElement, SyntaxKind, SyntaxNode};

/// The shortened text before an offset in a tree.
pub(super) fn beginning(root: &SyntaxNode, offset: u32) -> String {
    let mut text = String::new();
    add(root, offset, true, &mut text);
    text
}

fn add(node: &SyntaxNode, offset: u32, is_block: bool, text: &mut String) {
    let begins_before = |element: &SyntaxElement| u32::from(element.text_range().start()) < offset;
    let children: Vec<SyntaxElement> = node.children_with_tokens().take_while(begins_before).collect();
    let listed = children.iter().any(|child| child.kind() == SyntaxKind::Comma);
    let mut is_block = is_block && !listed;
    let last = children.iter().rposition(|child| child.as_node().is_some());
    for (position, child) in children.iter().enumerate() {
        let ends_before = u32::from(child.text_range().end()) <= offset;
        match child {
            SyntaxElement::Token(token) => {
                let start = u32::from(token.text_range().start());
                let length = usize::try_from(offset.saturating_sub(start)).unwrap_or_default();
                let kept = token.text().get(..length).unwrap_or(token.text());
                match token.kind() {
                    SyntaxKind::Whitespace => blank(kept, text),
                    SyntaxKind::Comment | SyntaxKind::DocComment if ends_before => {}
                    _ => text.push_str(kept),
                }
                is_block |= token.kind() == SyntaxKind::LeftBrace && !listed;
            }
            SyntaxElement::Node(inner) if is_block && ends_before => {
                // What ends with its own brace is complete. What was not understood may hide where something began.
                let complete = inner.last_token().is_some_and(|end| {
                    end.kind() == SyntaxKind::RightBrace && end.parent().as_ref() == Some(inner)
                });
                if last == Some(position) && !complete || is_near_bad(&children, position, last) {
                    add(inner, offset, false, text);
                }
            }
            SyntaxElement::Node(inner) => add(inner, offset, false, text),
        }
    }
}

/// Adds a blank, or a line's end; several in a row are one.
fn blank(kept: &str, text: &mut String) {
    let ends_line = kept.contains('\n');
    match text.chars().last() {
        Some('\n') => {}
        Some(' ') if ends_line => {
            text.pop();
            text.push('\n');
        }
        None | Some(' ') => {}
        Some(_) => text.push(if ends_line { '\n' } else { ' ' }),
    }
}

/// Whether an entry is the one before a damaged one at the end: the damage may be what follows it.
fn is_near_bad(children: &[SyntaxElement], position: usize, last: Option<usize>) -> bool {
    let Some(last) = last else { return false };
    let nodes = |child: &SyntaxElement| child.as_node().is_some();
    let before = children
        .get(..last)
        .and_then(|before| before.iter().rposition(nodes));
    let is_bad = children
        .get(last)
        .is_some_and(|child| matches!(child.kind(), SyntaxKind::BadEntry | SyntaxKind::BadItem));
    is_bad && before == Some(position)
}

#[cfg(test)]
mod tests {
    use super::beginning;
    use kohort_grammar::parse;

    fn of(text: &str) -> String {
        let offset = text.find("$0").unwrap();
        let tree = parse(&text.replace("$0", "")).syntax();
        let text = beginning(&tree, u32::try_from(offset).unwrap());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn entries_before_the_last_are_left_out() {
        let text = "study s version \"1\" on m\ncodes c { ICD10 C34 }\ncohort c { index x include a: b, unknown is met include c: d $0 }";
        assert_eq!(of(text), "cohort c { include c: d");
    }

    #[test]
    fn lists_are_kept() {
        assert_eq!(of("drugs d { a, b, $0 }"), "drugs d { a, b,");
    }

    #[test]
    fn what_is_complete_is_left_out() {
        assert_eq!(of("cohort c { index x }\n$0"), "");
        assert_eq!(of("let x = 1\n$0"), "let x = 1");
    }
}
