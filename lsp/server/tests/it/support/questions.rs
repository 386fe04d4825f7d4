//! Everything that can be asked about a document.
//!
//! A request that is added to the server gets a line in [`questions`]; then the property test holds that its answers do
//! not depend on what was edited before.

use super::editor::Editor;
use serde_json::{Value, json};

/// A request about a document, with its parameters.
type Question = (&'static str, Value);

/// The requests that can be asked of any document, at a position in it.
fn questions(uri: &str, line: u32, character: u32) -> Vec<Question> {
    let document = json!({ "uri": uri });
    let position = json!({ "line": line, "character": character });
    let everything = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": 1_000_000, "character": 0 },
    });
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    vec![
        ("textDocument/documentSymbol", json!({ "textDocument": document })),
        ("textDocument/foldingRange", json!({ "textDocument": document })),
        (
            "textDocument/hover",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/inlayHint",
            json!({ "textDocument": document, "range": everything }),
        ),
        (
            "textDocument/signatureHelp",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/semanticTokens/full",
            json!({ "textDocument": document }),
        ),
        (
            "textDocument/semanticTokens/range",
            json!({ "textDocument": document, "range": { "start": position, "end": { "line": line + 3, "character": 0 } } }),
        ),
        (
            "textDocument/formatting",
            json!({ "textDocument": document, "options": options }),
        ),
        (
            "textDocument/rangeFormatting",
            json!({ "textDocument": document, "options": options, "range": { "start": position, "end": { "line": line + 3, "character": 0 } } }),
        ),
        (
            "textDocument/onTypeFormatting",
            json!({ "textDocument": document, "options": options, "position": position, "ch": "\n" }),
        ),
        (
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": everything, "context": { "diagnostics": [] } }),
        ),
        (
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": { "start": position, "end": position }, "context": { "diagnostics": [] } }),
        ),
        (
            "textDocument/completion",
            json!({ "textDocument": document, "position": position }),
        ),
        ("textDocument/codeLens", json!({ "textDocument": document })),
        (
            "textDocument/completion",
            json!({ "textDocument": document, "position": position, "context": { "triggerKind": 1 } }),
        ),
        ("textDocument/documentLink", json!({ "textDocument": document })),
        (
            "textDocument/definition",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/declaration",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/typeDefinition",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/implementation",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/references",
            json!({ "textDocument": document, "position": position, "context": { "includeDeclaration": true } }),
        ),
        (
            "textDocument/documentHighlight",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/prepareRename",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/rename",
            json!({ "textDocument": document, "position": position, "newName": "another_name" }),
        ),
        (
            "textDocument/linkedEditingRange",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/prepareCallHierarchy",
            json!({ "textDocument": document, "position": position }),
        ),
        (
            "textDocument/selectionRange",
            json!({ "textDocument": document, "positions": [position] }),
        ),
        ("workspace/symbol", json!({ "query": "wo" })),
    ]
}

/// The answers to all questions about a document, without the names of single answers.
pub(crate) fn answers(
    editor: &mut Editor,
    uri: &str,
    line: u32,
    character: u32,
) -> Vec<(&'static str, Value)> {
    let asked: Vec<(&'static str, u64)> = questions(uri, line, character)
        .into_iter()
        .map(|(method, parameters)| (method, editor.send(method, parameters)))
        .collect();
    let answers = asked.into_iter().map(|(method, id)| {
        let mut answer = editor.answer(id);
        if let Some(message) = answer.as_object_mut() {
            message.remove("id");
        }
        if let Some(result) = answer["result"].as_object_mut() {
            result.remove("resultId");
        }
        (method, without_versions(answer))
    });
    answers.collect()
}

/// The same without the versions of documents, which count edits.
pub(crate) fn without_versions(mut value: Value) -> Value {
    match &mut value {
        Value::Object(object) => {
            object.remove("version");
            for inside in object.values_mut() {
                *inside = without_versions(inside.take());
            }
        }
        Value::Array(array) => {
            for inside in array {
                *inside = without_versions(inside.take());
            }
        }
        _ => {}
    }
    value
}
