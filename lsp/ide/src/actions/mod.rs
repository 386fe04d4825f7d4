//! What an editor offers to change at a place: the fixes of findings, and refactorings.
//!
//! Invariant: an action that is called meaning-keeping leaves the semantic hash of every study that the change reaches as
//! it was, and brings no finding. Where that does not follow from the form of the change alone, the compiler was asked
//! about the changed texts before the action was offered ([`trial`]). Any other action says in its title what it changes.
//! A text in the canonical layout is in it afterwards.

mod change;
mod convert_literal;
mod document;
mod explicit_default;
mod extract;
mod fix_all;
mod inline;
mod move_to_module;
mod name_condition;
mod names;
mod place;
mod quick_fix;
mod sort_codes;
mod standard_lists;
mod trial;
mod uses;

use crate::{Finding, Range, Workspace};
pub use change::{Change, NewFile};
use place::Place;

/// One change that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, as a menu shows it.
    pub title: String,
    /// What kind of change it is.
    pub kind: ActionKind,
    /// What is written where.
    pub change: Change,
    /// The position of the finding that it removes, among those that were given.
    pub finding: Option<usize>,
    /// Whether it is the first choice for its finding.
    pub preferred: bool,
    /// Whether every study means the same afterwards.
    pub keeps_meaning: bool,
}

/// What kind of change it is, for menus and key bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// Removes what a finding is about.
    QuickFix,
    /// Gives a name to a part.
    Extract,
    /// Puts a part in the place of its name.
    Inline,
    /// Puts a declaration into another file.
    Move,
    /// Writes something in another way.
    Rewrite,
}

/// What is offered for a stretch of a text, with the findings of its file. The compiler is asked about many changes, so that
/// it may take a while: [`Workspace::while_wanted`] lets an editor give up.
#[must_use]
pub fn actions(workspace: &mut Workspace, path: &str, range: Range, findings: &[Finding]) -> Vec<Action> {
    let mut actions = quick_fix::offered(&range, path, findings);
    if let Some(place) = Place::new(workspace, path, range) {
        actions.extend(fix_all::offered(workspace, &place, findings));
        actions.extend(explicit_default::offered(&place, findings));
        actions.extend(refactorings(workspace, &place));
    }
    actions
}

/// The refactorings of a place, those of a selection first.
fn refactorings(workspace: &mut Workspace, place: &Place) -> Vec<Action> {
    // The standard library is shown and cannot be changed.
    if workspace.is_embedded(&place.path) {
        return Vec::new();
    }
    let mut actions = Vec::new();
    actions.extend(extract::offered(workspace, place));
    actions.extend(name_condition::offered(workspace, place));
    actions.extend(inline::offered(workspace, place));
    actions.extend(convert_literal::offered(workspace, place));
    actions.extend(sort_codes::offered(workspace, place));
    actions.extend(standard_lists::offered(workspace, place));
    actions.extend(move_to_module::offered(workspace, place));
    actions.extend(document::offered(place));
    actions
}
