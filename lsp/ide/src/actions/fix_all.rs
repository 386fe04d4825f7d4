//! All findings of one kind in a file, fixed at once.
//!
//! Fixes can overlap, for example of two imports that stand beside each other. So what is left after some is asked for
//! again, until nothing of the kind can be fixed.

use super::place::Place;
use super::{Action, ActionKind, Change, quick_fix};
use crate::{Finding, FixEdit, Workspace, findings};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More rounds than this are not made.
const MOST_ROUNDS: usize = 16;

/// One action for each code of which a finding stands at the place and another one in the same file.
pub(super) fn offered(workspace: &mut Workspace, place: &Place, findings: &[Finding]) -> Vec<Action> {
    let mut codes: Vec<&'static str> = Vec::new();
    for finding in findings {
        if finding.fix.is_some()
            && quick_fix::concerns(finding, &place.path, &place.range)
            && !codes.contains(&finding.code)
        {
            codes.push(finding.code);
        }
    }
    let mut actions = Vec::new();
    for code in codes {
        let alike = findings
            .iter()
            .filter(|finding| finding.code == code && finding.fix.is_some());
        let count = alike.count();
        if count < 2 {
            continue;
        }
        let Some(change) = all_of(workspace, place, findings, code) else {
            continue;
        };
        actions.push(Action {
            title: format!("Fix all {count} findings {code} in this file"),
            kind: ActionKind::QuickFix,
            change,
            finding: None,
            preferred: false,
            keeps_meaning: false,
        });
    }
    actions
}

/// One change that does what the fixes of all findings of a code do.
fn all_of(workspace: &mut Workspace, place: &Place, found: &[Finding], code: &str) -> Option<Change> {
    let mut text = Arc::clone(&place.text);
    let mut found: Vec<Finding> = found.to_vec();
    for _ in 0..MOST_ROUNDS {
        let edits = apart(&found, &place.path, code);
        if edits.is_empty() {
            break;
        }
        let round = Change {
            edits,
            creates: Vec::new(),
        };
        let before = BTreeMap::from([(place.path.clone(), Arc::clone(&text))]);
        text = workspace.trying(&before, |workspace| round.applied(workspace)?.remove(&place.path))?;
        let now = BTreeMap::from([(place.path.clone(), Arc::clone(&text))]);
        found = workspace.trying(&now, |workspace| findings_of(workspace, place));
    }
    if text == place.text {
        return None;
    }
    let whole = 0..u32::try_from(place.text.len()).ok()?;
    Change::of(&place.path, [(whole, text.to_string())]).laid_out(workspace)
}

/// The edits of the fixes of a code in one file that do not overlap, first come, first served.
fn apart(found: &[Finding], path: &str, code: &str) -> Vec<FixEdit> {
    let mut chosen: Vec<FixEdit> = Vec::new();
    for finding in found.iter().filter(|finding| finding.code == code) {
        let Some((_, edits)) = &finding.fix else { continue };
        let overlaps = |edit: &FixEdit| {
            chosen.iter().any(|known| {
                known.range.start < edit.range.end && edit.range.start < known.range.end
                    || known.range == edit.range
            })
        };
        if edits.iter().all(|edit| edit.path == path && !overlaps(edit)) {
            chosen.extend(edits.iter().cloned());
        }
    }
    chosen
}

/// What is found in the file now.
fn findings_of(workspace: &mut Workspace, place: &Place) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for root in &place.roots {
        let Ok(analysis) = workspace.analyse(root) else {
            continue;
        };
        for (path, finding) in findings(&analysis) {
            if path == place.path && !all.contains(&finding) {
                all.push(finding);
            }
        }
    }
    all
}
