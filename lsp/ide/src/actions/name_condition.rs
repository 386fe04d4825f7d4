//! Name a condition: what a criterion demands becomes a definition that others can use, too.

use super::place::Place;
use super::{Action, ActionKind, extract, names, trial};
use crate::{Workspace, plain};
use kohort_grammar::ast::{CriterionEntry, Expr};

/// Offered at the name of a criterion whose condition is more than a name.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Option<Action> {
    let criterion = place.around(CriterionEntry::cast)?;
    let own = plain(criterion.name()?.range());
    if place.range.start < own.start || place.range.end > own.end {
        return None;
    }
    let condition = criterion.value()?;
    if matches!(condition, Expr::Path(_)) {
        return None;
    }
    let name = names::for_expression(place, &condition);
    let change = extract::extracted(place, &condition, &name)?;
    Some(Action {
        title: format!("Name this condition: `{name}`"),
        kind: ActionKind::Extract,
        change: trial::keeps_meaning(workspace, &place.roots, change)?,
        finding: None,
        preferred: false,
        keeps_meaning: true,
    })
}
