//! How what is being written goes on: the form of a clause, a pick, a rule or the use of an endpoint, and the part of it
//! that is next.
//!
//! Invariant: the form belongs to the innermost part of the text that has one and that the place is still in.

mod endpoint;
mod form;
mod forms;

use crate::place::Understood;
use crate::{Range, Workspace};
use form::Form;
use kohort_grammar::{SyntaxKind, SyntaxNode, SyntaxToken, ast};

/// The form of what is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The form on one line.
    pub label: String,
    /// What it means, in Markdown.
    pub doc: Option<String>,
    /// Its parts, in order.
    pub parameters: Vec<Parameter>,
    /// The part at the place, by position; none behind the last.
    pub active: Option<usize>,
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Where it stands in the label, in bytes.
    pub range: Range,
    /// What belongs there, in Markdown.
    pub doc: String,
}

/// The form of what is being written at an offset.
#[must_use]
pub fn signature_help(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Signature> {
    let here = Understood::of(workspace, path)?;
    let token = before(&here, offset)?;
    for node in token.parent_ancestors() {
        if let Some(used) = ast::EndpointUse::cast(node.clone())
            && let Some(form) = endpoint::form(&here, &used)
        {
            let argument = endpoint::argument(&form, &used, offset);
            let active = argument.or_else(|| form.active(&words_before(&node, offset)));
            return Some(form.signature(active));
        }
        if let Some(form) = forms::form(&node) {
            let active = form.active(&words_before(&node, offset));
            return Some(form.signature(active));
        }
        // What stands in parentheses is written by itself, and an item does not reach into the one around it.
        if node.kind() == SyntaxKind::ParenExpr && u32::from(node.text_range().end()) > offset {
            return None;
        }
    }
    None
}

/// The last word before an offset, if what it belongs to may go on there: on the same line, or on one that is indented.
fn before(here: &Understood, offset: u32) -> Option<SyntaxToken> {
    if offset > u32::from(here.root.text_range().end()) {
        return None;
    }
    let mut token = here.root.token_at_offset(offset.into()).left_biased()?;
    while token.kind().is_trivia() {
        if token.kind() != SyntaxKind::Whitespace {
            return None;
        }
        token = token.prev_token()?;
    }
    let end = usize::from(token.text_range().end());
    let gap = here.text.get(end..usize::try_from(offset).ok()?).unwrap_or("");
    let goes_on = match gap.rsplit_once('\n') {
        Some((_, indent)) => !indent.is_empty(),
        None => true,
    };
    goes_on.then_some(token)
}

/// The keywords of a node that stand before an offset, those of values in it left out.
fn words_before(node: &SyntaxNode, offset: u32) -> Vec<String> {
    let mut words = Vec::new();
    gather(node, offset, &mut words);
    words
}

fn gather(node: &SyntaxNode, offset: u32, words: &mut Vec<String>) {
    for element in node.children_with_tokens() {
        if u32::from(element.text_range().start()) >= offset {
            return;
        }
        match element {
            kohort_grammar::SyntaxElement::Token(token) => {
                let end = u32::from(token.text_range().end());
                // A word that touches the place is still being written, a sign is not.
                let is_word = token.kind() == SyntaxKind::Keyword && end < offset;
                if is_word || is_sign(token.kind()) && end <= offset {
                    words.push(token.text().to_owned());
                }
            }
            // A rule has parts with words of their own; a value is none.
            kohort_grammar::SyntaxElement::Node(child) => {
                if child.kind() == SyntaxKind::DurationLit && u32::from(child.text_range().end()) < offset {
                    words.push(form::VALUE.to_owned());
                }
                if !ast::Expr::can_cast(child.kind())
                    && !ast::Clause::can_cast(child.kind())
                    && child.kind() != SyntaxKind::DurationLit
                    && child.kind() != SyntaxKind::DrugSet
                {
                    gather(&child, offset, words);
                }
            }
        }
    }
}

fn is_sign(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::Greater
            | SyntaxKind::GreaterEqual
            | SyntaxKind::Less
            | SyntaxKind::LeftParen
            | SyntaxKind::RightParen
    )
}

impl Form {
    fn signature(self, active: Option<usize>) -> Signature {
        Signature {
            label: self.label,
            doc: self.doc,
            parameters: self.parameters,
            active,
        }
    }
}
