//! A doc comment to be filled in: what is said there stands in reports and in what an editor shows.

use super::place::Place;
use super::{Action, ActionKind, Change};
use crate::plain;
use kohort_grammar::ast::{CriterionEntry, Item};
use kohort_grammar::{SyntaxKind, SyntaxNode, documented_range};

/// Offered at the name of a declaration or criterion that has none.
pub(super) fn offered(place: &Place) -> Option<Action> {
    let (node, name) = documentable(place)?;
    let whole = plain(documented_range(&node));
    if place.slice(&whole).starts_with("///") {
        return None;
    }
    let line = place.text.get(..whole.start as usize)?.rsplit('\n').next()?;
    // Where something else stands before it on its line, the comment would end that.
    if !line.trim().is_empty() {
        return None;
    }
    let comment = format!("/// {}\n{line}", sentence(&name));
    Some(Action {
        title: format!("Describe `{name}` in a doc comment"),
        kind: ActionKind::Rewrite,
        change: Change::of(&place.path, [(whole.start..whole.start, comment)]),
        finding: None,
        preferred: false,
        keeps_meaning: true,
    })
}

/// What is declared here, with its name.
fn documentable(place: &Place) -> Option<(SyntaxNode, String)> {
    if let Some(criterion) = place.around(CriterionEntry::cast) {
        let name = criterion.name()?;
        let own = plain(name.range());
        let here = own.start <= place.range.start && place.range.end <= own.end;
        return here.then(|| (criterion.syntax().clone(), name.text()));
    }
    let (item, name) = place.declared()?;
    if matches!(item, Item::Use(_) | Item::Precision(_)) || item.syntax().kind() == SyntaxKind::BadItem {
        return None;
    }
    Some((item.syntax().clone(), name.text()))
}

/// A name as the beginning of a sentence.
fn sentence(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
