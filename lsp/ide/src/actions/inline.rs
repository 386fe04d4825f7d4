//! Inline a definition: its value takes the place of its name, at one use or at all.

use super::place::Place;
use super::{Action, ActionKind, Change, trial, uses};
use crate::{Range, Workspace, plain};
use kohort_grammar::ast::{Expr, Item, LetDecl};
use kohort_grammar::{SyntaxNode, TextRange, lines_to_remove};
use kohort_semantics::Symbol;

/// Offered at the name of a definition of this file, where it is declared or used.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Vec<Action> {
    let Some((here, decl)) = definition(place) else {
        return Vec::new();
    };
    let (Some(name), Some(value)) = (decl.name(), decl.value()) else {
        return Vec::new();
    };
    let declared = plain(name.range());
    let symbol = Symbol::Item {
        module: place.module(),
        name: name.text(),
    };
    let uses = uses::of(workspace, place, &symbol);
    let own = uses::in_file(&uses, &place.path, &declared);
    let elsewhere = uses.iter().any(|(path, _, _)| *path != place.path);
    let mut actions = Vec::new();
    if here != declared
        && (own.len() > 1 || elsewhere)
        && let Some(change) = put_in_place(workspace, place, (&decl, &value), &[here], false)
    {
        actions.push(action(format!("Inline `{}` here", name.text()), change));
    }
    // Another file that names it would lose it.
    if !elsewhere
        && !own.is_empty()
        && let Some(change) = put_in_place(workspace, place, (&decl, &value), &own, true)
    {
        actions.push(action(
            format!("Inline `{}` everywhere and remove it", name.text()),
            change,
        ));
    }
    actions
}

fn action(title: String, change: Change) -> Action {
    Action {
        title,
        kind: ActionKind::Inline,
        change,
        finding: None,
        preferred: false,
        keeps_meaning: true,
    }
}

/// The definition that is named here, and where.
fn definition(place: &Place) -> Option<(Range, LetDecl)> {
    let (here, wanted) = match (place.declared(), place.symbol()) {
        (Some((_, name)), _) => (plain(name.range()), name.text()),
        (None, Some((here, Symbol::Item { module, name }))) if module == place.module() => (here, name),
        _ => return None,
    };
    let decl = place.tree.items().into_iter().find_map(|item| match item {
        Item::Let(decl) if decl.name().is_some_and(|name| name.text() == wanted) => Some(decl),
        _ => None,
    })?;
    Some((here, decl))
}

/// The value at these uses; without the definition if these are all. With as few parentheses as keep the meaning.
fn put_in_place(
    workspace: &mut Workspace,
    place: &Place,
    (decl, value): (&LetDecl, &Expr),
    uses: &[Range],
    all: bool,
) -> Option<Change> {
    // What the definition says after its value (`unknown is met`, a tie-break) has no place elsewhere.
    if !decl.modifiers().is_empty() {
        return None;
    }
    let written = place.slice(&plain(value.range()));
    if written.contains("//") {
        return None;
    }
    let with = |parentheses: &dyn Fn(&Range) -> bool| {
        let mut change = Change::default();
        for range in uses {
            let text = match parentheses(range) {
                true => format!("({written})"),
                false => written.to_owned(),
            };
            change.add(&place.path, range.clone(), text);
        }
        if all {
            change.add(&place.path, plain(lines_to_remove(decl.syntax())), "");
        }
        change
    };
    let few = with(&|range| needs_parentheses(place, value, range));
    trial::keeps_meaning(workspace, &place.roots, few)
        .or_else(|| trial::keeps_meaning(workspace, &place.roots, with(&|_| true)))
}

/// Whether a value at a use would be torn apart by what stands around it.
fn needs_parentheses(place: &Place, value: &Expr, range: &Range) -> bool {
    if matches!(
        value,
        Expr::Literal(_) | Expr::Paren(_) | Expr::Extreme(_) | Expr::OnlyIn(_) | Expr::Path(_)
    ) {
        return false;
    }
    let at = TextRange::new(range.start.into(), range.end.into());
    let node = place.tree.syntax().covering_element(at);
    let node: Option<SyntaxNode> = node.as_node().cloned().or_else(|| node.parent());
    let operand = node.and_then(|node| node.ancestors().find_map(Expr::cast));
    let Some(operand) = operand else { return true };
    // The whole value of an item or entry stands alone.
    plain(operand.range()) != *range
        || operand
            .syntax()
            .parent()
            .is_none_or(|parent| Expr::can_cast(parent.kind()) || !is_whole(&parent))
}

/// Whether an expression below this node is all that is said, so that nothing can bind to a part of it.
fn is_whole(parent: &SyntaxNode) -> bool {
    use kohort_grammar::SyntaxKind::{CharacteristicDecl, CriterionEntry, IndexEntry, LetDecl};
    matches!(
        parent.kind(),
        LetDecl | CriterionEntry | IndexEntry | CharacteristicDecl
    )
}
