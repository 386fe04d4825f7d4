//! Questions that nobody waits for, or that are overtaken.

use crate::support::editor::Editor;
use crate::support::projects::{clinic, text, uri};
use serde_json::{Value, json};

/// The protocol's codes.
const CANCELLED: i64 = -32800;
const MODIFIED: i64 = -32801;

fn about(document: &str) -> Value {
    json!({ "textDocument": { "uri": document } })
}

/// Something that keeps the compiler's thread busy for a while.
fn keep_busy(editor: &mut Editor) {
    let mut long = String::new();
    for number in 0..4000 {
        long.push_str(&format!(
            "let a{number} = first visit where weight > {number} kg\n"
        ));
    }
    editor.open("untitled:long", &long);
    for _ in 0..3 {
        editor.send("textDocument/semanticTokens/full", about("untitled:long"));
    }
}

/// The code of an answer that is an error.
fn code(answer: &Value) -> Option<i64> {
    answer["error"]["code"].as_i64()
}

#[test]
fn a_cancelled_question_is_answered_so() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    editor.open(&name, text("first.kohort"));
    keep_busy(&mut editor);
    let id = editor.send("textDocument/foldingRange", about(&name));
    editor.tell("$/cancelRequest", json!({ "id": id }));
    let answer = editor.answer(id);
    assert_eq!(code(&answer), Some(CANCELLED), "{answer}");
    // What comes later is answered as ever.
    let symbols = editor.ask("textDocument/documentSymbol", about(&name));
    assert!(!symbols.as_array().expect("symbols").is_empty());
    editor.forget_answers();
}

#[test]
fn a_question_that_an_edit_overtakes_is_refused() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    let other = uri("second.kohort");
    editor.open(&name, text("first.kohort"));
    editor.open(&other, text("second.kohort"));
    keep_busy(&mut editor);
    let overtaken = editor.send("textDocument/foldingRange", about(&name));
    let elsewhere = editor.send("textDocument/foldingRange", about(&other));
    editor.replace(&name, 2, "let a = 1\n");
    let newer = editor.send("textDocument/documentSymbol", about(&name));
    assert_eq!(code(&editor.answer(overtaken)), Some(MODIFIED));
    assert!(editor.answer(elsewhere)["result"].is_array());
    let symbols = editor.answer(newer);
    assert_eq!(symbols["result"][0]["name"], "a");
    editor.forget_answers();
}

#[test]
fn cancelling_what_is_answered_or_unknown_changes_nothing() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    editor.open(&name, text("first.kohort"));
    let id = editor.send("textDocument/foldingRange", about(&name));
    assert!(editor.answer(id)["result"].is_array());
    editor.tell("$/cancelRequest", json!({ "id": id }));
    editor.tell("$/cancelRequest", json!({ "id": 99_999 }));
    editor.tell("$/cancelRequest", json!({ "id": "a text" }));
    editor.settle();
}
