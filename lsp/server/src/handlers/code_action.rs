//! `textDocument/codeAction`: the changes that remove the causes of findings, and refactorings.

use crate::convert::diagnostic::diagnostic;
use crate::convert::edit::workspace_change;
use crate::mailbox::Interest;
use crate::server::Asked;
use kohort_ide::{Action, ActionKind, actions};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
};

/// Putting a declaration into another file, which the protocol has no constant for.
const MOVE: CodeActionKind = CodeActionKind::new("refactor.move");

/// What is offered.
pub(super) const KINDS: [CodeActionKind; 5] = [
    CodeActionKind::QUICKFIX,
    CodeActionKind::REFACTOR_EXTRACT,
    CodeActionKind::REFACTOR_INLINE,
    CodeActionKind::REFACTOR_REWRITE,
    MOVE,
];

pub(crate) fn answer(
    mut asked: Asked<'_>,
    parameters: CodeActionParams,
    interest: Interest,
) -> Result<Option<CodeActionResponse>> {
    let wanted = parameters.context.only.as_ref();
    let wants = |kind: &CodeActionKind| {
        wanted.is_none_or(|wanted| {
            wanted
                .iter()
                .any(|wanted| is_below(kind.as_str(), wanted.as_str()))
        })
    };
    if !KINDS.iter().any(wants) {
        return Ok(Some(Vec::new()));
    }
    let here = asked.positions().bytes(parameters.range);
    let findings = asked.findings();
    let path = asked.path();
    let found = asked.workspace().while_wanted(
        move || interest.lasts(),
        |workspace| actions(workspace, path, here, &findings),
    );
    let mut offered = Vec::new();
    for action in found.ok_or_else(Error::content_modified)? {
        let kind = kind(action.kind);
        if !wants(&kind) {
            continue;
        }
        let Some(edit) = workspace_change(&asked, &action.change) else {
            continue;
        };
        let finding = action.finding.and_then(|position| findings.get(position));
        offered.push(CodeActionOrCommand::CodeAction(CodeAction {
            diagnostics: finding.map(|finding| vec![diagnostic(&asked, finding)]),
            is_preferred: is_preferred(&action),
            title: action.title,
            kind: Some(kind),
            edit: Some(edit),
            ..CodeAction::default()
        }));
    }
    Ok(Some(offered))
}

fn is_preferred(action: &Action) -> Option<bool> {
    action.preferred.then_some(true)
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ActionKind::Move => MOVE,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// Whether a kind of action is a wanted one, or one below it: `refactor.extract` is below `refactor`.
fn is_below(kind: &str, wanted: &str) -> bool {
    wanted.is_empty()
        || kind == wanted
        || kind
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with('.'))
}
