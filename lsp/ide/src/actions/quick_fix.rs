//! The changes that findings come with.

use super::{Action, ActionKind, Change};
use crate::{Finding, Range};

/// The fixes and alternatives of all findings that have a place in the stretch.
pub(super) fn offered(range: &Range, path: &str, findings: &[Finding]) -> Vec<Action> {
    let mut actions = Vec::new();
    for (position, finding) in findings.iter().enumerate() {
        if !concerns(finding, path, range) {
            continue;
        }
        let fixes = finding.fix.iter().chain(&finding.alternatives);
        for (rank, (title, edits)) in fixes.enumerate() {
            actions.push(Action {
                title: title.clone(),
                kind: ActionKind::QuickFix,
                change: Change {
                    edits: edits.clone(),
                    creates: Vec::new(),
                },
                finding: Some(position),
                preferred: rank == 0 && finding.alternatives.is_empty(),
                keeps_meaning: false,
            });
        }
    }
    actions
}

/// Whether one of a finding's places in the file touches the stretch: a precision rule is offered at each place that
/// needs it.
pub(super) fn concerns(finding: &Finding, path: &str, range: &Range) -> bool {
    let touches = |place: &Range| place.start <= range.end && range.start <= place.end;
    let mut related = finding.related.iter();
    touches(&finding.range) || related.any(|related| related.path == path && touches(&related.range))
}
