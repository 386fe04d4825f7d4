//! Names that only the declaration around the place sees.

use super::asked::Asked;
use super::fit::{Wanted, fit};
use super::item::{CompletionKind, Draft, Near};
use kohort_grammar::{SyntaxKind, SyntaxNode};

/// Parameters and definitions of the endpoint around, columns with names of the mapping around.
pub(super) fn locals(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    for node in asked.around() {
        match node.kind() {
            SyntaxKind::EndpointDecl => {
                named(asked, &node, SyntaxKind::EndpointParam, drafts);
                named(asked, &node, SyntaxKind::LetDecl, drafts);
            }
            SyntaxKind::EndpointUse => named(asked, &node, SyntaxKind::LetDecl, drafts),
            SyntaxKind::EntityMappingDecl => {
                for mapping in node
                    .children()
                    .filter(|child| super::place::first_word(child) == "let")
                {
                    add(asked, &mapping, "a column", drafts);
                }
            }
            _ => {}
        }
    }
}

fn named(asked: &Asked<'_>, around: &SyntaxNode, kind: SyntaxKind, drafts: &mut Vec<Draft>) {
    for child in around.children().filter(|child| child.kind() == kind) {
        // What is being declared has no value yet.
        if !child
            .text_range()
            .contains_inclusive(asked.token.text_range().start())
        {
            let detail = if kind == SyntaxKind::EndpointParam {
                "parameter"
            } else {
                "definition"
            };
            add(asked, &child, detail, drafts);
        }
    }
}

fn add(asked: &Asked<'_>, node: &SyntaxNode, what: &str, drafts: &mut Vec<Draft>) {
    let Some(name) = node.children().find(|child| child.kind() == SyntaxKind::Name) else {
        return;
    };
    let name = super::place::significant(&name);
    let shape = node.children().find_map(|child| asked.type_of(trimmed(&child)));
    let has = shape.map_or(Wanted::Unknown, |shape| Wanted::noted(&shape.sort));
    let has = if name == "from" { Wanted::Date } else { has };
    let detail = shape.map_or(what, |shape| shape.words.as_str());
    drafts.push(
        Draft::new(
            name,
            CompletionKind::Definition,
            fit(asked.wanted.as_ref(), &has),
            Near::Local,
        )
        .detail(detail),
    );
}

/// A node's range without what is blank around it.
fn trimmed(node: &SyntaxNode) -> kohort_grammar::TextRange {
    let tokens = || {
        let tokens = node
            .descendants_with_tokens()
            .filter_map(|element| element.into_token());
        tokens.filter(|token| !token.kind().is_trivia())
    };
    match (tokens().next(), tokens().last()) {
        (Some(first), Some(last)) => first.text_range().cover(last.text_range()),
        _ => node.text_range(),
    }
}
