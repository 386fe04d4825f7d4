//! Make the default explicit, for one criterion: what happens to people for whom it is unknown.
//!
//! The compiler names all undecided criteria of a cohort in one finding, and fixes all alike; often they are decided one
//! by one.

use super::place::Place;
use super::{Action, ActionKind, Change};
use crate::{Finding, plain};
use kohort_grammar::ast::CriterionEntry;

/// Offered in a criterion that such a finding names beside others.
pub(super) fn offered(place: &Place, findings: &[Finding]) -> Vec<Action> {
    let Some(criterion) = place.around(CriterionEntry::cast) else {
        return Vec::new();
    };
    let (own, name) = (plain(criterion.range()), criterion.name());
    let name = name.map(|name| name.text()).unwrap_or_default();
    let mut actions = Vec::new();
    for (position, finding) in findings.iter().enumerate() {
        if finding.code != "K0503" {
            continue;
        }
        let fixes = finding.fix.iter().chain(&finding.alternatives);
        for (rank, (_, edits)) in fixes.enumerate() {
            let here = edits.iter().find(|edit| {
                edit.path == place.path && own.start <= edit.range.start && edit.range.end <= own.end
            });
            let Some(edit) = here.filter(|_| edits.len() > 1) else {
                continue;
            };
            let words = edit.replacement.trim_start_matches(", ");
            // An unknown criterion is not met unless it says otherwise.
            let keeps = rank == 0;
            actions.push(Action {
                title: match keeps {
                    true => format!("Say of `{name}` that {words}"),
                    false => format!("Say of `{name}` that {words} (this changes who is in)"),
                },
                kind: ActionKind::QuickFix,
                change: Change::of(&place.path, [(edit.range.clone(), edit.replacement.clone())]),
                finding: Some(position),
                preferred: false,
                keeps_meaning: keeps,
            });
        }
    }
    actions
}
