//! `textDocument/codeLens`: what can be done with a study, and counts beside its criteria.

use crate::server::Server;
use kohort_ide::{Lens, LensKind, lenses, meaning};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, Command, Uri};

/// The lenses of a document. Those that have nothing to say are left out.
pub(crate) fn answer(server: &mut Server, document: &Uri) -> Result<Option<Vec<CodeLens>>> {
    let counted = server.counts(document);
    let mut asked = server.asked(document)?;
    let path = asked.path();
    let found = lenses(asked.workspace(), path);
    let now = counted.as_ref().and_then(|_| meaning(asked.workspace(), path));
    let mut shown = Vec::new();
    for Lens { range, kind } in found {
        let command = match kind {
            LensKind::RunTests(None) => does("run tests", "kohort.runTests", json!({ "uri": document })),
            LensKind::RunTests(Some(test)) => does(
                "run test",
                "kohort.runTests",
                json!({ "uri": document, "test": test }),
            ),
            LensKind::Attrition => does(
                "attrition on synthetic data",
                "kohort.attrition",
                json!({ "uri": document }),
            ),
            LensKind::ShowPlan => does("show plan", "kohort.showPlan", json!({ "uri": document })),
            LensKind::Difference => does(
                "semantic diff with the last commit",
                "kohort.diffWithLastCommit",
                json!({ "uri": document }),
            ),
            LensKind::Step { cohort, step } => {
                let words = counted
                    .as_ref()
                    .and_then(|counted| counted.attrition.words(&cohort, &step));
                let (Some(words), Some(counted)) = (words, &counted) else {
                    continue;
                };
                // A study with errors means nothing yet; its counts are of what it was.
                says(match counted.meaning.is_some() && counted.meaning == now {
                    true => words,
                    false => format!("{words} (outdated)"),
                })
            }
            LensKind::UsedBy(count) => says(match count {
                0 => String::from("used by no study"),
                1 => String::from("used by 1 study"),
                count => format!("used by {count} studies"),
            }),
        };
        shown.push(CodeLens {
            range: asked.positions().range(&range),
            command: Some(command),
            data: None,
        });
    }
    Ok(Some(shown))
}

fn does(title: &str, command: &str, argument: Value) -> Command {
    Command::new(title.to_owned(), command.to_owned(), Some(vec![argument]))
}

/// A title that does nothing.
fn says(title: String) -> Command {
    Command::new(title, String::new(), None)
}
