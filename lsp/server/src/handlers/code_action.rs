//! `textDocument/codeAction`: the changes that remove the causes of findings.

use crate::convert::diagnostic::diagnostic;
use crate::convert::edit::workspace_edit;
use crate::server::Asked;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
};

pub(crate) fn answer(
    mut asked: Asked<'_>,
    parameters: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let wanted = parameters.context.only.as_ref();
    let wants = |kind: &CodeActionKind| {
        wanted.is_none_or(|wanted| {
            wanted
                .iter()
                .any(|wanted| is_below(kind.as_str(), wanted.as_str()))
        })
    };
    if !wants(&CodeActionKind::QUICKFIX) {
        return Ok(Some(Vec::new()));
    }
    let here = asked.positions().bytes(parameters.range);
    let mut actions = Vec::new();
    for finding in asked.findings() {
        // The cursor may stand at either end of what is marked.
        if finding.range.start > here.end || finding.range.end < here.start {
            continue;
        }
        let Some((title, edits)) = &finding.fix else {
            continue;
        };
        let Some(edit) = workspace_edit(&asked, edits) else {
            continue;
        };
        actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(&asked, &finding)]),
            edit: Some(edit),
            is_preferred: Some(true),
            ..CodeAction::default()
        }));
    }
    Ok(Some(actions))
}

/// Whether a kind of action is a wanted one, or one below it: `refactor.extract` is below `refactor`.
fn is_below(kind: &str, wanted: &str) -> bool {
    wanted.is_empty()
        || kind == wanted
        || kind
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with('.'))
}
