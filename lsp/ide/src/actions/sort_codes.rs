//! Sort a code list: each system's codes in order, each once.

use super::place::Place;
use super::{Action, ActionKind, Change, trial};
use crate::{Range, Workspace, plain};
use kohort_grammar::ast::{CodePattern, CodesDecl};

/// Offered in a list that is not sorted.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Option<Action> {
    let list = place.around(CodesDecl::cast)?;
    // Comments say something about the codes beside them, so that these stay where they are.
    if place.slice(&plain(list.range())).contains("//") {
        return None;
    }
    let mut change = Change::default();
    for entry in list.entries() {
        for patterns in [entry.patterns(), entry.except()] {
            if let Some((range, sorted)) = sorted(place, &patterns) {
                change.add(&place.path, range, sorted);
            }
        }
    }
    if change.edits.is_empty() {
        return None;
    }
    let name = list.name().map(|name| name.text()).unwrap_or_default();
    Some(Action {
        title: format!("Sort the codes of `{name}` and list each once"),
        kind: ActionKind::Rewrite,
        change: trial::keeps_meaning(workspace, &place.roots, change)?,
        finding: None,
        preferred: false,
        keeps_meaning: true,
    })
}

/// The codes of one line in order; nothing if they are so already.
fn sorted(place: &Place, patterns: &[CodePattern]) -> Option<(Range, String)> {
    let (first, last) = (patterns.first()?, patterns.last()?);
    let written: Vec<(String, &str)> = patterns
        .iter()
        .map(|pattern| (pattern.text(), place.slice(&plain(pattern.range()))))
        .collect();
    let mut sorted = written.clone();
    sorted.sort();
    sorted.dedup();
    if sorted == written {
        return None;
    }
    let text: Vec<&str> = sorted.iter().map(|(_, text)| *text).collect();
    Some((
        plain(first.range()).start..plain(last.range()).end,
        text.join(" "),
    ))
}
