//! Extract definition: a selected value gets a name, in a `let` before the item that it stands in.

use super::place::Place;
use super::{Action, ActionKind, Change, names, trial};
use crate::{Range, Workspace, plain};
use kohort_grammar::ast::{Expr, Item};
use kohort_grammar::documented_range;

/// Offered for a selection that is exactly one expression, where it means the same outside its item.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Option<Action> {
    let expr = place.selected()?;
    if matches!(&expr, Expr::Path(path) if path.path().segments().len() == 1) {
        return None;
    }
    let name = names::for_expression(place, &expr);
    let change = extracted(place, &expr, &name)?;
    Some(Action {
        title: format!("Extract into the definition `{name}`"),
        kind: ActionKind::Extract,
        change: trial::keeps_meaning(workspace, &place.roots, change)?,
        finding: None,
        preferred: false,
        keeps_meaning: true,
    })
}

/// The change that names an expression.
pub(super) fn extracted(place: &Place, expr: &Expr, name: &str) -> Option<Change> {
    let item = expr.syntax().ancestors().find_map(Item::cast)?;
    // A definition's own value has a name already.
    if let Item::Let(decl) = &item
        && decl.value().as_ref() == Some(expr)
    {
        return None;
    }
    let range = plain(expr.range());
    let before = plain(documented_range(item.syntax())).start;
    let gap = match item {
        Item::Let(_) => "\n",
        _ => "\n\n",
    };
    let written = without_parentheses(place, expr);
    let definition = format!("let {name} = {}{gap}", place.slice(&written));
    Some(Change::of(
        &place.path,
        [(before..before, definition), (range, name.to_owned())],
    ))
}

/// What stands in the parentheses that a value no longer needs by itself.
fn without_parentheses(place: &Place, expr: &Expr) -> Range {
    let mut range = plain(expr.range());
    let mut inner = expr.clone();
    while let Expr::Paren(paren) = &inner
        && let Some(operand) = paren.operand()
        // A comment beside the parentheses stays with them.
        && !place.slice(&plain(paren.range())).contains("//")
    {
        range = plain(operand.range());
        inner = operand;
    }
    range
}
