//! What would become of a project if a change were made: the compiler's answer, not a guess.

use super::Change;
use crate::Workspace;
use kohort_base::{Code, Diagnostic};
use kohort_semantics::Analysis;
use kohort_semantics::meaning::{Hash, Meanings};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The files whose analyses a change of a file can affect: the studies that reach it, or the file alone.
pub(super) fn roots(workspace: &mut Workspace, path: &str) -> Vec<String> {
    let mut roots = Vec::new();
    if workspace.is_study(path) {
        roots.push(path.to_owned());
    }
    for file in workspace.files() {
        if file != path && workspace.is_study(&file) && reaches(workspace, &file, path) {
            roots.push(file);
        }
    }
    if roots.is_empty() {
        roots.push(path.to_owned());
    }
    roots
}

fn reaches(workspace: &mut Workspace, study: &str, path: &str) -> bool {
    workspace.analyse(study).is_ok_and(|analysis| {
        let files = &analysis.files;
        analysis.reached.iter().any(|id| files.path(*id) == path)
    })
}

/// The change, laid out, if no study of the roots means anything else after it and nothing new is found.
pub(super) fn keeps_meaning(workspace: &mut Workspace, roots: &[String], change: Change) -> Option<Change> {
    let change = change.laid_out(workspace)?;
    let before = analyses(workspace, roots)?;
    let texts = change.applied(workspace)?;
    let after = workspace.trying(&texts, |workspace| analyses(workspace, roots))?;
    let same = before
        .iter()
        .zip(&after)
        .all(|(before, after)| meaning(before) == meaning(after) && new_findings(before, after).is_empty());
    same.then_some(change)
}

/// The change, laid out, if nothing new is found after it.
pub(super) fn brings_nothing_new(
    workspace: &mut Workspace,
    roots: &[String],
    change: Change,
) -> Option<Change> {
    let change = change.laid_out(workspace)?;
    let before = analyses(workspace, roots)?;
    let texts = change.applied(workspace)?;
    let after = workspace.trying(&texts, |workspace| analyses(workspace, roots))?;
    let same = before
        .iter()
        .zip(&after)
        .all(|(before, after)| new_findings(before, after).is_empty());
    same.then_some(change)
}

/// What the compiler says of each of the files; none if one cannot be read, or nobody wants to know any more.
fn analyses(workspace: &mut Workspace, roots: &[String]) -> Option<Vec<Rc<Analysis>>> {
    let analysed = roots.iter().map(|root| match workspace.is_wanted() {
        true => workspace.analyse(root).ok(),
        false => None,
    });
    analysed.collect()
}

/// What the study of an analysis means, if there is one about which nothing is an error.
pub(super) fn meaning(analysis: &Analysis) -> Option<Hash> {
    analysis.study.as_ref().map(|study| Meanings::new(study).study())
}

/// The findings of an analysis of which an earlier one has fewer, wherever they stand.
pub(super) fn new_findings<'a>(before: &'a Analysis, after: &'a Analysis) -> Vec<&'a Diagnostic> {
    let mut known: BTreeMap<(Code, &str), usize> = BTreeMap::new();
    for finding in &before.diagnostics {
        *known.entry((finding.code, finding.title.as_str())).or_default() += 1;
    }
    let mut new = Vec::new();
    for finding in &after.diagnostics {
        match known.get_mut(&(finding.code, finding.title.as_str())) {
            Some(left) if *left > 0 => *left -= 1,
            _ => new.push(finding),
        }
    }
    new
}
